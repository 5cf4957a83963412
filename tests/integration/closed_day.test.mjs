// A day with forty appointments is closed, over the calls that the console makes: new times by the calendar that shall be,
// everybody moved with one mail, and all of it taken back.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { administrator, colleague } from '../browser/console.mjs';
import { cli } from './paths.mjs';
import { startProduct, until } from './product.mjs';

const LOCATION = 'standort-nord';
const day = (from) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
const [CLOSED, ONLY_BEFORE, INSTEAD] = [day(10), day(11), day(12)];
const SERVICES = [{ serviceId: 'meldebescheinigung', quantity: 1 }];

let product;
let lead;
before(async () => {
  product = await startProduct();
  Object.assign(process.env, { AMTSLOTSE_CLI: cli, AMTSLOTSE_DATA: product.folder });
  lead = await colleague(await administrator(product.url), ['lead']);
});
after(() => product?.stop());

const morning = (date) => ({ date, from: '08:00', to: '12:00' });

// The location's calendar with other opening hours, as JSON.
async function openOn(dates, change = {}) {
  const { calendarJson } = await lead.call('booking/GetCalendar', { locationId: LOCATION });
  const calendar = { ...JSON.parse(calendarJson), closures: [], opening_hours: dates.map(morning), slot_minutes: 10, buffer_minutes: 0, ...change };
  delete calendar.land;  // whatever day it is
  return JSON.stringify(calendar);
}

async function save(calendarJson) {
  const { version } = await lead.call('booking/GetCalendar', { locationId: LOCATION });
  return lead.call('booking/SaveCalendar', { calendarJson, expectedVersion: version });
}

async function book(slot, index) {
  const { appointment, refusal } = await lead.call('booking/BookForCaller', { idempotencyKey: randomUUID(), locationId: LOCATION, beginUnix: slot.beginUnix, services: SERVICES,
    contact: { name: `Berta Verlegt${index}`, email: `verlegt${index}@example.org`, language: 'de' }, channel: 'telephone' });
  assert.equal(refusal, undefined, `appointment ${index}`);
  return appointment;
}

// Who stands on a day's list. → numbers
async function listed(date) {
  const { visits = [] } = await lead.call('booking/GetDayList', { locationId: LOCATION, date });
  return visits.filter((visit) => visit.appointment && visit.state === 'expected').map((visit) => visit.appointment.number).sort();
}

const folder = () => join(product.folder, 'mail');
// The folder is there with the first mail.
const mails = () => (existsSync(folder()) ? readdirSync(folder()) : []);
const mailsAbout = (kind) => mails().filter((file) => file.endsWith('.eml') && file.includes(`-${kind}-`));

test('forty appointments of a closed day go to new times, and back', async () => {
  const wide = await openOn([CLOSED, ONLY_BEFORE], { capacity_per_slot: 2, public_capacity_per_slot: 2 });
  await save(wide);
  const { slots } = await lead.call('booking/FindSlots', { filter: { services: SERVICES, locationIds: [LOCATION], fromDate: CLOSED, toDate: CLOSED }, limit: 200 });
  assert.ok(slots.length >= 20, `${slots.length} times`);
  const booked = [];
  for (let index = 0; index < 40; index += 1) booked.push(await book(slots[index >> 1], index));
  const numbers = booked.map((appointment) => appointment.number).sort();
  assert.deepEqual(await listed(CLOSED), numbers);

  // Closed that day, the next one is given up too, another opens instead.
  const closed = await openOn([CLOSED, INSTEAD], { capacity_per_slot: 2, public_capacity_per_slot: 2, closures: [{ date: CLOSED, reason: 'Wasserschaden' }] });
  const { proposals } = await lead.call('booking/ProposeMoves', { locationId: LOCATION, calendarJson: closed });
  assert.deepEqual(proposals.map((each) => each.appointment.number).sort(), numbers);
  for (const proposal of proposals) {
    assert.deepEqual([proposal.reason, proposal.reachable, proposal.slot.localBegin.slice(0, 10)], ['closed', true, INSTEAD]);
  }
  assert.deepEqual(await listed(CLOSED), numbers, 'a proposal changes nothing');
  await save(closed);
  const moves = proposals.map(({ appointment, slot }) => ({ appointmentId: appointment.id, locationId: slot.locationId, beginUnix: slot.beginUnix }));
  const request = { idempotencyKey: randomUUID(), moves, message: 'Wir haben einen Wasserschaden.' };
  const { moveId, results } = await lead.call('booking/MoveAppointments', request);
  assert.deepEqual([results.length, results.filter((result) => result.refusal)], [40, []]);
  assert.equal((await lead.call('booking/MoveAppointments', request)).moveId, moveId, 'a repeat');
  assert.deepEqual([await listed(CLOSED), await listed(INSTEAD)], [[], numbers]);

  await until(() => mailsAbout('rebooked').length >= 40, 60_000, () => `${mailsAbout('rebooked').length} mails`);
  const told = mailsAbout('rebooked').map((file) => /^To: <(.*)>/m.exec(readFileSync(join(folder(), file), 'utf8'))[1]);
  assert.deepEqual([told.length, new Set(told).size], [40, 40], 'each citizen once');

  await save(wide);
  const undone = await lead.call('booking/UndoMove', { moveId });
  assert.deepEqual(undone.results.filter((result) => result.refusal), []);
  assert.deepEqual([await listed(CLOSED), await listed(INSTEAD)], [numbers, []]);
  for (const appointment of booked) {
    const { appointments } = await lead.call('booking/SearchAppointments', { query: appointment.number });
    assert.equal(appointments[0].slot.beginUnix, appointment.slot.beginUnix);
  }
});
