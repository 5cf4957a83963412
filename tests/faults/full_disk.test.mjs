// The file system under all data is full: what staff save is refused with a text or is there, whole; citizens get answers
// or a clear refusal; people in a messenger get one answer to each message, none twice; and with room again all goes on,
// without help. The file system is a small one of the test's own (tmpfs); where it may not be mounted, no file of the services
// can grow (RLIMIT_FSIZE).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeSync, openSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { TelegramEmulator } from '../emulators/telegram.mjs';
import { writeAccounts } from '../integration/messengers.mjs';
import { patience } from '../integration/paths.mjs';
import { Conversation, freePort, request, startProduct, until } from '../integration/product.mjs';
import { Bustle, administrator, askDuring, book, cancel, healedSince } from './town.mjs';

const folder = mkdtempSync(join(tmpdir(), 'al-full-'));
let admin;
let bot;
let bustle;
let code;
let metricsPort;
let mounted;
let product;
before(async () => {
  mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128m,mode=0755', 'amtslotse-test', folder]).status === 0;
  bot = await new TelegramEmulator({ token: '1:secret-voll', username: 'erlenfurt_voll_bot' }).start();
  writeAccounts(join(folder, 'messengers'), `${folder}.keys`, [{ municipality_id: 'erlenfurt', channel: 'telegram', account: 'voll', token_file: 'voll.token',
    base_url: bot.url, options: { poll_seconds: 5 } }], { 'voll.token': '1:secret-voll' });
  metricsPort = await freePort();
  product = await startProduct({ data: folder, environment: { MESSENGERS_METRICS_LISTEN: `127.0.0.1:${metricsPort}` } });
  admin = await administrator(product);
  code = await book(product, 'Dora Randvoll');
  bustle = Bustle.begin(product);
});
after(async () => {
  if (bustle) bustle.going = false;
  await product?.stop();
  await bot?.stop();
  if (mounted) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  rmSync(`${folder}.keys`, { recursive: true, force: true });
});

// The soft limit: only that may be raised again without rights.
function limit(size) {
  for (const service of ['knowledge', 'booking', 'staff', 'dialogue', 'messengers', 'responsibility'])
    assert.equal(spawnSync('prlimit', ['--pid', String(product.processes().get(service)), `--fsize=${size}:`], { encoding: 'utf8' }).stderr, '');
}

function fill() {
  if (!mounted) { limit(4096); return; }
  const file = openSync(join(folder, 'filling'), 'w');
  try {
    for (let block = Buffer.alloc(1 << 20); block.length >= 512;) {
      try { writeSync(file, block); } catch (error) {
        assert.equal(error.code, 'ENOSPC');
        block = block.subarray(block.length / 2);
      }
    }
  } finally { closeSync(file); }
}
const makeRoom = () => (mounted ? rmSync(join(folder, 'filling')) : limit('unlimited'));

// What each keeps of what staff write, by a name that says which time it was written.
const name = (number) => `fall.${number}`;
const kept = {
  knowledge: {
    write: (number) => ['knowledge/SaveEntry', { entry: { question: name(number), answer: `Er ist erledigt. ${'So ist es. '.repeat(200)}`, language: 'de' }, idempotencyKey: name(number) }],
    list: async () => (await admin.call('knowledge/ListEntries', { pageSize: 200, query: 'fall' })).entries.map(({ question }) => question),
  },
  staff: {
    write: (number) => ['staff/SaveAccount', { account: { name: name(number), displayName: 'Test '.repeat(20), roles: ['editor'] } }],
    list: async () => (await admin.call('staff/ListAccounts')).accounts.map((account) => account.name),
  },
  dialogue: {
    write: (number) => ['dialogue/SetStaffedHours', { officeId: name(number), officeName: 'Amt '.repeat(40), hoursJson: '[{"weekday":1,"from":"08:00","to":"12:00"}]' }],
    list: async () => (await admin.call('dialogue/ListStaffedHours')).offices.map(({ officeId }) => officeId),
  },
};
const saved = Object.fromEntries(Object.keys(kept).map((service) => [service, []]));
const lost = structuredClone(saved);
let written = 0;

async function write(service) {
  const number = (written += 1);
  const { status, body } = await admin.tryCall(...kept[service].write(number));
  (status === 200 ? saved : lost)[service].push(name(number));
  if (status === 200) return true;
  assert.ok([503, 504, 429].includes(status), `${service}: ${status} ${JSON.stringify(body)}`);
  assert.match(body.detail, /nicht erreichbar|zu lange gedauert/);
  return false;
}

test('the disk is full: every service refuses what it cannot keep, and says so', async () => {
  const talk = await Conversation.begin(product.url);
  await talk.say('Hallo');
  fill();
  try {
    for (const service of Object.keys(kept)) await until(async () => !(await write(service)), 20_000, () => `${service} keeps on writing`);
    const answer = await askDuring(talk, { text: 'Ich brauche einen Termin für ein Führungszeugnis' }, 'during');
    assert.doesNotMatch(JSON.stringify(answer.body), /Absagecode/);
  } finally {
    makeRoom();
  }
  const end = Date.now();
  await healedSince(product, end);
  for (const service of Object.keys(kept)) await until(() => write(service), 10_000, () => `${service}\n${product.output}`);
});

// How often the messengers' store refused to write.
async function refusals() {
  const { body } = await request(`http://127.0.0.1:${metricsPort}/metrics`);
  return Number(/^amtslotse_rpc_calls_total\{code="UNAVAILABLE",direction="out",method="Sql\/messengers_write"\} (\S+)$/m.exec(body)?.[1] ?? 0);
}
const refusedTimes = async (times) => {
  const before = await refusals();
  await until(async () => await refusals() >= before + times, 30_000, () => 'the store writes all the while');
};
const answersTo = (person, pattern) => person.received.filter((message) => pattern.test(person.textOf(message))).length;

test('in a messenger every message is answered once: that of the moment in which the disk fills, and those meanwhile', async () => {
  const [ada, bert, carla] = ['Ada', 'Bert', 'Carla'].map((each) => bot.person({ name: each }));
  ada.say('Was kostet ein Personalausweis?');
  await ada.hearsThat(/46,00/);
  // Full while an answer is on its way: that it arrived cannot be noted. By the limit, as a store writes on for a while into
  // what its log holds in reserve.
  const handle = bot.handle.bind(bot);
  bot.handle = (call) => {
    if (call.path.endsWith('/sendMessage')) { bot.handle = handle; limit(4096); }
    return handle(call);
  };
  bert.say('Was kostet ein Reisepass?');
  let end;
  try {
    await bert.hearsThat(/70,00/);
    await refusedTimes(3);
    carla.say('Was kostet ein Personalausweis?');
    ada.say('Was kostet ein Führungszeugnis?');
    await refusedTimes(3);
    assert.equal(answersTo(bert, /70,00/), 1, 'said again and again');
    assert.equal(answersTo(carla, /46,00/), 0, 'answered what was not recorded');
  } finally {
    bot.handle = handle;
    limit('unlimited');
    end = Date.now();
  }
  await carla.hearsThat(/46,00/, 10_000);
  await ada.hearsThat(/13,00/, 10_000);
  assert.ok(Date.now() - end < 10_000 * patience);
  // What one person is sent goes out in order: whoever hears this hears nothing of before any more.
  for (const person of [ada, bert, carla]) {
    person.say('Wann hat das Bürgerbüro geöffnet?');
    await person.hearsThat(/Uhr/);
  }
  assert.deepEqual([answersTo(ada, /46,00/), answersTo(ada, /13,00/), answersTo(bert, /70,00/), answersTo(carla, /46,00/)], [1, 1, 1, 1]);
  const { accounts: [account] } = await admin.call('messengers/ListAccounts');
  assert.equal(Number(account.deadLetters ?? 0), 0, JSON.stringify(account));
  assert.deepEqual(bot.violations, []);
  await healedSince(product, end);
});

test('what was saved is there, what was refused is not, and every file is whole', async () => {
  for (const [service, { list }] of Object.entries(kept)) {
    const there = await list();
    assert.deepEqual(saved[service].filter((one) => !there.includes(one)), [], `${service} lost`);
    assert.deepEqual(lost[service].filter((one) => there.includes(one)), [], `${service} kept what it had refused`);
  }
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.db'));
  assert.ok(files.length >= 4, `${files}`);
  const check = 'import sqlite3, sys\nfor file in sys.argv[1:]: print(sqlite3.connect(f"file:{file}?mode=ro", uri=True).execute("PRAGMA integrity_check").fetchone()[0])';
  const run = spawnSync('python3', ['-c', check, ...files.map((file) => join(folder, file))], { encoding: 'utf8' });
  assert.deepEqual([...new Set(run.stdout.trim().split('\n'))], ['ok'], run.stderr);
  await cancel(product, code, 'Randvoll');
  await cancel(product, await book(product, 'Emil Dannemann'), 'Dannemann');
});

test('what other citizens were told meanwhile holds', () => bustle.end());
