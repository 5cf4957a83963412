// The path of a citizen through Telegram, on the whole running product: the same conversation as in the web chat.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { TelegramEmulator } from '../emulators/telegram.mjs';
import { writeAccounts } from './messengers.mjs';
import { administrator } from '../browser/console.mjs';
import { cli } from './paths.mjs';
import { openAfternoon, startProduct } from './product.mjs';

let admin;
let folder;
let product;
const bots = {};

// Two accounts of one town: one was raised in the console and may book, the other only informs, as Telegram does until
// someone raises it.
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'amtslotse-tg-'));
  const secrets = {};
  const accounts = [];
  for (const name of ['books', 'informs']) {
    const token = `${accounts.length + 1}:secret-${name}`;
    bots[name] = await new TelegramEmulator({ token, username: `erlenfurt_${name}_bot` }).start();
    secrets[`${name}.token`] = token;
    accounts.push({ municipality_id: 'erlenfurt', channel: 'telegram', account: name, token_file: `${name}.token`, base_url: bots[name].url,
      options: { poll_seconds: 5 }, ...(name === 'books' && { data_level: 'booking' }) });
  }
  writeAccounts(join(folder, 'data', 'messengers'), join(folder, 'data.keys'), accounts, secrets);
  product = await startProduct({ data: join(folder, 'data') });
  Object.assign(process.env, { AMTSLOTSE_CLI: cli, AMTSLOTSE_DATA: join(folder, 'data') });
  admin = await administrator(product.url);
  const unraised = (await admin.call('messengers/ListAccounts')).accounts;
  assert.deepEqual(unraised.map((account) => [account.account, account.books ?? false]), [['books', false], ['informs', false]], 'the file alone raises nothing');
  const refused = await admin.tryCall('messengers/SetDataLevel', { channel: 'telegram', account: 'books', books: true });
  assert.equal(refused.status, 400, 'an approval has a reason');
  await admin.call('messengers/SetDataLevel', { channel: 'telegram', account: 'books', books: true, reason: 'Freigabe für den Test' });
});
after(async () => {
  await product?.stop();
  for (const bot of Object.values(bots)) await bot.stop();
  rmSync(folder, { recursive: true });
  for (const bot of Object.values(bots)) assert.deepEqual(bot.violations, []);
});

test('from a question to a booked and cancelled appointment', async () => {
  const erika = bots.books.person({ name: 'Erika' });
  const ask = async (text, answer) => {
    erika.say(text);
    return erika.hearsThat(answer);
  };
  await ask('Hallo, mein Personalausweis läuft ab, was kostet ein neuer?', /46,00[\s\S]*27,60|27,60[\s\S]*46,00/);
  assert.match(erika.textOfAll(erika.received), /Programm|automatisch|KI/, 'what it is has been said');
  assert.match(erika.textOfAll(erika.received), /Quelle/);
  await ask('und welche Unterlagen?', /Foto|Lichtbild/);
  await ask('Wo muss ich hin?', /Bürgerbüro[\s\S]*2420[13] Erlenfurt/);
  const { weekday } = await openAfternoon(product.url, 'personalausweis');
  await ask(`Dann bitte einen Termin nächste Woche ${weekday} Nachmittag`, /\[.*\d\d:\d\d.*\]/);
  const [slot] = erika.last.at(-1).labels;
  erika.tap(slot);
  await erika.hearsThat(/Namen/);
  await ask('Erika Mustermann', /E-Mail/);
  const booked = await ask('erika.mustermann@example.org', /Absagecode: \S+/);
  const code = /Absagecode: (\S+)/.exec(booked)[1];
  const ics = await erika.hearsThat(/\.ics/);
  assert.ok(ics);
  assert.match(erika.last.at(-1).file.content.toString(), /^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT[\s\S]*END:VCALENDAR\r\n$/);

  const later = bots.books.person({ name: 'Erika am Telefon' });
  later.say('ich möchte meinen Termin absagen');
  await later.hearsThat(/Absagecode/);
  later.say(code);
  await later.hearsThat(/Nachname/);
  later.say('Mustermann');
  await later.hearsThat(/wirklich absagen/);
  later.choose('Ja');
  await later.hearsThat(/abgesagt/);
});

test('an account that only informs asks for no name and books by the web', async () => {
  const otto = bots.informs.person({ name: 'Otto' });
  otto.say('Was kostet ein Reisepass?');
  await otto.hearsThat(/Euro|€/);
  otto.say('Ich möchte einen Termin für einen Reisepass');
  await otto.hearsThat(/https?:\/\//);
  assert.doesNotMatch(otto.textOfAll(otto.received), /Auf welchen Namen|E-Mail-Adresse/);
});

test('what somebody wants of the town about their own data goes on where data may be asked for; else the address is told', async () => {
  const wish = 'Ich möchte wissen, welche Daten Sie über mich gespeichert haben';
  const ida = bots.books.person({ name: 'Ida' });
  ida.say(wish);
  await ida.hearsThat(/kein Formular[\s\S]*Wie heißen Sie\?/);
  ida.say('Ida Mustermann');
  await ida.hearsThat(/E-Mail-Adresse/);
  ida.say('ida.mustermann@example.org');
  await ida.hearsThat(/eingegangen und an datenschutz@erlenfurt\.example weitergeleitet/);
  const otto = bots.informs.person({ name: 'Otto Auskunft' });
  otto.say(wish);
  await otto.hearsThat(/kein Formular[\s\S]*datenschutz@erlenfurt\.example/);
  assert.doesNotMatch(otto.textOfAll(otto.received), /Wie heißen Sie/);
});

test('the console sees the accounts and their dead letters', async () => {
  const { accounts } = await admin.call('messengers/ListAccounts');
  const books = accounts.find((account) => account.account === 'books');
  assert.deepEqual([books.connected, books.heldHere, books.books, books.approval.reason], [true, true, true, 'Freigabe für den Test']);
  assert.ok(!accounts.find((account) => account.account === 'informs').books);
  assert.deepEqual((await admin.call('messengers/ListDeadLetters')).letters ?? [], []);
  assert.equal((await admin.tryCall('messengers/ResendDeadLetter', { channel: 'telegram', account: 'books', id: 'e:nichts' })).status, 404);
});

test('every request was one Telegram knows', () => {
  for (const bot of Object.values(bots)) assert.deepEqual(bot.violations, []);
  for (const secret of ['secret-books', 'secret-informs', 'Mustermann']) assert.ok(!product.log('messengers').includes(secret));
});
