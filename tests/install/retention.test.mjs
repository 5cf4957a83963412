// After its period nothing of an appointment is left but numbers, and of a person nothing anywhere: also where it is sealed,
// opened with the installation's keys, and in what a town's model has learned.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { Colleague } from '../browser/console.mjs';
import { book, healed } from '../faults/town.mjs';
import { Conversation, freePort, until } from '../integration/product.mjs';
import { Installed, unlimited } from './installed.mjs';
import { openedAnywhere, sealKeys, unpackedAnywhere } from './sealed.mjs';

const faketime = ['/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1', '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1'].find(existsSync);
let product;
before(() => {
  assert.ok(faketime, 'the package libfaketime');
  product = new Installed();
  product.setUp();
});
after(() => product?.remove());

function count(statement, store = 'booking/booking.db') {
  const program = 'import sqlite3, sys; print(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute(sys.argv[2]).fetchone()[0])';
  const result = spawnSync('python3', ['-c', program, product.at(`/var/lib/amtslotse/${store}`), statement], { encoding: 'utf8' });
  assert.equal(result.status, 0, result.stderr);
  return Number(result.stdout);
}
const unanswered = () => count("SELECT count(*) FROM unanswered WHERE target_kind = ''", 'knowledge/knowledge.db');
const links = () => count('SELECT count(*) FROM link', 'staff/staff.db');
// Any way in which a program would write it.
const formsOf = (texts) => texts.flatMap((text) => [text, text.toUpperCase(), text.toLowerCase()].flatMap((one) => [Buffer.from(one), Buffer.from(one, 'utf16le')])
  .concat(Buffer.from(Buffer.from(text).toString('base64').replace(/=+$/, ''))));
const has = (bytes, forms) => forms.some((form) => bytes.includes(form));
const filesIn = (folder) => readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
const traces = (folder, texts) => filesIn(folder).filter((file) => has(readFileSync(file), formsOf(texts)));

// Every value of a database whole; in the file a long one lies in pieces.
const cells = `import base64, sqlite3, sys
database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'").fetchall():
    for row in database.execute(f'SELECT * FROM "{table}"'):
        for cell in row:
            if isinstance(cell, bytes): print(base64.b64encode(cell).decode())`;
function cellsOf(file) {
  const run = spawnSync('python3', ['-c', cells, file], { encoding: 'utf8', maxBuffer: 1 << 30 });
  assert.equal(run.status, 0, run.stderr);
  return run.stdout.split('\n').filter(Boolean).map((line) => Buffer.from(line, 'base64'));
}
function* everyText(bytes, keys, longest) {
  yield bytes;
  yield* unpackedAnywhere(bytes);
  for (const plain of openedAnywhere(bytes, keys, longest)) {
    yield plain;
    if (longest === undefined) continue;
    yield* unpackedAnywhere(plain);
  }
}
const anywhere = (texts, forms) => { for (const text of texts) if (has(text, forms)) return true; return false; };
// The same files after everything that is sealed or packed in them was opened, also what only their free pages still have.
function tracesOpened(folder, texts) {
  const forms = formsOf(texts);
  const keys = sealKeys(product.at('/etc/amtslotse/keys'));
  assert.ok(keys.length >= 5, `${keys.length} keys`);
  return filesIn(folder).filter((file) => anywhere(everyText(readFileSync(file), keys), forms)
    || (/\.(db|sqlite)$/.test(file) && cellsOf(file).some((cell) => anywhere(everyText(cell, keys, cell.length), forms))));
}
// Everything that Redis holds, keys and values, as bytes.
function redis(...command) {
  const run = spawnSync('redis-cli', ['-s', product.at('/var/lib/amtslotse/run/redis/socket'), ...command], { maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, String(run.stderr));
  return run.stdout;
}
const inRedis = () => redis('EVAL', `local all = {} for _, key in ipairs(redis.call('KEYS', '*')) do
  local kind, value = redis.call('TYPE', key).ok, {}
  if kind == 'hash' then value = redis.call('HGETALL', key) elseif kind == 'list' then value = redis.call('LRANGE', key, 0, -1)
  elseif kind == 'set' then value = redis.call('SMEMBERS', key) elseif kind == 'string' then value = {redis.call('GET', key)} else value = {redis.call('DUMP', key)} end
  table.insert(all, key .. ' ' .. table.concat(value, ' ')) end return table.concat(all, ' ')`, '0');
const inRedisOpened = (texts) => anywhere(everyText(inRedis(), sealKeys(product.at('/etc/amtslotse/keys')), 1 << 20), formsOf(texts));

// So little that learning takes seconds.
const lessons = {
  'training/fee.tsv': 'fee\twas kostet ein pass\nfee\twie teuer ist der ausweis\nfee\tgebühr für die meldung\nfee\twas muss ich bezahlen\n',
  'training/opening_hours.tsv': 'opening_hours\twann haben sie offen\nopening_hours\töffnungszeiten amt\nopening_hours\tbis wann ist geöffnet\n',
  'training/emergency.tsv': 'emergency\tes brennt\nemergency\tmein vater atmet nicht mehr\nemergency\thilfe ein unfall\n',
  'training/out_of_scope.tsv': 'out_of_scope\twie wird das wetter\nout_of_scope\twer gewinnt das spiel\nout_of_scope\terzähl einen witz\n',
  'training/lookalikes.tsv': 'overview\tfeuerwehr als arbeitgeber\noverview\tnotfallpass beantragen\n',
  'training/multi.tsv': 'fee+opening_hours\twas kostet der pass ‖ und wann haben sie offen\n',
  'languages.tsv': 'en\twhere is the town hall\ntr\tnüfus cüzdanı ne kadar\n', 'places.txt': 'Erlenfurt\nKrummwik\n',
  'test/acts.tsv': 'fee\twas kostet das\nopening_hours\twann ist offen\n', 'test/emergencies.tsv': 'emergency\tes brennt hier\nnot_emergency\tosterfeuer anmelden\n',
};
function writeLessons() {
  for (const [name, text] of Object.entries(lessons)) {
    mkdirSync(join(product.at('/lessons'), dirname(name)), { recursive: true });
    writeFileSync(join(product.at('/lessons'), name), text);
  }
  writeFileSync(product.at('/etc/amtslotse/nlu.conf'), `NLU_TEXTS_DIR=${product.at('/lessons')}\n`);
}
function takeBackup(name) {
  const folder = join(product.at('/var/backups/amtslotse'), name);
  const taken = product.cli('backup', folder);
  assert.equal(taken.code, 0, taken.text);
  return folder;
}

const sealed = () => count('SELECT count(*) FROM appointment WHERE sealed IS NOT NULL OR surname_hash IS NOT NULL OR email_hash IS NOT NULL OR code_hash IS NOT NULL');

// Staff put a question in its place, with a name in it, and the town's model learns from it.
async function teach(admin) {
  const talk = await Conversation.begin(product.url);
  await talk.say('Meine Nachbarin Hadwig Vergessner fragt: Wann wird der Basiliskennachweis verlängert?');
  const group = async () => (await admin.call('knowledge/ListUnanswered')).groups?.find((one) => JSON.stringify(one).includes('Basilisk'));
  await until(group, 30_000);
  await admin.call('knowledge/AssignUnanswered', { groupId: (await group()).id, outOfScope: true });
  const learned = product.cli('nlu', 'train', 'erlenfurt');
  const models = product.at('/var/lib/amtslotse/nlu');
  assert.ok(traces(models, ['Basiliskennachweis']).length > 0, `it learned from that question: ${learned.text}`);
  assert.deepEqual(tracesOpened(models, ['Vergessner', 'Hadwig', 'Kunibert']), []);
}

test('a hundred days later booking has forgotten who came', async () => {
  const port = await freePort();
  product.url = `http://127.0.0.1:${port}`;
  writeFileSync(product.at('/etc/amtslotse/web.conf'), `WEB_LISTEN=127.0.0.1:${port}\n${unlimited}`);
  writeFileSync(product.at('/etc/amtslotse/dialogue.conf'), 'DIALOGUE_SESSION_SECONDS=45\n');
  writeLessons();
  for (const name of ['redis', 'knowledge', 'nlu', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers', 'web']) product.start(name);
  await until(async () => (await fetch(`${product.url}/health/ready`).catch(() => ({ ok: false }))).ok, 60_000, () => product.output);
  assert.equal(product.cli('demo').code, 0);
  await healed(product, 60_000);
  await book(product, 'Wilma Vergessner');
  assert.equal(sealed(), 1);
  const talk = await Conversation.begin(product.url);
  assert.match(talk.messages[0].text, /45 Sekunden nach Ihrer letzten Nachricht gelöscht/);
  await talk.say('Mein Nachbar Kunibert Vergessner fragt: Wo beantrage ich eine Mondkalbgenehmigung?');
  await until(() => unanswered() === 1, 30_000);
  // Sessions are sealed, and so is what a key is called by; opened they have what was just said.
  const said = /vergessner|wilma|kunibert/i;
  assert.ok(inRedis().includes('session:'));
  assert.doesNotMatch(inRedis().toString('latin1'), said);
  assert.ok(inRedisOpened(['Kunibert']), 'what is opened here can be found');
  // Nothing of it is written to the disk; a copy that somebody has Redis make is as sealed.
  assert.equal(redis('CONFIG', 'GET', 'save').toString().split('\n')[1], '');
  assert.match(redis('CONFIG', 'GET', 'appendonly').toString(), /\nno\n/);
  const copy = join(product.folder, 'redis.rdb');
  redis('--rdb', copy);
  assert.ok(readFileSync(copy).includes('session:'));
  assert.doesNotMatch(readFileSync(copy, 'latin1'), said);
  rmSync(copy);

  const admin = await new Colleague(product.url).redeem(/#\/link\/(\S+)/.exec(product.cli('staff', 'link', 'erlenfurt').text)[1], 'test.administration');
  await teach(admin);
  assert.equal(product.cli('staff', 'link', 'erlenfurt', '--name', 'test.administration').code, 0);
  assert.equal(links(), 1);

  // Who was erased is in no backup that is made from then on; who was not can be found in it, opened.
  await book(product, 'Ottilie Zauderlich');
  assert.deepEqual(tracesOpened(takeBackup('sicherung-vorher'), ['Ottilie', 'Zauderlich']).map((file) => basename(file)), ['booking.db']);
  const erased = product.cli('privacy', 'erase', 'erlenfurt', '--email', 'ottilie.zauderlich@example.org');
  assert.equal(erased.code, 0, erased.text);
  const since = takeBackup('sicherung-nachher');
  assert.deepEqual(tracesOpened(since, ['Ottilie', 'Zauderlich']), []);
  assert.deepEqual(tracesOpened(since, ['Wilma']).map((file) => basename(file)), ['booking.db']);

  await until(() => !inRedis().includes('session:'), 90_000, () => inRedis().toString('latin1'));
  assert.ok(!inRedisOpened(['Vergessner', 'Wilma', 'Kunibert', 'Ottilie']));
  assert.deepEqual(filesIn(product.at('/var/lib/amtslotse')).filter((file) => /\.rdb$|appendonly|\.aof/.test(file)), []);
  await product.stop();
  // Longer than the booking window and the retention together.
  product.start('booking', { LD_PRELOAD: faketime, FAKETIME: '+100d', FAKETIME_DONT_FAKE_MONOTONIC: '1' });
  await until(() => sealed() === 0, 150_000, () => product.output);
  assert.equal(count('SELECT count(*) FROM idempotency'), 0);
  assert.equal(count('SELECT count(*) FROM appointment'), 2);
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
  for (const folder of ['/var/lib/amtslotse', '/var/backups/amtslotse', '/etc/amtslotse'])
    assert.deepEqual(tracesOpened(product.at(folder), ['Vergessner', 'Wilma', 'Kunibert', 'Hadwig']), [], folder);
  assert.doesNotMatch(product.output, /vergessner|wilma|kunibert|hadwig|ottilie|zauderlich/i);
  // Opened with its keys the backup has nobody either: what is sealed is gone, not only unreadable.
  const [name] = readdirSync(backups);
  const inBackup = spawnSync('python3', ['-c', 'import sqlite3, sys; print(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute("SELECT count(*) FROM appointment WHERE sealed IS NOT NULL").fetchone()[0])',
    join(backups, name, 'booking', 'booking.db')], { encoding: 'utf8' });
  assert.equal(inBackup.stdout.trim(), '0', inBackup.stderr);
});
