// The chart's settings make a working product: the processes are started with just what their containers would get,
// addresses and folders put in place of the cluster's, and a citizen is answered.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { build, root } from '../integration/paths.mjs';
import { freePort, startProduct, until } from '../integration/product.mjs';
import { ofKind, render } from './chart.mjs';

async function localEnvironment(objects, data) {
  const ports = new Map();
  for (const { metadata } of ofKind(objects, 'Deployment')) ports.set(metadata.name, await freePort());
  const local = (value, own) => value
    .replace(/^0\.0\.0\.0:9100$/, '')
    .replace(/^0\.0\.0\.0:\d+$/, `127.0.0.1:${ports.get(own)}`)
    .replace(/^(stadt-\w+):\d+$/, (_, host) => `127.0.0.1:${ports.get(host)}`)
    .replace('/var/lib/amtslotse', data)
    .replace('/etc/amtslotse/keys', `${data}.keys`)
    .replace('/opt/amtslotse/nlu/model', join(build, 'nlu', 'model'));
  return { ports, of: (deployment) => Object.fromEntries(deployment.spec.template.spec.containers[0].env
    .map(({ name, value }) => [name, local(value, deployment.metadata.name)])) };
}

test('the processes of the chart answer a citizen', async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'amtslotse-chart-'));
  const children = [];
  t.after(async () => {
    await Promise.all(children.map((child) => new Promise((resolve) => { child.once('close', resolve); child.kill('SIGTERM'); })));
    rmSync(data, { recursive: true, force: true });
    rmSync(`${data}.keys`, { recursive: true, force: true });
  });
  // Demo towns and keys, as an operator brings them.
  await (await startProduct({ data })).stop();

  const objects = render({ url: 'http://localhost' });
  const environment = await localEnvironment(objects, data);
  let output = '';
  const start = (program, args, env) => {
    const child = spawn(program, args, { cwd: root, env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { output += bytes; });
    children.push(child);
  };
  for (const deployment of ofKind(objects, 'Deployment')) {
    const { name } = deployment.metadata;
    const [container] = deployment.spec.template.spec.containers;
    if (name === 'stadt-redis') {
      start('/usr/bin/redis-server', [...container.args, '--port', String(environment.ports.get(name)), '--bind', '127.0.0.1', '--dir', data], {});
    } else {
      const service = name.replace('stadt-', '');
      start(join(build, 'services', service, container.command[0].split('/').pop()), [], environment.of(deployment));
    }
  }
  const url = `http://127.0.0.1:${environment.ports.get('stadt-web')}`;
  const ready = async () => (await fetch(`${url}/health/ready`).catch(() => ({ ok: false }))).ok;
  await until(ready, 60_000, () => `not ready:\n${output}`);

  const post = async (path, body, token) => (await fetch(url + path, { method: 'POST', body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) } })).json();
  // Ready is who answers, also without nlu, which may still read its model.
  let reply = '';
  await until(async () => {
    const { id, token } = await post('/api/v1/conversations', {});
    reply = JSON.stringify(await post(`/api/v1/conversations/${id}/messages`, { text: 'Was kostet ein Personalausweis?', client_message_id: 'm1' }, token));
    return reply.includes('46,00');
  }, 60_000, () => reply);
});
