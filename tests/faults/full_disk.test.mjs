// The file system under all data is full: what staff save is refused with a text or is there, whole; citizens get answers
// or a clear refusal; and with room again all goes on, without help. The file system is a small one of the test's own
// (tmpfs); where it may not be mounted, no file of the services can grow (RLIMIT_FSIZE).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeSync, openSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Conversation, startProduct, until } from '../integration/product.mjs';
import { Bustle, administrator, askDuring, book, cancel, healedSince } from './town.mjs';

const folder = mkdtempSync(join(tmpdir(), 'al-full-'));
let admin;
let bustle;
let code;
let mounted;
let product;
before(async () => {
  mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128m,mode=0755', 'amtslotse-test', folder]).status === 0;
  product = await startProduct({ data: folder });
  admin = await administrator(product);
  code = await book(product, 'Dora Randvoll');
  bustle = Bustle.begin(product);
});
after(async () => {
  if (bustle) bustle.going = false;
  await product?.stop();
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
