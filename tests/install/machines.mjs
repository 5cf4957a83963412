// An installation whose processes talk over mutual TLS, as if each were on a machine of its own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http2 from 'node:http2';
import net from 'node:net';
import { join } from 'node:path';
import { healed } from '../faults/town.mjs';
import { Line } from '../integration/grpc.mjs';
import { freePort, until } from '../integration/product.mjs';
import { Installed, unlimited } from './installed.mjs';

export const services = ['nlu', 'knowledge', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers', 'web'];
const calls = { nlu: ['knowledge'], knowledge: ['booking'], dialogue: ['nlu', 'knowledge', 'responsibility', 'booking'], messengers: ['dialogue'],
  web: ['dialogue', 'knowledge', 'responsibility', 'booking', 'staff', 'messengers'] };
const faketime = ['/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1', '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1'].find(existsSync);

const accepts = (port) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1');
  const end = (is) => { socket.destroy(); resolve(is); };
  socket.once('connect', () => end(true)).once('error', () => end(false));
});

export class Machines extends Installed {
  static async start() {
    const machines = new Machines();
    machines.setUp();
    machines.ports = {};
    for (const service of services) machines.ports[service] = await freePort();
    for (const flags of [['create'], ['issue']]) assert.equal(machines.cli('ca', ...flags).code, 0);
    for (const service of services) machines.configure(service);
    for (const service of ['redis', ...services]) machines.start(service);
    machines.url = `http://127.0.0.1:${machines.ports.web}`;
    await machines.ready();
    const demo = machines.cli('demo');
    assert.equal(demo.code, 0, demo.text);
    await healed(machines, 60_000);
    // What citizens book with is there; the others may still be reading their tables.
    for (const service of services) await until(() => accepts(machines.ports[service]), 60_000, () => machines.output);
    return machines;
  }

  configure(service) {
    const key = service.toUpperCase();
    const lines = [`${key}_TLS_DIR=${this.identity(service)}`,
      service === 'web' ? `WEB_LISTEN=127.0.0.1:${this.ports.web}` : `${key}_LISTEN_TLS=127.0.0.1:${this.ports[service]}`,
      ...(calls[service] ?? []).map((callee) => `${key}_${callee.toUpperCase()}=tls:127.0.0.1:${this.ports[callee]}`)];
    const more = service === 'web' ? unlimited : '';
    writeFileSync(this.at(`/etc/amtslotse/${service}.conf`), `${lines.join('\n')}\n${more}`);
  }

  identity(service) { return this.at(`/etc/amtslotse/keys/tls/${service}`); }
  ready() { return until(async () => (await fetch(`${this.url}/health/ready`).catch(() => ({ ok: false }))).ok, 60_000, () => this.output); }

  // As the operator's program would have done days ago.
  inThePast(days, ...flags) {
    const program = this.at('/opt/amtslotse/current/services/cli/amtslotse-cli');
    const options = this.options(this.unit('web'));
    const result = spawnSync(program, [...flags, '--data', this.at('/var/lib/amtslotse'), '--keys', this.at('/etc/amtslotse/keys')],
      { ...options, env: { ...options.env, LD_PRELOAD: faketime, FAKETIME: `-${days}d` }, encoding: 'utf8' });
    assert.equal(result.status, 0, result.stdout + result.stderr);
  }

  // A connection to that process with the certificate in the folder; none: without one.
  connect(service, folder) {
    const read = (name) => readFileSync(join(folder, name));
    return new Line(() => http2.connect(`https://127.0.0.1:${this.ports[service]}`, { ca: readFileSync(join(this.identity(service), 'ca.crt')),
      servername: `${service}.amtslotse`, ...(folder && { cert: read('tls.crt'), key: read('tls.key') }) }));
  }
}
