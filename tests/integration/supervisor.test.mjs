// `serve`: starts everything, keeps it running, ends in order, and says what is in the way.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from './paths.mjs';
import { startProduct, until } from './product.mjs';

const alive = (pid) => existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
const serve = (...flags) => spawnSync(cli, ['serve', ...(flags.includes('--port') ? [] : ['--port', '0']), ...flags], { encoding: 'utf8', timeout: 240_000 });

test('SIGINT drains and stops every process, in order, and leaves no socket', async () => {
  const product = await startProduct();
  const pids = [...product.processes().values()];
  assert.ok(pids.length >= 1);
  product.child.kill('SIGINT');
  const end = await product.ended;
  assert.deepEqual(end, { code: 0, signal: null }, product.output);
  assert.deepEqual(pids.filter(alive), []);
  const left = readdirSync(join(product.folder, 'run'), { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  assert.deepEqual(left.map(({ name }) => name), []);
  product.remove();
});

test('it stops nothing that it did not start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'amtslotse-other-'));
  const other = spawnSync('sh', ['-c', `redis-server --port 0 --unixsocket ${folder}/r.sock --save '' --daemonize yes --pidfile ${folder}/pid --dir ${folder}`]);
  assert.equal(other.status, 0);
  const pid = await (async () => {
    const written = () => (existsSync(join(folder, 'pid')) ? readFileSync(join(folder, 'pid'), 'utf8') : '');
    await until(() => /^\d+\n/.test(written()) && existsSync(join(folder, 'r.sock')), 30_000);
    return Number(written());
  })();
  try {
    const product = await startProduct();
    await product.stop('SIGINT');
    assert.ok(alive(pid));
  } finally {
    process.kill(pid);
    rmSync(folder, { recursive: true });
  }
});

test('data and keys are private, and the keys lie outside of the data', async () => {
  const product = await startProduct();
  try {
    for (const folder of [product.folder, `${product.folder}.keys`, join(product.folder, 'run'), join(product.folder, 'logs')])
      assert.equal(statSync(folder).mode & 0o777, 0o700, folder);
    assert.equal(statSync(product.redisSocket).mode & 0o077, 0);
  } finally {
    await product.stop();
  }
});

test('a crashed process is started again, and the operator is told', async () => {
  const product = await startProduct();
  try {
    for (const [name, pid] of product.processes()) {
      const before = product.output.length;
      process.kill(pid, 'SIGKILL');
      await product.waitFor(new RegExp(`${name} ist ausgefallen \\(Signal 9`), 60_000, before);
      await product.waitFor(new RegExp(`${name} ist wieder bereit`), 60_000, before);
      assert.notEqual(product.processes().get(name), pid);
    }
  } finally {
    await product.stop();
  }
});

test('when the supervisor is killed, its processes end too, and the next start works', async () => {
  const product = await startProduct();
  const pids = [...product.processes().values()];
  product.child.kill('SIGKILL');
  await product.ended;
  const next = await startProduct({ data: product.folder });
  await until(() => pids.filter(alive).length === 0, 10_000, () => `still there: ${pids.filter(alive)}`);
  assert.equal((await next.stop()).code, 0);
  product.remove();
});

test('a second start on the same data is refused and names the first', async () => {
  const product = await startProduct();
  try {
    const second = serve('--data', product.folder);
    assert.equal(second.status, 1);
    assert.match(second.stderr, new RegExp(`in Benutzung.*Prozess ${product.pid}`));
    assert.match(second.stderr, /--data/);
  } finally {
    await product.stop();
  }
});

test('a taken port is named, with a free one', async () => {
  const taken = net.createServer();
  await new Promise((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'amtslotse-port-'));
  try {
    const { port } = taken.address();
    const result = serve('--port', String(port), '--data', join(folder, 'data'));
    assert.equal(result.status, 1);
    assert.match(result.stderr, new RegExp(`Port ${port} ist belegt.*--port \\d+`));
  } finally {
    taken.close();
    rmSync(folder, { recursive: true });
  }
});

test('a path too long for a socket still works', async () => {
  const base = mkdtempSync(join(tmpdir(), 'amtslotse-long-'));
  const data = join(base, 'x'.repeat(60), 'y'.repeat(60), 'data');
  mkdirSync(join(data, '..'), { recursive: true });
  const product = await startProduct({ data });
  assert.equal((await product.stop()).code, 0);
  rmSync(base, { recursive: true });
});

test('a file where the data folder should be is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amtslotse-file-'));
  writeFileSync(join(folder, 'data'), '');
  const result = serve('--data', join(folder, 'data'));
  assert.equal(result.status, 1);
  assert.match(result.stderr, /data: ist kein Ordner/);
  rmSync(folder, { recursive: true });
});

test('settings that processes refuse stop the start, and all of them are named, each with its way out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amtslotse-bad-'));
  const result = spawnSync(cli, ['serve', '--port', '0', '--data', join(folder, 'data')],
    { encoding: 'utf8', timeout: 240_000, env: { ...process.env, DIALOGUE_SESSION_SECONDS: 'abc', WEB_HTTP: 'true' } });
  assert.equal(result.status, 1);
  for (const expected of [/DIALOGUE_SESSION_SECONDS=abc: ungültiger Wert\.\n {4}→ Erlaubt: 10\.\.86400/, /WEB_HTTP: diese Einstellung gibt es nicht\.\n {4}→ .*einstellungen\.md/])
    assert.match(result.stderr, expected);
  rmSync(folder, { recursive: true });
});

test('an address that is none, or another machine\'s, is refused with words', () => {
  const folder = mkdtempSync(join(tmpdir(), 'amtslotse-address-'));
  for (const [address, expected] of [['::', /„::“ ist keine IPv4-Adresse/], ['rathaus', /„rathaus“ ist keine IPv4-Adresse/], ['192.0.2.1', /192\.0\.2\.1.*diese Adresse hat dieser Rechner nicht/]]) {
    const result = serve('--listen', address, '--data', join(folder, 'data'));
    assert.equal(result.status, 1);
    assert.match(result.stderr, expected);
  }
  rmSync(folder, { recursive: true, force: true });
});
