// Every process is exchanged, one replica after the other, for a version with another schema and back again, while
// citizens ask and book: no request fails, and what was booked stands.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import http from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { build } from '../integration/paths.mjs';
import { until } from '../integration/product.mjs';
import { Citizens } from '../load/town_load.mjs';
import { Cluster, replicated } from './cluster.mjs';
import { book, cancel } from './town.mjs';

let next;
let cluster;
before(async () => {
  cluster = await Cluster.start(2);
  next = cluster.bring(join(build, 'tests', 'support', 'booking_next'));
});
after(() => cluster?.remove());

// Asks and books until it is told to stop. A citizen sees no difference between an error and "not now": both count.
class Traffic {
  constructor() {
    this.citizens = new Citizens(cluster.url, { solve: async () => undefined });
    // A proxy in front sends each request on by itself; here each one has its own connection.
    this.citizens.agent = new http.Agent({ keepAlive: false });
    this.codes = [];
    this.refused = [];
    this.going = true;
  }

  async begin() {
    await this.citizens.begin(10);
    this.talking = this.repeat(async () => {
      const { status, body } = await this.citizens.turn();
      const text = JSON.stringify(body);
      if (status !== 200 || /gerade nicht|nicht erreichbar|später noch einmal|Störung/.test(text))
        this.refused.push(`${status} ${text.slice(0, 300)}`);
    });
    this.viewing = this.repeat(() => this.citizens.view());
    this.booking = this.repeat(() => this.bookOne());
  }

  // That somebody else was faster is an answer: a replica hears of the other's bookings a moment later.
  async bookOne() {
    const person = `klara${this.codes.length}@example.org`;
    const code = await book(cluster, 'Klara Petersen', person).catch((error) => {
      if (!/gerade eben von jemand anderem gebucht/.test(error.message)) throw error;
    });
    if (code) this.codes.push(code);
  }

  async repeat(work) {
    while (this.going) {
      await work().catch((error) => this.refused.push(error.message));
      await pause(20);
    }
  }

  async end() {
    this.going = false;
    await Promise.all([this.talking, this.viewing, this.booking]);
  }
}

// As an orchestrator does: ready is who says so; what serves citizens first gets no new ones.
async function healthy(service, which) {
  if (service === 'web') return cluster.ready(cluster.ports.web[which]);
  const ask = () =>
    new Promise((resolve) => {
      spawn(
        cluster.at('/opt/amtslotse/current/services/cli/amtslotse-cli'),
        ['health', `127.0.0.1:${cluster.ports[service][which]}`],
        { stdio: 'ignore' },
      ).once('close', (code) => resolve(code === 0));
    });
  return until(ask, 60_000, () => `${service} ${which} is not ready:\n${cluster.output.slice(-3000)}`);
}

async function exchange(service, which, program) {
  if (service === 'web') await cluster.takeOut(which);
  await cluster.end(service, which);
  cluster.startReplica(service, which, program);
  await healthy(service, which);
  if (service === 'web') cluster.putBack(which);
}

// What the processes wrote of the requests that failed.
function logOf(failures) {
  const ids = [...failures.join().matchAll(/"requestId":"(\w+)"/g)].map(([, id]) => id);
  return cluster.output
    .split('\n')
    .filter((line) => ids.some((id) => line.includes(id)))
    .join('\n');
}

const schema = () => Number(cluster.postgres.query('SELECT max(version) FROM schema_version', 'booking'));

test('on to the next schema and back, under load: no request fails, nothing booked is lost', async () => {
  const shipped = schema();
  const traffic = new Traffic();
  await traffic.begin();
  for (const program of [next, undefined]) {
    for (const service of replicated)
      for (const which of [0, 1]) await exchange(service, which, service === 'booking' ? program : undefined);
    assert.equal(schema(), shipped + 1, 'the new columns stay: an older program works beside them');
  }
  await traffic.end();
  const failures = [...traffic.citizens.failures, ...traffic.refused];
  assert.equal(failures.length, 0, [...failures.slice(0, 10), logOf(failures)].join('\n'));
  assert.equal(traffic.citizens.told, 0);
  assert.ok(traffic.codes.length >= 5, `${traffic.codes.length} bookings`);
  for (const code of traffic.codes) await cancel(cluster, code, 'Petersen');
});
