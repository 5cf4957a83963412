// Keys, passwords and tokens: in no command line of any process, in no log, in nothing that is said to operators, and in no
// dump of memory. The product runs with one of each kind while it is used, backed up, taught and given wrong addresses.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, test } from 'node:test';
import { Colleague, PASSWORD } from '../browser/console.mjs';
import { TelegramEmulator } from '../emulators/telegram.mjs';
import { Databases } from '../faults/stores.mjs';
import { book } from '../faults/town.mjs';
import { writeAccounts } from './messengers.mjs';
import { build, cli } from './paths.mjs';
import { freePort, startProduct, until } from './product.mjs';

const owners = ['booking', 'dialogue', 'knowledge', 'messengers', 'responsibility', 'staff'];
const folder = mkdtempSync(join(tmpdir(), 'al-secrets-'));
const data = join(folder, 'data');
const secrets = { database: 'Holunder-41-Wagen', smtp: 'Kastanie-77-Brief', sms: 'Wacholder-12-Ruf', openid: 'Ligusterweg-53-Tor', telegram: '4711:Schlehdorn-86' };
// A program that writes down how it was called, and goes on as the one it stands for.
const shim = (name) => {
  const file = join(folder, 'bin', name);
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "${name} $*" >> ${folder}/called\nexec /usr/bin/${name} "$@"\n`);
  chmodSync(file, 0o755);
};
const seen = new Set();  // command lines of all processes, as another user would see them
const said = [];  // to operators
let environment;
let postgres;
let bot;
let product;
let watching;

function look() {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      seen.add(readFileSync(`/proc/${entry}/cmdline`, 'latin1').replaceAll('\0', ' '));
    } catch { /* ended meanwhile */ }
  }
}

// An operator's command, or a program of the product, while the watching goes on. → {code, text}
function run(program, words, env, input) {
  const child = spawn(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'], ...input });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { text += bytes; });
  return new Promise((resolve) => { child.on('close', (code) => resolve({ code, text })); });
}
async function operate(...words) {
  const result = await run(cli, [...words, '--data', data], { ...process.env, ...environment });
  if (words[0] !== 'staff') said.push(result.text);  // which prints a link that is meant to be read
  return result;
}

before(async () => {
  for (const name of ['bin', 'own']) mkdirSync(join(folder, name));
  for (const name of ['pg_dump', 'pg_restore']) shim(name);
  postgres = new Databases(...owners);
  const address = (owner) => `${postgres.database(owner)} password=${secrets.database}`;
  bot = await new TelegramEmulator({ token: secrets.telegram, username: 'erlenfurt_bot' }).start();
  writeAccounts(join(data, 'messengers'), `${data}.keys`, [{ municipality_id: 'erlenfurt', channel: 'telegram', account: 'bot', token_file: 'bot.token',
    base_url: bot.url, options: { poll_seconds: 1 } }], { 'bot.token': secrets.telegram });
  const nobody = await freePort();
  environment = { PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`, KNOWLEDGE_POSTGRES: address('knowledge'),
    BOOKING_SMTP_URL: `smtp://127.0.0.1:${nobody}`, BOOKING_SMTP_TLS: 'none', BOOKING_SMTP_USER: 'termine', BOOKING_SMTP_PASSWORD: secrets.smtp,
    BOOKING_MAIL_FROM: 'termine@example.org', BOOKING_SMS_URL: `http://127.0.0.1:${nobody}/sms`, BOOKING_SMS_TOKEN: secrets.sms,
    STAFF_OPENID: JSON.stringify({ erlenfurt: { issuer: `http://127.0.0.1:${nobody}`, client_id: 'amtslotse', client_secret: secrets.openid } }),
    ...Object.fromEntries(owners.filter((owner) => owner !== 'knowledge').map((owner) => [`${owner.toUpperCase()}_DATABASE`, address(owner)])) };
  watching = setInterval(look, 20);
  product = await startProduct({ data, environment });
});
after(async () => {
  clearInterval(watching);
  await product?.stop();
  await bot?.stop();
  postgres?.remove();
  for (const path of [folder, `${data}.keys`]) rmSync(path, { recursive: true, force: true });
});

// What must not be found: the above, and all that is in the folder of keys.
function hidden() {
  const keys = readdirSync(`${data}.keys`, { withFileTypes: true }).filter((entry) => entry.isFile())
    .flatMap(({ name }) => readFileSync(join(`${data}.keys`, name), 'latin1').split(/\s+/)).filter((word) => word.length >= 20);
  assert.ok(keys.length >= 6, 'the folder of keys was read');
  return [...Object.values(secrets), PASSWORD, ...keys];
}
const foundIn = (text, words = hidden()) => words.filter((word) => text.includes(word));

test('used, backed up and taught, it shows no secret in any command line', async () => {
  const link = /#\/link\/(\S+)/.exec((await operate('staff', 'link', 'erlenfurt')).text)[1];
  const admin = await new Colleague(product.url).redeem(link, 'test.administration');
  await admin.request('GET', '/openid/begin');
  await book(product, 'Ole Bleibtreu', 'ole@example.org');
  bot.person({ name: 'Erika' }).say('Was kostet ein Personalausweis?');
  for (const words of [['backup', join(folder, 'backup')], ['check'], ['staff', 'list', 'erlenfurt'], ['keys', 'rotate', 'web'], ['privacy', 'export', 'erlenfurt', '--email', 'ole@example.org']]) {
    const { code, text } = await operate(...words);
    assert.ok(words[0] === 'check' || code === 0, `${words[0]}: ${text}`);
  }
  const learning = operate('nlu', 'train', 'erlenfurt');
  await until(() => [...seen].some((line) => / train \S+ \d+/.test(line)), 30_000, () => [...seen].join('\n'));
  const cookie = admin.cookie.split('=')[1];
  const called = readFileSync(join(folder, 'called'), 'utf8');
  assert.match(called, /^pg_dump --format=custom/m);
  for (const service of ['redis-server', 'amtslotse-cli serve', ...owners.map((owner) => `amtslotse-${owner}`), 'amtslotse-nlu', 'amtslotse-web', 'amtslotse-cli backup'])
    assert.ok([...seen].some((line) => line.includes(service)), `${service} was not seen`);
  assert.deepEqual(foundIn([...seen].join('\n') + called, [...hidden(), link, cookie]), []);
  product.secretsOfPeople = [link, cookie];
  product.learning = learning;
});

test('the watching would have seen one', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)', secrets.sms], { stdio: 'ignore' });
  try {
    await until(() => foundIn([...seen].join('\n')).includes(secrets.sms), 10_000);
  } finally {
    child.kill('SIGKILL');
    for (const line of [...seen]) if (line.includes(secrets.sms)) seen.delete(line);
  }
});

test('no process leaves a file with its memory when it crashes', () => {
  const processes = [['supervisor', product.pid], ...product.processes()];
  assert.ok(processes.length >= 10, processes.join(' '));
  for (const [name, pid] of processes) assert.match(readFileSync(`/proc/${pid}/limits`, 'utf8'), /^Max core file size +0 +0 /m, name);
});

test('an address of a database that cannot be read is refused without repeating its password', async () => {
  const words = ['Zwetschge', 'Quitte9'];
  const wrong = ['postgresql://amt:Zwetschge%zzQuitte9@localhost/d', 'postgresql://amt:Zwetschge@Quitte9@localhost/d', 'host=/tmp user=amt password=Zwetschge Quitte9',
    'host=/tmp user=amt password=\'ZwetschgeQuitte9', 'host=/tmp user=amt passwort=ZwetschgeQuitte9'];
  for (const address of wrong) {
    const start = (service, key, more = {}) => run(join(build, 'services', service, `amtslotse-${service}`), [], { PATH: process.env.PATH,
      ...Object.fromEntries(Object.entries({ LISTEN: `unix:${folder}/x`, DATA_DIR: join(folder, 'own'), [key]: address, ...more }).map(([name, value]) => [`${service.toUpperCase()}_${name}`, value])),
      ...Object.fromEntries(['ASAN_OPTIONS', 'UBSAN_OPTIONS', 'TSAN_OPTIONS'].filter((name) => process.env[name]).map((name) => [name, process.env[name]])) });
    const booking = await start('booking', 'DATABASE', { KEYS_FILE: join(`${data}.keys`, 'booking.keys') });
    const knowledge = await start('knowledge', 'POSTGRES');
    for (const { code, text } of [booking, knowledge]) {
      assert.ok(code === 1 || code === 2, text);  // seen by the form of the setting, or by PostgreSQL's library
      assert.match(text, /_(DATABASE|POSTGRES): expected postgresql:|PostgreSQL: the address cannot be read/);
      assert.deepEqual(foundIn(text, words), []);
    }
    const backup = await run(cli, ['backup', join(folder, 'none'), '--data', data], { ...process.env, BOOKING_DATABASE: address });
    assert.equal(backup.code, 1, backup.text);
    assert.deepEqual(foundIn(backup.text, words), []);
    rmSync(join(folder, 'none'), { recursive: true, force: true });
    const check = await run(cli, ['check', '--data', data], { ...process.env, BOOKING_DATABASE: address });
    assert.deepEqual(foundIn(check.text, words), []);
  }
});

// Here, because it takes a minute and this product has learned by now.
test('what the demo town has learned is no worse, is put to use by command and taken back', async () => {
  const { code, text } = await product.learning;
  assert.equal(code, 0, text);
  assert.match(text, /Das neue Modell ist nicht schlechter als das aktive/);
  const active = async () => /^\* *(\S+)/m.exec((await operate('nlu', 'models', 'erlenfurt')).text)?.[1];
  const before = await active();
  const [, learned] = /Aktivieren: amtslotse nlu activate KOMMUNE (\S+)/.exec(text);
  assert.equal((await operate('nlu', 'activate', 'erlenfurt', learned)).code, 0);
  assert.equal(await active(), learned);
  assert.equal((await operate('nlu', 'rollback', 'erlenfurt')).code, 0);
  assert.equal(await active(), before);
});

test('nothing of it was logged or told to an operator', async () => {
  const logs = join(data, 'logs');
  const texts = readdirSync(logs).map((name) => readFileSync(join(logs, name), 'latin1'));
  assert.ok(texts.length >= 9);
  const all = [...texts, ...said, product.output].join('\n');
  assert.match(all, /listening/);
  assert.deepEqual(foundIn(all, [...hidden(), ...product.secretsOfPeople]), []);
});
