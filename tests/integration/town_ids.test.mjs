// Offices, locations and services by their ids: what one town has, it is told of; to the other town they are as ids that
// exist nowhere, in every RPC and endpoint that takes one. What is written with such an id stays in the town of the writer.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { book } from '../faults/town.mjs';
import { call, encode, fieldsOf, overSocket, owners, rpcs, signActor } from './grpc.mjs';
import { request, startProduct } from './product.mjs';

const towns = ['erlenfurt', 'krummwik'];
const other = (town) => towns.find((one) => one !== town);
const lines = {};
const own = {};    // by town: an office, a location and a service of its own, and times that are free there for `booked`
const alone = {};  // by town what the other does not have; all that krummwik books, erlenfurt books too
let product;

const askHttp = (town, path, body) => request(`${product.url}/api/v1${path}`, { host: `${town}.localhost`, ...(body && { method: 'POST', body }) });
async function listOf(town, path) {
  const { status, body } = await askHttp(town, path);
  assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
  return body;
}

before(async () => {
  product = await startProduct();
  for (const owner of owners) lines[owner] = overSocket(join(product.folder, 'run', owner, 'socket'));
  const all = {};
  for (const town of towns) {
    const { offices } = await listOf(town, '/offices');
    const { services } = await listOf(town, '/services?pageSize=200');
    const { locations } = await listOf(town, '/locations');
    const idsOf = (list) => list.map(({ id }) => id);
    all[town] = { office: idsOf(offices), service: idsOf(services), location: idsOf(locations), locations,
      booked: locations.flatMap((one) => one.services.map(({ serviceId }) => serviceId)) };
  }
  for (const town of towns) {
    const { locations, ...kinds } = all[town];
    alone[town] = Object.fromEntries(Object.entries(kinds).map(([kind, ids]) => [kind, ids.find((id) => !all[other(town)][kind].includes(id))]));
    const at = locations.find(({ services }) => services.some(({ serviceId }) => serviceId === alone[town].booked)) ?? locations[0];
    const booked = alone[town].booked ?? at.services[0].serviceId;
    own[town] = { service: alone[town].service, location: at.id, office: at.officeId, booked };
    own[town].slots = (await listOf(town, `/slots?service=${booked}&location=${at.id}&limit=20`)).slots;
    for (const kind of ['office', 'location']) assert.ok(!all[other(town)][kind].includes(own[town][kind]), `${kind} ${own[town][kind]}`);
    assert.ok(own[town].service, 'a service of its own');
  }
  assert.ok(alone.erlenfurt.booked);
  own.erlenfurt.code = await book(product, 'Nora Nachbarin');
});
after(async () => {
  for (const line of Object.values(lines)) line.destroy();
  await product?.stop();
});

const now = Math.floor(Date.now() / 1000);
const day = (ahead) => new Date((now + ahead * 86_400) * 1000).toISOString().slice(0, 10);
const span = { from_date: day(0), to_date: day(30) };
let keys = 0;
const key = () => `ids-${keys += 1}`;
const contact = { name: 'Ida Nebenan', email: 'ida.nebenan@example.org' };
const begin = (home) => home.slots.pop().beginUnix;
const of = (id) => [{ service_id: id, quantity: 1 }];
const notice = { title: 'Zu', text: 'Heute zu.', begin_unix: now, end_unix: now + 60 };
const entry = { question: 'Wie geht das?', answer: 'So.', language: 'de' };

// What is asked by which id: of this town, of the other, of nowhere. `home` is the town that is asked.
const cases = [
  ['Knowledge/Ask', 'service', (id) => ({ service_id: id, acts: ['fee'], text: '', now_unix: now })],
  ['Knowledge/GetService', 'service', (id) => ({ service_id: id })],
  ['Knowledge/GetOffice', 'office', (id) => ({ office_id: id, now_unix: now })],
  ['Knowledge/ListOffices', 'service', (id) => ({ service_id: id })],
  ['Knowledge/SaveNotice', 'office', (id) => ({ notice: { ...notice, office_ids: [id] }, idempotency_key: key() })],
  ['Knowledge/SaveNotice services', 'service', (id) => ({ notice: { ...notice, service_ids: [id] }, idempotency_key: key() })],
  ['Responsibility/Resolve', 'service', (id) => ({ service_id: id, place: { postcode: '24201' }, now_unix: now })],
  ['Responsibility/FindPlaces', 'service', (id) => ({ service_id: id, text: 'Erlenfurt', limit: 3 })],
  ['Responsibility/ListRules', 'office', (id) => ({ office_id: id })],
  ['Responsibility/ListRules services', 'service', (id) => ({ service_id: id })],
  ['Responsibility/SaveRule', 'office', (id) => ({ rule: { service_id: 'hundesteuer', ars: '010990001001', office_id: id, role: 'decides' } })],
  ['Responsibility/SaveRule services', 'service', (id, home) => ({ rule: { service_id: id, ars: '010990001001', office_id: home.office, role: 'decides' } })],
  ['Responsibility/WhatIf', 'service', (id) => ({ service_ids: [id], place: { postcode: '24201' }, now_unix: now })],
  ['Booking/ListLocations', 'booked', (id) => ({ service_ids: [id] })],
  ['Booking/FindSlots', 'location', (id, home) => ({ filter: { services: of(home.booked), location_ids: [id] } })],
  ['Booking/FindSlots services', 'booked', (id) => ({ filter: { services: of(id) } })],
  ['Booking/FindDays', 'location', (id, home) => ({ filter: { services: of(home.booked), location_ids: [id] } })],
  ['Booking/FindDays services', 'booked', (id) => ({ filter: { services: of(id) } })],
  ['Booking/Hold', 'location', (id, home) => ({ location_id: id, begin_unix: begin(home), services: of(home.booked), idempotency_key: key() })],
  ['Booking/Hold services', 'booked', (id, home) => ({ location_id: home.location, begin_unix: begin(home), services: of(id), idempotency_key: key() })],
  ['Booking/JoinWaitingList', 'location', (id, home) => ({ wish: { services: of(home.booked), location_ids: [id], ...span }, contact, idempotency_key: key() })],
  ['Booking/CreateChallenge', 'location', (id) => ({ location_id: id, action: 'hold' })],
  ['Booking/DrawTicket', 'location', (id, home) => ({ location_id: id, services: of(home.booked), idempotency_key: key() })],
  ['Booking/GetCallDisplay', 'location', (id) => ({ location_id: id })],
  ['Booking/ListClosures', 'office', (id) => ({ office_id: id, ...span })],
  ['Booking/GetCalendar', 'location', (id) => ({ location_id: id })],
  ['Booking/ProposeMoves', 'location', (id) => ({ location_id: id, from_unix: now, to_unix: now + 86_400 })],
  ['Booking/ProposeMoves other', 'location', (id, home) => ({ location_id: home.location, other_location_ids: [id], from_unix: now, to_unix: now + 86_400 })],
  ['Booking/BookForCaller', 'location', (id, home) => ({ location_id: id, begin_unix: begin(home), services: of(home.booked), contact, channel: 'telephone', idempotency_key: key() })],
  ['Booking/CreateFeed', 'location', (id) => ({ location_id: id })],
  ['Booking/ExportAppointments', 'location', (id) => ({ location_id: id, ...span })],
  ['Booking/ListWishes', 'location', (id) => ({ location_id: id })],
  ['Booking/SearchAppointments', 'location', (id) => ({ location_id: id, query: 'Nebenan' })],
  ['Booking/GetDayList', 'location', (id) => ({ location_id: id, date: day(0) })],
  ['Booking/CallNext', 'location', (id) => ({ location_id: id, counter: '1', idempotency_key: key() })],
  ['Booking/Overbook', 'location', (id, home) => ({ location_id: id, begin_unix: begin(home), services: of(home.booked), contact, reason: 'Not', idempotency_key: key() })],
  ['Booking/GetKeyFigures', 'location', (id) => ({ location_id: id, ...span })],
  ['Booking/RetireLocation', 'location', (id) => ({ location_id: id, preview: true })],
  ['Dialogue/ListHandOvers', 'office', (id) => ({ office_id: id })],
  ['Booking/Rebook', 'location', (id, home) => ({ key: { cancellation_code: home.code, surname: 'Nachbarin' }, location_id: id, begin_unix: begin(home), services: of(home.booked), idempotency_key: key() })],
];
// These take any id and keep it as it is, with what the town itself wrote.
const kept = [
  ['Knowledge/RecordRating', 'service', (id) => ({ service_id: id, act: 'fee', helpful: true, idempotency_key: key() })],
  ['Knowledge/SaveEntry', 'service', (id) => ({ entry: { ...entry, service_id: id }, idempotency_key: key() })],
  ['Knowledge/PreviewEntry', 'service', (id) => ({ entry: { ...entry, service_id: id }, question: { text: 'Wie geht das?', service_id: id } })],
  ['Staff/SaveAccount', 'office', (id) => ({ account: { name: key(), display_name: 'Ida', email: 'ida@example.org', office_ids: [id], roles: [1] } })],
  ['Dialogue/SetStaffedHours', 'office', (id) => ({ office_id: id, hours_json: '[{"weekday":1,"from":"08:00","to":"12:00"}]', office_name: 'Amt' })],
];
// In these the town has nothing now, by whatever id; FindPlaces finds places by their names.
const nothingThere = ['Booking/ListClosures', 'Booking/ProposeMoves other', 'Dialogue/ListHandOvers', 'Responsibility/FindPlaces'];
// Between processes (town_borders.test.mjs), and those that begin with another id, of what only the town has.
const elsewhere = ['Knowledge/ListMunicipalities', 'Knowledge/AssignUnanswered', 'Knowledge/SaveMunicipality', 'Booking/ApplyCatalogue', 'Booking/MoveAppointments',
  'Dialogue/TransferHandOver'];

function askedBy([name, , values], town) {
  const rpc = rpcs.find(({ method }) => method === name.split(' ')[0]);
  const actor = signActor(join(`${product.folder}.keys`, 'actor.key'), { municipality_id: town });
  return async (id) => {
    const body = encode(rpc.owner, rpc.request, { municipality_id: town, ...values(id, own[town]) });
    const { code, message, bytes, refused } = await call(lines[rpc.owner], rpc.path, body, { 'x-amtslotse-actor': actor });
    return { code, text: `${refused ?? message} ${bytes?.toString('latin1')}` };
  };
}
const nowhere = (id) => id.slice(0, -1) + (id.endsWith('q') ? 'x' : 'q');
const asNowhere = (text, id) => text.replaceAll(id, nowhere(id));

test('the cases are all RPCs that take such an id', () => {
  const ids = /^(office|location|service|other_location)_ids?$/;
  const within = (owner, message, depth) => Object.entries(fieldsOf(owner, message))
    .some(([name, { type }]) => ids.test(name) || (depth < 2 && /^[A-Z]/.test(type) && within(owner, type, depth + 1)));
  const taking = rpcs.filter(({ owner, request: message }) => within(owner, message, 0)).map(({ method }) => method);
  const tried = [...cases, ...kept].map(([name]) => name.split(' ')[0]);
  assert.deepEqual([...new Set([...tried, ...elsewhere])].sort(), taking.sort());
});

test('each id opens its own town, and in the other one it is as if it existed nowhere', async () => {
  const wrong = [];
  let refusals = 0;
  for (const one of cases) {
    const [name, kind] = one;
    for (const town of towns) {
      const foreign = kind === 'booked' ? alone[other(town)].booked : own[other(town)][kind];
      if (!foreign || (name === 'Booking/Rebook' && !own[town].code)) continue;
      const ask = askedBy(one, town);
      const [there, none, here] = [await ask(foreign), await ask(nowhere(foreign)), await ask(own[town][kind])];
      refusals += 1;
      if (there.code !== none.code || asNowhere(there.text, foreign) !== none.text) wrong.push(`${name} at ${town} knows ${foreign}: ${there.code} ${there.text}`);
      if (here.code !== 0) wrong.push(`${name} at ${town} by its own ${own[town][kind]}: ${here.code} ${here.text}`);
      if (!nothingThere.includes(name) && here.code === none.code && here.text === none.text) wrong.push(`${name} at ${town} says nothing by its own id either`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(refusals > 60, `${refusals}`);
});

test('what one town writes by an id of the other changes nothing there', async () => {
  const seen = (town) => Promise.all([`/offices/${own[town].office}`, `/services/${own[town].service}`, '/notices', `/answers?service=${own[town].service}&act=overview`, '/locations']
    .map(async (path) => JSON.stringify((await askHttp(town, path)).body)));
  for (const town of towns) {
    const before = await seen(other(town));
    for (const one of kept) {
      const answer = await askedBy(one, town)(own[other(town)][one[1]]);
      assert.equal(answer.code, 0, `${one[0]}: ${answer.text}`);
    }
    assert.deepEqual(await seen(other(town)), before);
  }
});

// Paths by an id, as in openapi.json; a body where it is a POST.
const endpoints = [
  ['/services/{id}', 'service'], ['/services/{id}/jsonld', 'service'], ['/answers?act=overview&service={id}', 'service'], ['/offices/{id}', 'office'],
  ['/offices?service={id}', 'service'], ['/responsibility?plz=24201&service={id}', 'service'], ['/preparation?service={id}', 'service'], ['/challenge?location={id}', 'location'],
  ['/slots?location={id}&service=', 'location'], ['/days?location={id}&service=', 'location'], ['/locations?service={id}', 'booked'], ['/slots?service={id}', 'booked'],
  ['/days?service={id}', 'booked'],
];
test('the same for every endpoint', async () => {
  const wrong = [];
  for (const [path, kind] of endpoints) {
    for (const town of towns) {
      const foreign = kind === 'booked' ? alone[other(town)].booked : own[other(town)][kind];
      if (!foreign) continue;
      const ask = async (id) => {
        const { status, body } = await askHttp(town, path.replace('{id}', id).replace(/service=$/, `service=${own[town].booked}`));
        return { status, text: JSON.stringify(body).replace(/"(requestId|request_id|instance)":"[^"]*"/g, '') };
      };
      const [there, none, here] = [await ask(foreign), await ask(nowhere(foreign)), await ask(own[town][kind])];
      if (there.status !== none.status || asNowhere(there.text, foreign) !== none.text) wrong.push(`${path} at ${town} knows ${foreign}: ${there.status} ${there.text} not ${none.text}`);
      if (here.status !== 200 || here.text === none.text) wrong.push(`${path} at ${town} by its own ${own[town][kind]}: ${here.status} ${here.text}`);
    }
  }
  assert.deepEqual(wrong, []);
});
