// One citizen's whole way on every channel, on the running product: book, ask to be reminded, move, talk to a person and
// come back, cancel, STOP, delete what is known. Then a clock that moves: reminders, and places that go from one to the next.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { administrator, colleague } from '../browser/console.mjs';
import { MatrixEmulator, Person as MatrixPerson } from '../emulators/matrix.mjs';
import { SignalEmulator } from '../emulators/signal.mjs';
import { TelegramEmulator } from '../emulators/telegram.mjs';
import { gatewayKeys, ThreemaEmulator } from '../emulators/threema.mjs';
import { WhatsAppEmulator } from '../emulators/whatsapp.mjs';
import { domain, XmppServer } from '../emulators/xmpp.mjs';
import { MovedClock } from './clock.mjs';
import { freePort, writeAccounts } from './messengers.mjs';
import { cli } from './paths.mjs';
import { startProduct } from './product.mjs';

const ALWAYS = JSON.stringify([1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' })));
const LOCATION = 'standort-mitte';
const HOUR = 3600;
const folder = mkdtempSync(join(tmpdir(), 'amtslotse-channels-'));
const channels = {
  telegram: { emulator: new TelegramEmulator({ token: '1:secret' }), secrets: { 'tg.token': '1:secret' }, raised: true,
    account: (emulator) => ({ token_file: 'tg.token', base_url: emulator.url, options: { poll_seconds: 5 } }) },
  whatsapp: { emulator: new WhatsAppEmulator({ accessToken: 'wa', appSecret: 'app', verifyToken: 'word' }), secrets: { 'wa.token': 'wa', 'wa.app': 'app', 'wa.verify': 'word' }, raised: true,
    account: (emulator) => ({ receive: 'webhook', base_url: emulator.url, access_token_file: 'wa.token', app_secret_file: 'wa.app', verify_token_file: 'wa.verify', options: { phone_number_id: emulator.phoneNumberId, template: 'erlenfurt_nachricht' } }) },
  matrix: { emulator: new MatrixEmulator({ accessToken: 'mx' }), secrets: { 'mx.token': 'mx' },
    account: (emulator) => ({ base_url: emulator.url, access_token_file: 'mx.token', options: { sync_seconds: 5 } }),
    person: async (emulator, name) => {
      await emulator.until(() => emulator.calls.filter((call) => call.path.endsWith('/sync')).length >= 2, 'the first sync is done');
      const person = new MatrixPerson(emulator, name);
      await person.hearsThat(/Chat-Lotse/);  // the invitation is accepted
      return person;
    } },
  xmpp: { emulator: new XmppServer({ secret: 'xm' }), secrets: { 'xm.secret': 'xm' },
    account: (server) => ({ secret_file: 'xm.secret', options: { server: server.address, domain, upload: 'share.localhost' } }) },
  threema: { emulator: new ThreemaEmulator({ secret: 'th' }), secrets: { 'th.secret': 'th', 'th.key': Buffer.from(gatewayKeys.secretKey).toString('hex') },
    account: (emulator) => ({ receive: 'webhook', base_url: emulator.url, secret_file: 'th.secret', private_key_file: 'th.key', options: { id: emulator.id } }),
    person: (emulator, name) => emulator.person(name) },
  signal: { emulator: new SignalEmulator({ number: '+4943210987' }), secrets: {},
    account: (emulator) => ({ base_url: emulator.url, options: { number: '+4943210987' } }) },
};

const clock = new MovedClock();
let product;
let admin;
let front;
before(async () => {
  const port = await freePort();
  const accounts = [];
  const secrets = {};
  for (const [channel, { emulator, account, secrets: own }] of Object.entries(channels)) {
    await emulator.start();
    emulator.webhook ||= `http://127.0.0.1:${port}/webhooks/erlenfurt/${channel}/amt`;
    accounts.push({ municipality_id: 'erlenfurt', channel, account: 'amt', ...account(emulator) });
    Object.assign(secrets, own);
  }
  writeAccounts(join(folder, 'data', 'messengers'), join(folder, 'data.keys'), accounts, secrets);
  product = await startProduct({ data: join(folder, 'data'), program: clock.program,
    environment: { ...clock.environment, MESSENGERS_WEBHOOK_LISTEN: `127.0.0.1:${port}` } });
  Object.assign(process.env, { AMTSLOTSE_CLI: cli, AMTSLOTSE_DATA: join(folder, 'data') });
  admin = await administrator(product.url);
  for (const [channel, { raised }] of Object.entries(channels)) {
    if (raised) await admin.call('messengers/SetDataLevel', { channel, account: 'amt', books: true, reason: 'Freigabe für den Test' });
  }
  const [office] = (await admin.call('knowledge/ListOffices')).offices;
  await admin.call('dialogue/SetStaffedHours', { officeId: office.id, officeName: office.name, hoursJson: ALWAYS, templates: [] });
  front = await colleague(admin, ['location_staff'], [office.id]);
});
after(async () => {
  await product?.stop();
  for (const { emulator } of Object.values(channels)) await emulator.stop();
  clock.remove();
  rmSync(folder, { recursive: true, force: true });
});

const personOn = (channel, name) => {
  const { emulator, person = (one) => one.person(['telegram', 'whatsapp'].includes(channel) ? { name } : name) } = channels[channel];
  return person(emulator, name);
};

const ask = (person, text, answer) => { person.say(text); return person.hearsThat(answer); };
const choose = async (person, label, answer) => { await person.choose(label); return person.hearsThat(answer); };
const filesOf = (person) => person.received.filter((message) => message.file && /\.ics$/.test(message.file.name));
// The n-th of the times on offer.
function time(person, n) {
  const offer = person.received.findLast((message) => message.labels?.length > 0 || /^1\. /m.test(message.text ?? ''));
  return offer.labels?.length > 0 ? offer.labels[n - 1] : new RegExp(`^${n}\\. (.*\\d\\d:\\d\\d)`, 'm').exec(offer.text)[1];
}

// Three days ahead, so that there is a day before on which to be reminded.
async function book(person, name) {
  const [, month, day] = new Date(Date.now() + 72 * HOUR * 1000).toISOString().slice(0, 10).split('-');
  await ask(person, `Ich brauche ab dem ${day}.${month}. einen Termin für ein Führungszeugnis`, /\d\d:\d\d/);
  await choose(person, time(person, 1), /Namen/);
  await ask(person, name, /E-Mail/);
  const booked = await ask(person, 'erika@example.org', /Absagecode: \S+/);
  assert.match(booked, /gebucht/);
  await person.hearsThat(/\.ics/);
  const [{ file }] = filesOf(person);
  assert.match(file.content.toString(), /^BEGIN:VCALENDAR\r\n[\s\S]*BEGIN:VEVENT[\s\S]*END:VCALENDAR\r\n$/);
}

async function talkToAPerson(person) {
  await ask(person, 'Ich möchte mit einem Menschen sprechen', /Ein Mensch kann Ihnen hier im Chat antworten/);
  await choose(person, 'Mit einem Menschen', /noch nicht verbunden/);
  const { handOvers } = await front.call('dialogue/ListHandOvers', { state: 'waiting' });
  const { id } = handOvers.at(-1);
  await front.call('dialogue/AcceptHandOver', { handOverId: id });
  await person.hearsThat(/Sie sind jetzt verbunden/);
  person.say('Was kostet das?');
  await front.call('dialogue/ReplyAsStaff', { handOverId: id, text: 'Guten Tag, 13 Euro.', idempotencyKey: 'eins' });
  await person.hearsThat(/Guten Tag, 13 Euro/);
  await front.call('dialogue/EndHandOver', { handOverId: id });
  await person.hearsThat(/automatische Assistent/);
}

for (const [channel, { emulator }] of Object.entries(channels)) {
  test(`${channel}: booked, moved, handed over and back, cancelled, stopped, deleted`, async () => {
    const erika = await personOn(channel, 'Erika');
    await book(erika, 'Erika Muster');
    await choose(erika, 'Am Tag vorher', /erinnere Sie am Tag vorher/);
    await ask(erika, 'Ich möchte meinen Termin verschieben', /\d\d:\d\d/);
    await choose(erika, time(erika, 2), /verschoben/);
    await talkToAPerson(erika);
    await ask(erika, 'Ich möchte meinen Termin absagen', /wirklich absagen/);
    await choose(erika, 'Ja', /abgesagt/);
    await ask(erika, 'STOP', /nicht mehr von mir aus/);
    await ask(erika, 'Daten löschen', /gelöscht/);
    await ask(erika, 'Was kostet ein Reisepass?', /70,00/);
    assert.match(erika.textOfAll(erika.received.slice(-3)), /automatische|Programm|KI/, 'a new conversation says anew what answers');
    assert.deepEqual(emulator.violations ?? [], []);
  });
}

test('a choice of an earlier question says that it is stale, and nothing happens', async () => {
  const { emulator } = channels.whatsapp;
  const otto = emulator.person({ name: 'Otto' });
  await book(otto, 'Otto Muster');
  const offer = otto.received.find((message) => message.options?.some((option) => /\d\d:\d\d/.test(option.title)));
  otto.tap(/\d\d:\d\d/.exec(offer.options[1].title)[0], offer);
  await otto.hearsThat(/gehört zu einer früheren Frage/);
});

// The only location that issues fishing licences opens once, for so many at the same time. → when
async function openOnce(places) {
  const day = new Date(Date.now() + 8 * 24 * HOUR * 1000).toISOString().slice(0, 10);
  const { calendarJson, version } = await admin.call('booking/GetCalendar', { locationId: LOCATION });
  const calendar = { ...JSON.parse(calendarJson), slot_minutes: 20, capacity_per_slot: places, public_capacity_per_slot: places, closures: [],
    opening_hours: [{ date: day, from: '10:00', to: '10:20' }] };
  delete calendar.land;  // whatever day it is
  await admin.call('booking/SaveCalendar', { calendarJson: JSON.stringify(calendar), expectedVersion: version });
  return day;
}
const visitsOn = async (date) => (await admin.call('booking/GetDayList', { locationId: LOCATION, date })).visits;

async function takeThePlace(anna) {
  await ask(anna, 'Ich brauche einen Termin für einen Fischereischein', /10:00/);
  await choose(anna, time(anna, 1), /Namen/);
  await ask(anna, `${anna.name} ${anna.surname}`, /E-Mail/);
  await ask(anna, `${anna.name}@${anna.surname}.example.org`, /Absagecode/);
}
const agreeToReminders = (person) => choose(person, 'Am Tag vorher', /erinnere Sie am Tag vorher/);
async function waitForOne(berta) {
  await ask(berta, 'Ich brauche einen Termin für einen Fischereischein', /Warteliste/);
  await choose(berta, 'Auf die Warteliste', /Namen/);
  await ask(berta, `Berta ${berta.surname}`, /E-Mail/);
  await ask(berta, `berta@${berta.surname}.example.org`, /an Stelle \d/);
}
// A tap where there is something to tap; else typed, as soon as a person may have read it.
async function answer(person, { label, typed }, then) {
  if (person.received.at(-1).labels?.length > 0) {
    await person.tap(label);
  } else {
    await pause(2000);
    await person.say(typed);
  }
  return person.hearsThat(then);
}

test('on every channel a reminder comes, is declined, and the place goes to who waits there', async () => {
  const surnames = { telegram: 'Reimers', whatsapp: 'Claussen', matrix: 'Petersen', xmpp: 'Thomsen', threema: 'Jensen', signal: 'Lorenzen' };
  const people = (name) => Promise.all(Object.keys(channels).map(async (channel) => Object.assign(await personOn(channel, name), { surname: surnames[channel] })));
  const day = await openOnce(Object.keys(channels).length + 2);
  const annas = await people('Anna');
  const bertas = await people('Berta');
  const [clara, dora] = [await personOn('telegram', 'Clara'), await personOn('matrix', 'Dora')];
  Object.assign(clara, { surname: 'Nissen' });
  Object.assign(dora, { surname: 'Boysen' });
  await Promise.all([...annas, clara, dora].map(takeThePlace));
  await Promise.all([...annas, dora].map(agreeToReminders));
  await ask(dora, 'STOP', /nicht mehr von mir aus/);
  await Promise.all(bertas.map(waitForOne));
  const booked = await visitsOn(day);
  assert.equal(booked.length, annas.length + 2);

  // Where only information is given by now, what was agreed before still comes. On WhatsApp the 24 hours are over.
  for (const channel of ['telegram', 'whatsapp']) await admin.call('messengers/SetDataLevel', { channel, account: 'amt', books: false });
  const onWhatsApp = annas.find((anna) => anna.emulator === channels.whatsapp.emulator);
  onWhatsApp.emulator.closed.add(onWhatsApp.id);
  clock.set(Number(booked[0].appointment.slot.beginUnix) - 23 * HOUR);
  await Promise.all(annas.map(async (anna) => {
    assert.doesNotMatch(await anna.hearsThat(/Erinnerung: Sie haben am[\s\S]*Kommen Sie\?/), /Fischerei/, 'it names no service');
    await answer(anna, { label: 'Nein', typed: '2' }, /jemand anderes bekommt den Platz/);
  }));
  assert.equal(onWhatsApp.received.find((message) => /Erinnerung/.test(message.text)).template, 'erlenfurt_nachricht');
  await Promise.all(bertas.map(async (berta) => {
    assert.doesNotMatch(await berta.hearsThat(/Ein Termin ist frei geworden/), /Fischerei/);
    await answer(berta, { label: 'Termin annehmen', typed: 'Ja, gerne' }, /Ihr Termin steht fest/);
  }));
  const names = (await visitsOn(day)).map((visit) => visit.appointment.name);
  assert.deepEqual(names.sort(), [...Object.values(surnames).map((surname) => `Berta ${surname}`), 'Clara Nissen', 'Dora Boysen'].sort());
  for (const person of [clara, dora]) assert.doesNotMatch(person.textOfAll(person.received), /Erinnerung:/, `${person.name} was not to be reminded`);
  for (const { emulator } of Object.values(channels)) assert.deepEqual(emulator.violations ?? [], []);
});

test('lowered to information, an account asks for no code or name and points to the web', async () => {
  const { emulator } = channels.whatsapp;
  await admin.call('messengers/SetDataLevel', { channel: 'whatsapp', account: 'amt', books: false });
  const nora = emulator.person({ name: 'Nora' });
  await ask(nora, 'Ich möchte meinen Termin absagen', /\/termin\/verwalten/);
  await ask(nora, 'Ich brauche für zwei Personen einen Termin für einen Reisepass', /\/termin\?leistung=reisepass\*2\S*&bis=\d+/);
  assert.doesNotMatch(nora.textOfAll(nora.received), /Absagecode|Nachname|Auf welchen Namen|E-Mail-Adresse/);
});

test('logs name no one', () => {
  const log = product.log('messengers');
  for (const hidden of ['Erika', 'Muster', 'erika@example.org', 'Führungszeugnis', 'verschieben', 'Reimers', 'Fischereischein']) assert.ok(!log.includes(hidden), hidden);
});
