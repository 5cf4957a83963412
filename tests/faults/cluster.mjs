// Several of each process that keeps no file, on PostgreSQL and a Redis with three sentinels, behind a balancer.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import { Installed } from '../install/installed.mjs';
import { freePort, until } from '../integration/product.mjs';
import { Databases, Sentinels } from './stores.mjs';
import { asBefore, healed } from './town.mjs';

export const replicated = ['nlu', 'knowledge', 'responsibility', 'booking', 'staff', 'dialogue', 'web'];

// One answer is one replica's: all of them are there when so many in a row are good.
export function settled(product, rounds = 4) {
  let good = 0;
  const inARow = async () => {
    good = (await asBefore(product)) ? good + 1 : 0;
    return good >= rounds;
  };
  return until(inARow, 20_000, () => product.output);
}

// Each connection to the next replica that answers and is not out.
class Balancer {
  constructor(targets) {
    Object.assign(this, {
      targets,
      next: 0,
      out: new Set(),
      served: targets.map(() => 0),
      open: targets.map(() => new Set()),
    });
    this.server = net.createServer((near) => {
      near.on('error', () => {});
      this.join(near, this.next++ % targets.length, targets.length - 1);
    });
  }

  join(near, index, left) {
    const other = () => (left > 0 ? this.join(near, (index + 1) % this.targets.length, left - 1) : near.destroy());
    if (this.out.has(index)) {
      other();
      return;
    }
    const far = net.connect(this.targets[index], '127.0.0.1');
    const close = () => {
      this.open[index].delete(near);
      near.destroy();
      far.destroy();
    };
    this.open[index].add(near);
    far.once('error', () => {
      this.open[index].delete(near);
      other();
    });
    far.once('connect', () => {
      this.served[index] += 1;
      far.removeAllListeners('error').on('error', close).on('close', close);
      near.on('close', close);
      if (near.destroyed) close();
      near.pipe(far);
      far.pipe(near);
    });
  }

  listen() {
    return new Promise((resolve) => this.server.listen(0, '127.0.0.1', () => resolve(this.server.address().port)));
  }
}

export class Cluster extends Installed {
  static async start(count = 2) {
    const cluster = new Cluster();
    try {
      await cluster.begin(count);
    } catch (error) {
      await cluster.remove();
      throw error;
    }
    return cluster;
  }

  async begin(count) {
    this.count = count;
    this.postgres = new Databases('knowledge', 'booking', 'dialogue', 'staff', 'responsibility');
    this.sentinels = await Sentinels.start();
    this.setUp();
    this.ports = {};
    for (const service of replicated) {
      this.ports[service] = [];
      while (this.ports[service].length < count) this.ports[service].push(await freePort());
    }
    this.configure();
    for (const service of replicated) for (let which = 0; which < count; which += 1) this.startReplica(service, which);
    this.balancer = new Balancer(this.ports.web);
    this.url = `http://127.0.0.1:${await this.balancer.listen()}`;
    for (const port of this.ports.web) await this.ready(port);
    this.operate('demo');
    await healed(this, 60_000);
    await settled(this);
  }

  // Settings that all replicas of a process share; the address is each one's own.
  configure() {
    const all = (service) => `ipv4:${this.ports[service].map((port) => `127.0.0.1:${port}`).join(',')}`;
    const redis = this.sentinels.address;
    const called = (prefix, services) =>
      services.map((service) => `${prefix}_${service.toUpperCase()}=${all(service)}`);
    const shared = {
      nlu: [...called('NLU', ['knowledge']), 'NLU_TRAINING_HOUR=24'],
      knowledge: [...called('KNOWLEDGE', ['booking']), `KNOWLEDGE_POSTGRES=${this.postgres.database('knowledge')}`],
      responsibility: [
        `RESPONSIBILITY_DATABASE=${this.postgres.database('responsibility')}`,
        `RESPONSIBILITY_KNOWLEDGE_POSTGRES=${this.postgres.database('knowledge')}`,
      ],
      booking: [],
      staff: [`STAFF_DATABASE=${this.postgres.database('staff')}`],
      dialogue: [
        `DIALOGUE_REDIS=${redis}`,
        `DIALOGUE_DATABASE=${this.postgres.database('dialogue')}`,
        ...called('DIALOGUE', ['nlu', 'knowledge', 'responsibility', 'booking']),
      ],
      web: [
        `WEB_REDIS=${redis}`,
        'WEB_CONVERSATIONS_PER_MINUTE=0',
        'WEB_READS_PER_MINUTE=0',
        'WEB_MESSAGES_PER_MINUTE=0',
        ...called('WEB', ['dialogue', 'knowledge', 'responsibility', 'booking', 'staff']),
      ],
    };
    for (const service of replicated)
      writeFileSync(this.at(`/etc/amtslotse/${service}.conf`), `${shared[service].join('\n')}\n`);
  }

  listens(service, which) {
    return {
      [`${service.toUpperCase()}_LISTEN`]: `127.0.0.1:${this.ports[service][which]}`,
      ...(service === 'booking' && { BOOKING_DATABASE: this.postgres.database('booking') }),
    };
  }
  // `program`: instead of the installed one.
  startReplica(service, which, program) {
    return this.start(service, this.listens(service, which), program);
  }
  // Ends in order, and is not started again.
  async end(service, which) {
    const child = this.replica(service, which);
    this.children.splice(this.children.indexOf(child), 1);
    child.kill('SIGTERM');
    await child.ended;
  }

  // No new connections to that web process; waits for those it has.
  async takeOut(which) {
    this.balancer.out.add(which);
    await until(
      () => this.balancer.open[which].size === 0,
      60_000,
      () => 'connections that do not end',
    );
  }
  putBack(which) {
    this.balancer.out.delete(which);
  }
  // The process that is that replica now.
  replica(service, which) {
    return this.children.find((child) => JSON.stringify(child.more) === JSON.stringify(this.listens(service, which)));
  }

  ready(port) {
    return until(
      async () => (await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => ({ ok: false }))).ok,
      90_000,
      () => this.output,
    );
  }

  // As the installed command does: with the settings of this machine's processes.
  operate(...flags) {
    const options = this.options(this.unit('web'));
    const run = spawnSync(
      this.at('/opt/amtslotse/current/services/cli/amtslotse-cli'),
      [...flags, '--data', this.at('/var/lib/amtslotse'), '--keys', this.at('/etc/amtslotse/keys')],
      {
        ...options,
        encoding: 'utf8',
        env: {
          ...options.env,
          KNOWLEDGE_POSTGRES: this.postgres.database('knowledge'),
          BOOKING_DATABASE: this.postgres.database('booking'),
          STAFF_DATABASE: this.postgres.database('staff'),
        },
      },
    );
    assert.equal(run.status, 0, run.stdout + run.stderr);
    return run.stdout;
  }

  async remove() {
    this.balancer?.server.close();
    await super.remove();
    await this.sentinels?.remove();
    this.postgres?.remove();
  }
}
