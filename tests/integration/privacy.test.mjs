// Names, contacts and texts of citizens: in no log, in no file in the clear, gone after their period and after an erasure,
// also when an older backup is restored.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cli } from './paths.mjs';
import { Conversation, request, startProduct, until } from './product.mjs';

const host = 'erlenfurt.localhost';
const person = { name: 'Wiltrud Kesselhagen', email: 'wiltrud.kesselhagen@example.org' };

let product;
// At debug, where most is written.
const environment = Object.fromEntries(['WEB', 'DIALOGUE', 'NLU', 'KNOWLEDGE', 'RESPONSIBILITY', 'BOOKING', 'STAFF', 'MESSENGERS'].map((name) => [`${name}_LOG_LEVEL`, 'debug']));
before(async () => { product = await startProduct({ environment }); });
after(() => product?.stop());

const operate = (...flags) => {
  const result = spawnSync(cli, [...flags, '--data', product.folder], { encoding: 'utf8' });
  return { code: result.status, text: result.stdout + result.stderr };
};

async function book(one) {
  const talk = await Conversation.begin(product.url);
  await talk.say('Ich brauche einen Termin für ein Führungszeugnis');
  await talk.choose(1);
  await talk.say(one.name);
  const said = await talk.say(one.email);
  const found = /Absagecode: ([^\s"\\.,]+)/.exec(said);
  assert.ok(found, said);
  return found[1];
}

// Files below `folder` that contain one of the texts, in any of the ways a program would write them.
function traces(folder, texts) {
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    // The demo's mails: they stand for the person's own mailbox.
    if (entry.isDirectory() && entry.name !== 'mail') found.push(...traces(path, texts));
    else if (entry.isFile()) {
      const content = readFileSync(path).toString('latin1').toLowerCase();
      for (const text of texts) if (content.includes(Buffer.from(text.toLowerCase()).toString('latin1'))) found.push(`${path}: ${text}`);
    }
  }
  return found;
}

const sql = (statement) => {
  const program = 'import sqlite3, sys; print(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute(sys.argv[2]).fetchone()[0])';
  const result = spawnSync('python3', ['-c', program, join(product.folder, 'booking', 'booking.db'), statement], { encoding: 'utf8' });
  assert.equal(result.status, 0, result.stderr);
  return Number(result.stdout);
};
const sealedLeft = () => sql("SELECT count(*) FROM appointment WHERE sealed IS NOT NULL OR surname_hash IS NOT NULL OR email_hash IS NOT NULL");

const day = [
  ['Ich heiße Quendolina Zwirbelmeier und wohne in der Rosengasse 17, was kostet ein Reisepass?', 'und wie lange dauert das?'],
  ['Meine Nummer ist 0431 7788990, rufen Sie mich bitte zurück', 'Zwirbelmeier'],
  ['quendolina.zwirbelmeier@example.org braucht einen Termin', 'nein danke'],
  ['Meine IBAN ist DE89370400440532013000, wo zahle ich die Hundesteuer?'],
  ['Mein Mann Hieronymus Zwirbelmeier ist gestern gestorben', 'Danke'],
  ['sdkfj Krxlbrmft Unfug', 'Das war alles falsch, Sie Schnarchnase!'],
  ['Im Stadtpark liegt seit Tagen Müll herum, melden Sie das mal'],
];
// Sent on to who answers in the town, and nowhere else.
const ownData = ['Ich möchte wissen, welche Daten Sie über mich gespeichert haben, ich war mit Eberhard Zwirbelmeier verheiratet', 'Quendolina Zwirbelmeier',
  'quendolina.zwirbelmeier@example.org'];
const secrets = ['Eberhard', 'Quendolina', 'Zwirbelmeier', 'quendolina.zwirbelmeier', '7788990', 'Rosengasse', 'DE89370400440532013000', 'Hieronymus', 'Krxlbrmft', 'Schnarchnase',
  'Stadtpark', 'seit Tagen Müll', 'Kesselhagen'];

test('a day of conversations, bookings and wrong requests leaves no text, name, number or address in any log', async () => {
  for (const texts of [...day, ownData]) {
    const talk = await Conversation.begin(product.url);
    for (const text of texts) await talk.say(text);
  }
  assert.match(operate('privacy', 'export', 'erlenfurt', '--email', ownData[2]).text, /ich war mit Eberhard Zwirbelmeier verheiratet/);
  await book(person);
  for (const path of ['/termine?name=Zwirbelmeier', '/api/v1/conversations/Zwirbelmeier/messages', '/suche?q=Quendolina', '/api/v1/services?q=Krxlbrmft'])
    await request(product.url + path, { host });
  await request(`${product.url}/api/v1/conversations`, { method: 'POST', host, body: { text: 'Zwirbelmeier', unknown: { email: person.email } } });
  const refused = await request(`${product.url}/staff/api/v1/sign-in`, { method: 'POST', host, headers: { 'X-Amtslotse-Csrf': 'anmelden' },
    body: { name: 'zwirbelmeier', password: 'Schnarchnase' } });
  assert.equal(refused.status, 401);
  const talk = await Conversation.begin(product.url);
  await talk.say('ich möchte meinen Termin absagen');
  await talk.say('FALSCH-CODE');
  await talk.say('Zwirbelmeier');
  const logs = join(product.folder, 'logs');
  assert.ok(readdirSync(logs).length >= 8);
  assert.deepEqual(traces(logs, secrets), []);
  assert.deepEqual(secrets.filter((text) => product.output.includes(text)), []);
});

test('no store, index or backup holds a booked name or contact in the clear', () => {
  const backup = join(product.folder, '..', `${product.folder.split('/').pop()}-backup`);
  try {
    assert.equal(operate('backup', backup).code, 0);
    for (const folder of [product.folder, `${product.folder}.keys`, backup])
      assert.deepEqual(traces(folder, ['Kesselhagen', '7788990', 'DE89370400440532013000', 'zwirbelmeier@', 'Zwirbelmeier', 'Eberhard']), []);
  } finally {
    rmSync(backup, { recursive: true, force: true });
  }
});

test('the record of processing names the periods that are in force', () => {
  const text = operate('privacy', 'record').text;
  for (const expected of [/\| 30 Minuten nach der letzten Nachricht \|/, /7 Tage nach dem Ende des Termins/, /Kennung 90 Tage/, /\| 365 Tage \|/, /\| 14 Tage \|/])
    assert.match(text, expected);
  for (const [what, period] of [['Sitzungen der Mitarbeitenden', '30 Minuten nach der letzten Nutzung, höchstens 10 Stunden nach der Anmeldung'],
    ['Einmal-Links', 'höchstens 24 Stunden; begonnene Anmeldungen 10 Minuten'], ['Fehlversuche bei der Anmeldung', '24 Stunden nach dem letzten'],
    ['Adressen im Internet, nur als Hash', 'höchstens 20 Sekunden nach der letzten Anfrage'], ['Falsche Absagecodes', '15 Minuten'],
    ['Übergabe an Mitarbeitende', '30 Tage nach dem Ende'], ['Fragen, die die Redaktion einer Antwort zugeordnet', '730 Tage, nachdem sie zuletzt gestellt'],
    ['Änderungsprotokoll', '| staff, booking, knowledge, responsibility, dialogue | 365 Tage'], ['Bewertungen', 'Anzahlen'], ['Sprachmodelle der Kommune', 'die letzten 8 Stände'],
    ['Stand vor dem Wiederherstellen', 'ersten Sicherung nach 7 Tagen'],
    ['Anliegen zum Datenschutz aus dem Chat', 'bis zur Zustellung, danach höchstens 72 Stunden; wenn sie scheitert, höchstens 92 Tage']])
    assert.ok(text.split('\n').some((row) => row.startsWith(`| ${what}`) && row.includes(period)), `${what}: ${text}`);
  const changed = spawnSync(cli, ['privacy', 'record', '--data', product.folder], { encoding: 'utf8',
    env: { ...process.env, DIALOGUE_SESSION_SECONDS: '900', STAFF_AUDIT_DAYS: '30', KNOWLEDGE_AUDIT_DAYS: '60', BACKUP_KEEP_DAYS: '7',
      STAFF_SESSION_IDLE_SECONDS: '600', STAFF_SESSION_SECONDS: '7200', WEB_CONVERSATIONS_PER_MINUTE: '3' } }).stdout;
  for (const expected of [/\| 15 Minuten nach/, /\| staff 30 Tage, booking 365 Tage, knowledge 60 Tage, responsibility 365 Tage, dialogue 365 Tage \|/, /\| 7 Tage \|/, /10 Minuten nach der letzten Nutzung, höchstens 2 Stunden/,
    /höchstens 100 Sekunden nach der letzten/]) assert.match(changed, expected);
});

test('a person is told what is kept of them, and nobody else', () => {
  const told = operate('privacy', 'export', 'erlenfurt', '--email', person.email);
  assert.equal(told.code, 0, told.text);
  const { appointments, wishes } = JSON.parse(told.text);
  assert.equal(appointments.length, 1);
  assert.match(told.text, /Wiltrud Kesselhagen/);
  assert.match(told.text, /wiltrud\.kesselhagen@example\.org/);
  assert.deepEqual(wishes, []);
  const nothing = { appointments: [], wishes: [], requests: [], hand_overs: [], messengers: [] };
  assert.deepEqual(JSON.parse(operate('privacy', 'export', 'krummwik', '--email', person.email).text), nothing);
  assert.deepEqual(JSON.parse(operate('privacy', 'export', 'erlenfurt', '--email', 'niemand@example.org').text), nothing);
  assert.equal(operate('privacy', 'export', 'erlenfurt').code, 2);
});

test('an erased person is gone, and restoring an older backup erases again before anybody is served', async () => {
  const other = { name: 'Ole Bleibtreu', email: 'ole.bleibtreu@example.org' };
  const stays = await book(other);
  const folder = mkdtempSync(join(tmpdir(), 'amtslotse-erasure-'));
  try {
    assert.equal(operate('backup', join(folder, 'before')).code, 0);
    assert.equal(sealedLeft(), 2);
    // The demonstration's mails are files.
    const mails = join(product.folder, 'mail');
    await until(() => traces(mails, [person.email]).length > 0 && traces(mails, [other.email]).length > 0, 10_000);
    const erased = operate('privacy', 'erase', 'erlenfurt', '--email', person.email);
    assert.equal(erased.code, 0, erased.text);
    assert.match(erased.text, /1 Termine, davon 1 künftige/);
    assert.equal(sealedLeft(), 1);
    assert.deepEqual(traces(mails, [person.email]), []);
    assert.ok(traces(mails, [other.email]).length > 0);
    product.child.kill('SIGTERM');
    await product.ended;
    const restored = operate('restore', join(folder, 'before'));
    assert.equal(restored.code, 0, restored.text);
    assert.match(restored.text, /1 Löschungen wiederholt/);
    assert.equal(sealedLeft(), 1);
    // Whom to erase is itself kept sealed.
    assert.deepEqual(traces(`${product.folder}.keys`, ['kesselhagen']), []);
    const again = await startProduct({ data: product.folder });
    again.ownsFolder = true;
    product = again;
    const talk = await Conversation.begin(product.url);
    await talk.say('ich möchte meinen Termin absagen');
    await talk.say(stays);
    await talk.say('Bleibtreu');
    assert.match(await talk.say('ja'), /abgesagt/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a backup past its days is removed with the next one, and nothing else in that folder', () => {
  const into = mkdtempSync(join(tmpdir(), 'amtslotse-backups-'));
  try {
    for (const name of ['sicherung-20200101-000000', 'vor-0.1.0', 'eigenes']) {
      mkdirSync(join(into, name));
      writeFileSync(join(into, name, 'x'), 'x');
      utimesSync(join(into, name), 1_600_000_000, 1_600_000_000);
    }
    const { code, text } = operate('backup', '--into', into, '--keep-days', '14');
    assert.equal(code, 0, text);
    const left = readdirSync(into);
    assert.equal(left.length, 2);
    assert.ok(left.includes('eigenes'));
  } finally {
    rmSync(into, { recursive: true, force: true });
  }
});
