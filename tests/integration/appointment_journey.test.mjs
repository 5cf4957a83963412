// One place and two citizens, through all of the running product with a clock that moves: booked in a conversation, reminded
// there, declined; offered to the next on the waiting list, accepted; come, called, served, counted.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { administrator } from '../browser/console.mjs';
import { TelegramEmulator } from '../emulators/telegram.mjs';
import { MovedClock } from './clock.mjs';
import { writeAccounts } from './messengers.mjs';
import { cli } from './paths.mjs';
import { request, startProduct, until } from './product.mjs';

const LOCATION = 'standort-mitte';  // the only one that issues fishing licences
const HOUR = 3600;

let admin;
let bot;
let clock;
let folder;
let product;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'amtslotse-way-'));
  clock = new MovedClock();
  bot = await new TelegramEmulator({ token: '1:secret', username: 'erlenfurt_bot' }).start();
  const account = { municipality_id: 'erlenfurt', channel: 'telegram', account: 'stadt', token_file: 'stadt.token', base_url: bot.url, options: { poll_seconds: 5 }, data_level: 'booking' };
  writeAccounts(join(folder, 'data', 'messengers'), join(folder, 'data.keys'), [account], { 'stadt.token': '1:secret' });
  product = await startProduct({ data: join(folder, 'data'), environment: clock.environment, program: clock.program });
  Object.assign(process.env, { AMTSLOTSE_CLI: cli, AMTSLOTSE_DATA: join(folder, 'data') });
  admin = await administrator(product.url);
  await admin.call('messengers/SetDataLevel', { channel: 'telegram', account: 'stadt', books: true, reason: 'Freigabe für den Test' });
});
after(async () => {
  await product?.stop();
  await bot?.stop();
  clock?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (person, text, answer) => { person.say(text); return person.hearsThat(answer); };
const tap = (person, label, answer) => { person.tap(label); return person.hearsThat(answer); };

// The location opens once more: ten minutes, one counter. → the day
async function openOnce() {
  const day = new Date(Date.now() + 8 * 24 * HOUR * 1000).toISOString().slice(0, 10);
  const { calendarJson, version } = await admin.call('booking/GetCalendar', { locationId: LOCATION });
  const calendar = JSON.parse(calendarJson);
  Object.assign(calendar, { capacity_per_slot: 1, public_capacity_per_slot: 1, closures: [], opening_hours: [{ date: day, from: '10:00', to: '10:20' }], counters: [{ id: '1', name: 'Schalter 1' }] });
  delete calendar.land;  // whatever day it is
  await admin.call('booking/SaveCalendar', { calendarJson: JSON.stringify(calendar), expectedVersion: version });
  return day;
}

test('a place goes from one citizen to the next and is used', async () => {
  const day = await openOnce();
  const anna = bot.person({ name: 'Anna' });
  const berta = bot.person({ name: 'Berta' });

  await ask(anna, 'Ich brauche einen Termin für einen Fischereischein', /10:00/);
  await tap(anna, '10:00', /Namen/);
  await ask(anna, 'Anna Reimers', /E-Mail/);
  const first = await ask(anna, 'anna.reimers@example.org', /Absagecode/);
  await tap(anna, 'Am Tag vorher erinnern', /erinnere Sie am Tag vorher/);

  await ask(berta, 'Ich brauche einen Termin für einen Fischereischein', /Warteliste/);
  await tap(berta, 'Auf die Warteliste setzen', /Namen/);
  await ask(berta, 'Berta Claussen', /E-Mail/);
  await ask(berta, 'berta.claussen@example.org', /an Stelle 1/);

  const { visits: [expected] } = await admin.call('booking/GetDayList', { locationId: LOCATION, date: day });
  const begin = Number(expected.appointment.slot.beginUnix);
  clock.set(begin - 23 * HOUR);
  await anna.hearsThat(/Erinnerung: Sie haben am[\s\S]*Kommen Sie\?/);
  await tap(anna, 'Nein, ich kann nicht', /jemand anderes bekommt den Platz/);

  await berta.hearsThat(/Ein Termin ist frei geworden/);
  const second = await tap(berta, 'Termin annehmen', /Ihr Termin steht fest/);
  const number = /Terminnummer: (\d+)/.exec(second)[1];
  assert.ok(!first.includes(number), 'another appointment');

  clock.set(begin - 180);
  const { visits } = await admin.call('booking/GetDayList', { locationId: LOCATION, date: day });
  assert.deepEqual(visits.map((visit) => [visit.appointment.name, visit.ticketNumber, visit.state]), [['Berta Claussen', number, 'expected']]);
  await admin.call('booking/SetVisitState', { visitId: visits[0].id, state: 'arrived' });
  const { visit } = await admin.call('booking/CallNext', { idempotencyKey: randomUUID(), locationId: LOCATION, counter: '1' });
  assert.deepEqual([visit.ticketNumber, visit.counter], [number, 'Schalter 1']);
  const display = (await request(`${product.url}/aufruf/${LOCATION}`, { host: 'erlenfurt.localhost' })).body;
  assert.match(display, new RegExp(`${number}[\\s\\S]*Schalter 1`));
  assert.doesNotMatch(display, /Claussen|Berta|Fischerei/);
  await admin.call('booking/SetVisitState', { visitId: visits[0].id, state: 'served' });

  const { figures } = await admin.call('booking/GetKeyFigures', { fromDate: day, toDate: day });
  const value = (name, bucket = '') => figures.find((figure) => figure.name === name && (figure.bucket ?? '') === bucket)?.value ?? 0;
  assert.deepEqual([value('booked'), value('served'), value('cancelled'), value('missed')], [1, 1, 1, 0]);
  assert.equal(value('channel', 'messenger'), 1);
  assert.equal(value('location', 'Bürgerbüro Mitte'), 1);
});

test('every mail on the way went out once', async () => {
  const written = () => readdirSync(join(folder, 'data', 'mail')).filter((file) => file.endsWith('.eml'));
  await until(() => written().length >= 2, 60_000, () => `${written()}`);
  const mails = written().map((file) => readFileSync(join(folder, 'data', 'mail', file), 'utf8'));
  const ids = mails.map((mail) => /^Message-ID: (\S+)/m.exec(mail)[1]);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.length >= 2, 'both confirmations');
});
