// After its period nothing of an appointment is left but numbers.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { book, healed } from '../faults/town.mjs';
import { Conversation, freePort, until } from '../integration/product.mjs';
import { Installed, built, unlimited } from './installed.mjs';

const faketime = ['/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1', '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1'].find(existsSync);
let product;
before(() => {
  assert.ok(faketime, 'the package libfaketime');
  product = new Installed();
  assert.equal(product.run('install', '--built', built).code, 0);
  product.settle();
});
after(() => product?.remove());

function count(statement, store = 'booking/booking.db') {
  const program = 'import sqlite3, sys; print(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute(sys.argv[2]).fetchone()[0])';
  const result = spawnSync('python3', ['-c', program, product.at(`/var/lib/amtslotse/${store}`), statement], { encoding: 'utf8' });
  assert.equal(result.status, 0, result.stderr);
  return Number(result.stdout);
}
const unanswered = () => count('SELECT count(*) FROM unanswered', 'knowledge/knowledge.db');
const links = () => count('SELECT count(*) FROM link', 'staff/staff.db');
// Files below that contain the name in any way a program would write it.
function traces(folder, texts) {
  const forms = texts.flatMap((text) => [text, text.toUpperCase(), text.toLowerCase(), Buffer.from(text).toString('base64').replace(/=+$/, ''), Buffer.from(text, 'utf16le').toString('latin1')]);
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => forms.some((form) => readFileSync(file).includes(Buffer.from(form, 'latin1'))));
}
const sealed = () => count('SELECT count(*) FROM appointment WHERE sealed IS NOT NULL OR surname_hash IS NOT NULL OR email_hash IS NOT NULL OR code_hash IS NOT NULL');

test('a hundred days later booking has forgotten who came', async () => {
  const port = await freePort();
  product.url = `http://127.0.0.1:${port}`;
  writeFileSync(product.at('/etc/amtslotse/web.conf'), `WEB_LISTEN=127.0.0.1:${port}\n${unlimited}`);
  for (const name of ['redis', 'knowledge', 'nlu', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers', 'web']) product.start(name);
  await until(async () => (await fetch(`${product.url}/health/ready`).catch(() => ({ ok: false }))).ok, 60_000, () => product.output);
  assert.equal(product.cli('demo').code, 0);
  await healed(product, 60_000);
  await book(product, 'Wilma Vergessner');
  assert.equal(sealed(), 1);
  const talk = await Conversation.begin(product.url);
  await talk.say('Mein Nachbar Kunibert Vergessner fragt: Wo beantrage ich eine Mondkalbgenehmigung?');
  await until(() => unanswered() === 1, 30_000);
  assert.equal(product.cli('staff', 'link', 'erlenfurt').code, 0);
  assert.equal(links(), 1);
  // Sessions are sealed, and so is what a key is called by.
  const redis = spawnSync('redis-cli', ['-s', product.at('/var/lib/amtslotse/run/redis/socket'), 'EVAL',
    "local all = '' for _, key in ipairs(redis.call('KEYS', '*')) do all = all .. key .. redis.call('DUMP', key) end return all", '0'], { encoding: 'latin1' });
  assert.ok(redis.stdout.includes('session:'), redis.stdout + redis.stderr);
  assert.doesNotMatch(redis.stdout, /vergessner|wilma|kunibert/i);
  const taken = product.cli('backup', '--into', product.at('/var/backups/amtslotse'), '--keep-days', '14');
  assert.equal(taken.code, 0, taken.text);
  await product.stop();
  // Longer than the booking window and the retention together.
  product.start('booking', { LD_PRELOAD: faketime, FAKETIME: '+100d', FAKETIME_DONT_FAKE_MONOTONIC: '1' });
  await until(() => sealed() === 0, 150_000, () => product.output);
  assert.equal(count('SELECT count(*) FROM idempotency'), 0);
  assert.equal(count('SELECT count(*) FROM appointment'), 1);
});

test('questions that nobody answered and links that nobody used are forgotten too', async () => {
  assert.equal(unanswered() + links(), 2);
  for (const name of ['knowledge', 'staff']) product.start(name, { LD_PRELOAD: faketime, FAKETIME: '+200d', FAKETIME_DONT_FAKE_MONOTONIC: '1' });
  await until(() => unanswered() + links() === 0, 150_000, () => product.output);
});

test('then no store, index, log, model or backup has the name in any form, and what a restore put aside is gone', async () => {
  await product.stop();  // what SQLite has yet to write over in its file is written
  const backups = product.at('/var/backups/amtslotse');
  const aside = product.at('/var/lib/amtslotse/booking.before-restore');
  mkdirSync(aside);
  writeFileSync(join(aside, 'booking.db'), 'Wilma Vergessner');
  const owner = statSync(product.at('/var/lib/amtslotse'));
  chownSync(aside, owner.uid, owner.gid);
  const past = Date.now() / 1000 - 15 * 86_400;
  for (const folder of [aside, ...readdirSync(backups).map((name) => join(backups, name))]) utimesSync(folder, past, past);
  const taken = product.cli('backup', '--into', backups, '--keep-days', '14');
  assert.equal(taken.code, 0, taken.text);
  assert.equal(readdirSync(backups).length, 1);
  assert.deepEqual(readdirSync(product.at('/var/lib/amtslotse')).filter((name) => name.endsWith('.before-restore')), []);
  for (const folder of ['/var/lib/amtslotse', '/var/backups/amtslotse', '/etc/amtslotse']) assert.deepEqual(traces(product.at(folder), ['Vergessner', 'Wilma', 'Kunibert']), [], folder);
  assert.doesNotMatch(product.output, /vergessner|wilma|kunibert/i);
  // Opened with its keys the backup has nobody either: what is sealed is gone, not only unreadable.
  const [name] = readdirSync(backups);
  const inBackup = spawnSync('python3', ['-c', 'import sqlite3, sys; print(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute("SELECT count(*) FROM appointment WHERE sealed IS NOT NULL").fetchone()[0])',
    join(backups, name, 'booking', 'booking.db')], { encoding: 'utf8' });
  assert.equal(inBackup.stdout.trim(), '0', inBackup.stderr);
});
