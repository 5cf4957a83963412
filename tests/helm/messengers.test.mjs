// Two messengers processes as the chart starts them, on one PostgreSQL: one works the account, the other takes over. Keys,
// accounts and secrets lie as Kubernetes mounts them: root's, read by the group.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { TelegramEmulator } from '../emulators/telegram.mjs';
import { freePort, Messengers, writeAccounts } from '../integration/messengers.mjs';
import { build } from '../integration/paths.mjs';
import { PostgresServer } from '../integration/postgres.mjs';
import { until } from '../integration/product.mjs';
import { named, render } from './chart.mjs';

const SOMEBODY_ELSE = 65534;

test('the account goes on when the process that works it ends', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'amtslotse-chart-msg-'));
  const keys = join(folder, 'keys');
  const telegram = await new TelegramEmulator({ token: '1:secret' }).start();
  const database = new PostgresServer();
  // Only for its dialogue and the keys it makes.
  const helper = await Messengers.start({ accounts: () => [] });
  const pods = [];
  t.after(async () => {
    for (const pod of pods) await pod.stop('SIGTERM');
    await helper.stop();
    await telegram.stop();
    database.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  writeAccounts(keys, keys, [{ municipality_id: 'erlenfurt', channel: 'telegram', account: 'amt', token_file: 'tg.token', base_url: telegram.url, options: { poll_seconds: 1 } }], { 'tg.token': '1:secret' });
  copyFileSync(join(helper.folder, 'keys', 'messengers.keys'), join(keys, 'messengers.keys'));
  for (const name of readdirSync(keys)) {
    if (process.getuid() === 0) chownSync(join(keys, name), SOMEBODY_ELSE, 0);
    chmodSync(join(keys, name), process.getuid() === 0 ? 0o440 : 0o400);
  }

  const secrets = join(folder, 'secrets');
  mkdirSync(secrets);
  writeFileSync(join(secrets, 'MESSENGERS_DATABASE'), database.connection, { mode: 0o400 });
  const objects = render({ url: 'http://localhost', metrics: { enabled: false }, postgres: { connectionSecret: 'database' }, services: { messengers: { replicas: 2, stores: false } } });
  const deployment = named(objects, 'Deployment', 'stadt-messengers');
  assert.equal(deployment.spec.replicas, 2);
  const start = async (name) => {
    const data = join(folder, name);  // the pod's own, empty
    mkdirSync(data);
    const port = await freePort();
    const local = (value) => value.replace(/^0\.0\.0\.0:\d+$/, `127.0.0.1:${port}`).replace(/^stadt-dialogue:\d+$/, `unix:${join(helper.folder, 'dialogue.sock')}`)
      .replace('/var/lib/amtslotse/messengers', data).replace('/etc/amtslotse/keys', keys).replace('/etc/amtslotse/secrets', secrets);
    const env = Object.fromEntries(deployment.spec.template.spec.containers[0].env.filter(({ name: key }) => key !== 'MESSENGERS_ACTOR_KEY_FILE')
      .map(({ name: key, value }) => [key, local(value)]));
    const child = spawn(join(build, 'services', 'messengers', 'amtslotse-messengers'), [], { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
    const pod = { log: '', ended: new Promise((resolve) => { child.once('close', resolve); }),
      async stop(signal) { if (child.exitCode === null && child.signalCode === null) child.kill(signal); await this.ended; } };
    child.stderr.setEncoding('utf8').on('data', (text) => { pod.log += text; });
    pods.push(pod);
    await until(() => /"serving":true/.test(pod.log) || child.exitCode !== null, 60_000, () => pod.log);
    return pod;
  };
  const first = await start('a');
  await telegram.until(() => telegram.commands.length > 0, () => `connected: ${first.log}`, 60_000);
  const second = await start('b');
  await until(() => second.log.includes('account_held_elsewhere'), 60_000, () => second.log);
  const ada = telegram.person({ name: 'Ada' });
  ada.say('Ada eins');
  await ada.hearsThat(/Antwort auf Ada eins/, 60_000);
  await first.stop('SIGTERM');
  ada.say('Ada zwei');
  await ada.hearsThat(/Antwort auf Ada zwei/, 60_000);
  assert.match(second.log, /account_starts/);
  assert.equal(ada.received.length, 2);
});
