// Appointments over the open interface: hold, confirm, look up, move, cancel; what is refused; the calendar file read by
// another library; a proof of work; a backup that is put back.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cli } from './paths.mjs';
import { request, startProduct } from './product.mjs';

const SERVICE = { serviceId: 'meldebescheinigung', quantity: 1 };
const LOCATION = 'standort-mitte';

let product;
before(async () => { product = await startProduct(); });
after(() => product?.stop());

async function ask(path, body, base = product.url) {
  const response = await fetch(`${base}/api/v1${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: response.headers.get('content-type').includes('json') ? JSON.parse(text) : text };
}

async function freeSlot(number = 0) {
  const { body } = await ask(`/slots?service=${SERVICE.serviceId}&location=${LOCATION}&limit=50`);
  return body.slots[number];
}

const hold = (slot, more = {}) => ask('/holds', { idempotencyKey: randomUUID(), locationId: LOCATION, beginUnix: slot.beginUnix, services: [SERVICE], ...more });

const confirmation = (holdId, more = {}) => ({
  idempotencyKey: randomUUID(), holdId, contact: { name: 'Zoë Müller-Łukasiewicz', email: 'zoe@example.org' }, ...more });

async function book(number = 0) {
  const held = await hold(await freeSlot(number));
  const { body } = await ask('/holds/confirm', confirmation(held.body.held.holdId));
  return body;
}

test('from a free time to an appointment, moved and cancelled', async () => {
  const held = await hold(await freeSlot(0), { attendees: 2 });
  assert.equal(held.status, 200);
  assert.equal(held.body.held.warnUnix, held.body.held.expiresUnix - 120);
  const extended = await ask('/holds/extend', { holdId: held.body.held.holdId, idempotencyKey: randomUUID() });
  assert.ok(extended.body.expiresUnix >= held.body.held.expiresUnix);
  const wish = confirmation(held.body.held.holdId, {
    attendeeList: [{ name: 'Zoë Müller', relation: '' }, { name: 'Mia', relation: 'Kind' }], needs: { wheelchair: true } });
  const booked = (await ask('/holds/confirm', wish)).body;
  assert.match(booked.appointment.number, /^\d{9}$/);
  assert.deepEqual((await ask('/holds/confirm', wish)).body, booked, 'the repeat returns the first result');
  const byCode = { cancellationCode: booked.cancellationCode, surname: 'mueller-lukasiewicz' };
  const found = (await ask('/appointments/find', { key: byCode })).body.appointment;
  assert.equal(found.attendees, 2);
  assert.equal(found.attendeeList[1].relation, 'Kind');
  assert.equal(found.needs.wheelchair, true);
  const later = await freeSlot(7);
  const moved = (await ask('/appointments/rebook', { idempotencyKey: randomUUID(), key: { linkToken: booked.linkToken }, locationId: LOCATION, beginUnix: later.beginUnix })).body;
  assert.equal(moved.appointment.slot.beginUnix, later.beginUnix);
  const cancelled = (await ask('/appointments/cancel', { idempotencyKey: randomUUID(), key: byCode })).body;
  assert.equal(cancelled.appointment.state, 'cancelled');
  const again = (await ask('/appointments/cancel', { idempotencyKey: randomUUID(), key: byCode })).body;
  assert.equal(again.refusal, 'already_cancelled');
});

test('another calendar program reads the file as it is meant', async () => {
  const booked = await book(3);
  const key = { linkToken: booked.linkToken };
  const before = await ask('/appointments/calendar', { key });
  assert.equal(before.status, 200);
  const read = (ics) => JSON.parse(execFileSync('/usr/bin/python3', [join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, 'read_ics.py')], { input: ics, encoding: 'utf8' }));
  const first = read(before.body);
  assert.deepEqual(first.zones, ['Europe/Berlin']);
  assert.equal(first.events.length, 1);
  const [event] = first.events;
  assert.equal(event.begin, booked.appointment.slot.beginUnix);
  assert.equal(event.end, booked.appointment.slot.beginUnix + booked.appointment.slot.minutes * 60);
  assert.equal(event.zone, 'Europe/Berlin');
  assert.match(event.location, /Marktstraße 4, 24201 Erlenfurt/);
  assert.doesNotMatch(event.summary, /Meldebescheinigung/);
  const later = await freeSlot(9);
  await ask('/appointments/rebook', { idempotencyKey: randomUUID(), key, locationId: LOCATION, beginUnix: later.beginUnix });
  const [second] = read((await ask('/appointments/calendar', { key })).body).events;
  assert.equal(second.uid, event.uid);
  assert.ok(second.sequence > event.sequence);
  assert.equal(second.begin, later.beginUnix);
});

test('bad input is refused in words and changes nothing', async () => {
  const slot = await freeSlot(0);
  const refusedHolds = [
    [{ services: [{ serviceId: 'meldebescheinigung', quantity: 1_000_000_000 }] }, 400],
    [{ services: [] }, 400],
    [{ idempotencyKey: '' }, 400],
    [{ idempotencyKey: 'x'.repeat(201) }, 400],
    [{ beginUnix: '7' }, 400],
    [{ attendees: 999 }, 400],
    [{ unknown: 1 }, 400],
  ];
  for (const [more, status] of refusedHolds) assert.equal((await hold(slot, more)).status, status, JSON.stringify(more));
  const notBookable = [
    { beginUnix: slot.beginUnix - 400 * 86400 },
    { beginUnix: slot.beginUnix + 7 },
    { beginUnix: slot.beginUnix + 4000 * 86400 },
    { services: [{ serviceId: 'gibt-es-nicht', quantity: 1 }] },
    { services: [{ serviceId: 'meldebescheinigung', quantity: 900 }] },
    { locationId: 'gibt-es-nicht' },
  ];
  for (const more of notBookable) assert.equal((await hold(slot, more)).body.refusal, 'not_bookable', JSON.stringify(more));
  const { holdId } = (await hold(slot)).body.held;
  const badContacts = [
    { name: 'A\r\nBcc: b@example.org', email: 'a@example.org' },
    { name: 'A', email: 'a@example.org\r\nBcc: b@example.org' },
    { name: 'Ä'.repeat(401), email: 'a@example.org' },
  ];
  for (const contact of badContacts) assert.equal((await ask('/holds/confirm', confirmation(holdId, { contact }))).status, 400, JSON.stringify(contact));
  for (const name of ['', '  ', '-- --']) {
    assert.deepEqual((await ask('/holds/confirm', confirmation(holdId, { contact: { name } }))).body.missing, ['name']);
  }
  for (const name of ['李小龙', 'Ибрагимова', 'Ðặng Thị Ngọc', 'محمد', "O’Brien-D'Arcy"]) {
    const held = (await hold(await freeSlot(0))).body.held;
    const booked = (await ask('/holds/confirm', confirmation(held.holdId, { contact: { name } }))).body;
    assert.equal(booked.appointment?.name, name);
  }
  assert.equal((await ask('/holds/confirm', confirmation('123456789.gestohlen'))).body.refusal, 'hold_expired');
  assert.equal((await ask('/appointments/find', { key: { linkToken: '123456789.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' } })).body.refusal, 'no_such_appointment');
  assert.equal((await ask('/appointments/find', { key: { cancellationCode: 'AAAA-AAAA' } })).status, 400);
});

test('what is replayed, stale or another town\'s opens and changes nothing', async () => {
  const held = (await hold(await freeSlot(20))).body.held;
  const wish = confirmation(held.holdId);
  const booked = (await ask('/holds/confirm', wish)).body;
  // The same key with something else in it is no repeat.
  assert.equal((await ask('/holds/confirm', { ...wish, contact: { name: 'Jemand Anderes' } })).status, 400);
  // A hold that became an appointment is used up.
  assert.equal((await ask('/holds/confirm', confirmation(held.holdId))).body.refusal, 'hold_expired');
  assert.equal((await ask('/holds/extend', { holdId: held.holdId })).body.refusal, 'hold_expired');
  assert.equal((await ask('/holds/release', { holdId: held.holdId })).status, 200);
  const key = { linkToken: booked.linkToken };
  assert.equal((await ask('/appointments/find', { key })).body.appointment.state, 'confirmed');
  // The hold's secret is not the appointment's, nor is the number, nor a part of either.
  for (const linkToken of [held.holdId, booked.appointment.number, `${booked.appointment.number}.`, booked.linkToken.slice(0, -1), `${booked.linkToken}A`, `x${booked.linkToken}`]) {
    assert.equal((await ask('/appointments/find', { key: { linkToken } })).body.refusal, 'no_such_appointment', linkToken);
  }
  // Another town knows neither link nor code, nor does another surname.
  const elsewhere = (path, body) => request(`${product.url}/api/v1${path}`, { method: 'POST', host: 'krummwik.localhost', body });
  const byCode = { cancellationCode: booked.cancellationCode, surname: 'Müller-Łukasiewicz' };
  for (const other of [key, byCode]) assert.equal((await elsewhere('/appointments/find', { key: other })).body.refusal, 'no_such_appointment');
  assert.equal((await elsewhere('/appointments/cancel', { idempotencyKey: randomUUID(), key })).body.refusal, 'no_such_appointment');
  assert.equal((await ask('/appointments/cancel', { idempotencyKey: randomUUID(), key: { ...byCode, surname: 'Schmidt' } })).body.refusal, 'no_such_appointment');
  // Cancelled, the link moves nothing any more; a repeated cancellation is the first one's result.
  const cancel = { idempotencyKey: randomUUID(), key };
  const first = (await ask('/appointments/cancel', cancel)).body;
  assert.deepEqual((await ask('/appointments/cancel', cancel)).body, first);
  const stale = await ask('/appointments/rebook', { idempotencyKey: randomUUID(), key, locationId: LOCATION, beginUnix: (await freeSlot(25)).beginUnix });
  assert.equal(stale.body.refusal, 'already_cancelled');
});

test('questions for times with nonsense in them are answered in words or with nothing', async () => {
  const service = `service=${SERVICE.serviceId}`;
  const past = (await ask(`/slots?${service}&from=2020-01-01&to=2020-01-31`)).body;
  assert.deepEqual(past.slots ?? [], [], 'in the past');
  assert.match(past.releaseText, /jeden Tag um 0 Uhr/, 'an empty answer says when new times appear');
  assert.ok(past.nextReleaseUnix > 0);
  assert.deepEqual((await ask('/slots?service=gibt-es-nicht')).body.slots ?? [], []);
  for (const query of [`${service}&from=2026-02-30`, `${service}&from=gestern`, `${service}&limit=1000000000`, `${service}&fromMinute=-1`, `${service}&after=99999999999999999999`, '']) {
    assert.equal((await ask(`/slots?${query}`)).status, 400, query);
  }
  for (const query of [`service=${SERVICE.serviceId}*1000000000`, `service=${'x'.repeat(5000)}`, `${service}&location=${'%00'.repeat(50)}`, Array(60).fill(service).join('&')]) {
    const { status } = await ask(`/days?${query}`);
    assert.ok([200, 400, 414].includes(status), `${status} ${query.slice(0, 60)}`);
  }
});

test('a released hold can be neither confirmed nor extended', async () => {
  const { holdId } = (await hold(await freeSlot(0))).body.held;
  assert.equal((await ask('/holds/release', { holdId })).status, 200);
  assert.equal((await ask('/holds/confirm', confirmation(holdId))).body.refusal, 'hold_expired');
  assert.equal((await ask('/holds/extend', { holdId })).body.refusal, 'hold_expired');
});

function solve({ algorithm, challenge, maxnumber, salt, signature }) {
  for (let number = 0; number <= maxnumber; number++) {
    if (createHash('sha256').update(salt + number).digest('hex') === challenge) {
      return Buffer.from(JSON.stringify({ algorithm, challenge, number, salt, signature })).toString('base64');
    }
  }
  throw new Error('no solution');
}

test('many holds in a minute bring on a proof of work that is good once', async () => {
  let needed = false;
  for (let i = 0; i < 40 && !needed; i++) needed = (await hold(await freeSlot(i % 3), { services: [SERVICE] })).body.refusal === 'challenge_needed';
  assert.ok(needed, 'the alarm came on');
  const { body } = await ask('/locations');
  assert.equal(body.locations.find(({ id }) => id === LOCATION).needsChallenge, true);
  const challengeSolution = solve((await ask(`/challenge?location=${LOCATION}`)).body);
  assert.ok((await hold(await freeSlot(0), { challengeSolution })).body.held);
  assert.equal((await hold(await freeSlot(0), { challengeSolution })).body.refusal, 'challenge_needed');
  assert.equal((await hold(await freeSlot(0), { challengeSolution: 'eyJhIjoxfQ==' })).body.refusal, 'challenge_needed');
});

test('what to bring and what it costs, for the combination', async () => {
  const { body } = await ask('/preparation?service=personalausweis*2&service=meldebescheinigung');
  assert.deepEqual(body.services.map(({ serviceId, quantity }) => [serviceId, quantity]), [['personalausweis', 2], ['meldebescheinigung', 1]]);
  assert.ok(body.services[0].modules.some(({ kind }) => kind === 'documents'));
  assert.ok(body.services[0].modules.some(({ kind }) => kind === 'fee'));
});

test('a backup taken while running is put back by a command', async () => {
  const solution = solve((await ask(`/challenge?location=${LOCATION}`)).body);
  const held = await hold(await freeSlot(0), { challengeSolution: solution });
  const booked = (await ask('/holds/confirm', confirmation(held.body.held.holdId))).body;
  const folder = mkdtempSync(join(tmpdir(), 'amtslotse-backup-'));
  const run = (...args) => execFileSync(cli, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const other = join(folder, 'daten');
  try {
    assert.match(run('backup', join(folder, 'sicherung'), '--data', product.folder), /Gesichert nach .* Dateien/);
    assert.throws(() => run('backup', join(folder, 'sicherung'), '--data', product.folder), /gibt es schon/);
    assert.throws(() => run('restore', join(folder, 'sicherung'), '--data', product.folder), /läuft|hält|benutzt|Prozess/);
    const keys = ['--keys', `${product.folder}.keys`];
    assert.match(run('restore', join(folder, 'sicherung'), '--data', other, ...keys), /Wiederhergestellt/);
    product.child.kill('SIGTERM');
    await product.ended;
    const second = await startProduct({ data: other, flags: [...keys, '--no-demo'] });
    try {
      const found = await ask('/appointments/find', { key: { linkToken: booked.linkToken } }, second.url);
      assert.equal(found.body.appointment.number, booked.appointment.number);
      assert.equal(found.body.appointment.name, 'Zoë Müller-Łukasiewicz');
    } finally {
      await second.stop();
    }
    writeFileSync(join(folder, 'sicherung', 'booking', 'booking.db'), 'verändert');
    assert.throws(() => run('restore', join(folder, 'sicherung'), '--data', join(folder, 'dritte'), ...keys), /nach der Sicherung verändert/);
    assert.ok(!existsSync(join(folder, 'dritte', 'booking', 'booking.db')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
