// A process that hangs is noticed and started anew; one that only waits for another is not. Asked as the chart's probes ask.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import http2 from 'node:http2';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import test from 'node:test';
import { call, Line } from '../integration/grpc.mjs';
import { build, cli, root } from '../integration/paths.mjs';
import { freePort, startProduct, until } from '../integration/product.mjs';
import { named, ofKind, render } from './chart.mjs';

const services = ['booking', 'dialogue', 'knowledge', 'messengers', 'nlu', 'responsibility', 'staff'];
const containerOf = (objects, service) => named(objects, 'Deployment', `stadt-${service}`).spec.template.spec.containers[0];
const alive = /kAlive\[\] = "(\w+)"/.exec(readFileSync(join(root, 'services/rpc/liveness.h'), 'utf8'))[1];

test('liveness asks every process for an answer, patiently, and readiness asks for another', () => {
  for (const values of [{}, { tls: { enabled: true } }]) {
    const objects = render(values);
    for (const service of services) {
      const { livenessProbe, readinessProbe } = containerOf(objects, service);
      assert.equal(livenessProbe.tcpSocket, undefined, service);
      if (values.tls) {
        assert.deepEqual(livenessProbe.exec.command.slice(1), ['health', '--alive', 'unix:/tmp/socket']);
        assert.deepEqual(readinessProbe.exec.command.slice(1), ['health', 'unix:/tmp/socket']);
        assert.equal(basename(livenessProbe.exec.command[0]), 'amtslotse-cli');
      } else {
        assert.deepEqual([livenessProbe.grpc.service, readinessProbe.grpc.service], [alive, undefined]);
      }
    }
    assert.deepEqual([containerOf(objects, 'web').livenessProbe.httpGet.path, containerOf(objects, 'web').readinessProbe.httpGet.path], ['/health/live', '/health/ready']);
    for (const { metadata, spec } of ofKind(objects, 'Deployment').filter(({ metadata }) => metadata.name !== 'stadt-redis')) {
      const probe = spec.template.spec.containers[0].livenessProbe;
      if (!probe) continue;
      assert.ok(probe.periodSeconds * probe.failureThreshold >= 60 && probe.timeoutSeconds >= 5, `${metadata.name} is killed in haste`);
    }
  }
});

test('a process without its store is alive but not ready; one that hangs is neither, both ways of asking', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'amtslotse-chart-live-'));
  const data = join(folder, 'data');
  await (await startProduct({ data })).stop();  // makes the keys
  const port = await freePort();
  const objects = render({ url: 'http://localhost', metrics: { enabled: false } });
  const local = (value) => value.replace(/^0\.0\.0\.0:\d+$/, `127.0.0.1:${port}`).replace(/^stadt-\w+:\d+$/, '127.0.0.1:1')
    .replace('/var/lib/amtslotse', data).replace('/etc/amtslotse/keys', `${data}.keys`);
  const { env, livenessProbe } = containerOf(objects, 'dialogue');
  const child = spawn(join(build, 'services', 'dialogue', 'amtslotse-dialogue'), [],
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH, ...Object.fromEntries(env.map(({ name, value }) => [name, local(value)])) } });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { log += text; });
  const ended = new Promise((resolve) => { child.once('close', resolve); });
  const line = new Line(() => http2.connect(`http://127.0.0.1:${port}`));
  t.after(async () => {
    line.destroy();
    child.kill('SIGCONT');
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  // As the kubelet asks over gRPC; 1 is SERVING, 2 is not.
  const overGrpc = async (service) => {
    const name = Buffer.from(service);
    const answer = await Promise.race([call(line, '/grpc.health.v1.Health/Check', name.length ? Buffer.concat([Buffer.from([10, name.length]), name]) : undefined),
      new Promise((resolve) => { setTimeout(() => resolve({}), livenessProbe.timeoutSeconds * 1000); })]);
    return answer.code === 0 ? answer.bytes.at(-1) : undefined;
  };
  // As it asks inside the pod, where there is TLS.
  const inside = (...flags) => new Promise((resolve) => {
    execFile(cli, ['health', ...flags, `127.0.0.1:${port}`], (error) => resolve(error ? error.code : 0));
  });
  await until(async () => (await overGrpc(alive)) === 1, 60_000, () => log);
  assert.deepEqual([await overGrpc(''), await inside('--alive'), await inside()], [2, 0, 1], 'it waits for Redis');
  child.kill('SIGSTOP');
  // Its threads stop one after the other.
  const threads = `/proc/${child.pid}/task`;
  const isStopped = (thread) => /\) [Tt] /.test(readFileSync(join(threads, thread, 'stat'), 'utf8'));
  await until(() => readdirSync(threads).every(isStopped), 60_000, () => log);
  assert.deepEqual([await overGrpc(alive), await inside('--alive')], [undefined, 1], 'it hangs');
  child.kill('SIGCONT');
  await until(async () => (await inside('--alive')) === 0 && (await overGrpc(alive)) === 1, 60_000, () => log);
});
