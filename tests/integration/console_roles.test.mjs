// Who may what over the staff interface: every call, every role; and a second town sees nothing of the first.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { administrator, colleague, Colleague } from '../browser/console.mjs';
import { cli } from './paths.mjs';
import { Conversation, startProduct } from './product.mjs';

process.env.AMTSLOTSE_CLI ??= cli;
const ROLES = ['editor', 'location_staff', 'lead', 'administrator'];
const EVERYBODY = ROLES;
const EDITORS = ['editor', 'administrator'];
const ADMIN = ['administrator'];
const COUNTER = ['location_staff', 'lead', 'administrator'];
const LEADS = ['lead', 'administrator'];
const ALWAYS = JSON.stringify([1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' })));

// Call → who is let in. A call that is let in may still find nothing; it is never refused.
const MAY = {
  'knowledge/Ask': EVERYBODY, 'knowledge/Search': EVERYBODY, 'knowledge/GetService': EVERYBODY, 'knowledge/ListServices': EVERYBODY,
  'knowledge/ListOffices': EVERYBODY, 'knowledge/GetMunicipality': EVERYBODY, 'knowledge/ListNotices': EVERYBODY,
  'knowledge/SaveNotice': EDITORS, 'knowledge/DeleteNotice': EDITORS, 'knowledge/ListImports': EDITORS, 'knowledge/UndoImport': ADMIN,
  'knowledge/GetReadiness': EDITORS, 'knowledge/ListEntries': EDITORS, 'knowledge/GetEntry': EDITORS, 'knowledge/SaveEntry': EDITORS,
  'knowledge/SetEntryState': EDITORS, 'knowledge/ListSynonyms': EDITORS, 'knowledge/SaveSynonyms': EDITORS, 'knowledge/ListUnanswered': EDITORS,
  'knowledge/AssignUnanswered': EDITORS, 'knowledge/SaveMunicipality': ADMIN, 'knowledge/ListAudit': EDITORS,
  'booking/GetCalendar': COUNTER, 'booking/SaveCalendar': LEADS, 'booking/RetireLocation': LEADS, 'booking/CorrectName': COUNTER,
  'booking/ImportAppointments': LEADS,
  'dialogue/ListHandOvers': COUNTER, 'dialogue/GetHandOver': COUNTER, 'dialogue/AcceptHandOver': COUNTER, 'dialogue/ReplyAsStaff': COUNTER,
  'dialogue/TransferHandOver': COUNTER, 'dialogue/EndHandOver': COUNTER, 'dialogue/AddHandOverNote': COUNTER, 'dialogue/ExportHandOver': COUNTER,
  'dialogue/DeleteHandOver': COUNTER, 'dialogue/ListStaffedHours': COUNTER, 'dialogue/SetStaffedHours': LEADS, 'dialogue/GetConversationFigures': LEADS,
  'dialogue/ListAudit': ADMIN, 'staff/RequestNameLookUp': ADMIN, 'staff/DecideNameLookUp': ADMIN, 'staff/ListNameLookUps': ADMIN,
  'knowledge/CompareEntryVersions': EDITORS, 'knowledge/RestoreEntryVersion': EDITORS, 'knowledge/PreviewEntry': EDITORS,
  'knowledge/ListReviewTasks': EDITORS, 'knowledge/CloseReviewTask': EDITORS, 'knowledge/ReopenUnanswered': EDITORS,
  'knowledge/ListPulls': ADMIN, 'knowledge/SavePull': ADMIN, 'knowledge/DeletePull': ADMIN, 'knowledge/RunPull': ADMIN, 'knowledge/RemoveDemo': ADMIN,
  'nlu/ListModels': EDITORS, 'nlu/ActivateModel': EDITORS,
  'booking/ListLocations': EVERYBODY, 'booking/FindSlots': EVERYBODY, 'booking/FindDays': EVERYBODY, 'booking/ListClosures': EVERYBODY,
  'booking/DrawTicket': EVERYBODY, 'booking/BookForCaller': COUNTER, 'booking/CallNext': COUNTER, 'booking/GetDayList': COUNTER,
  'booking/GetSlip': COUNTER, 'booking/ListOutbox': COUNTER, 'booking/ListWishes': COUNTER, 'booking/MoveAppointments': COUNTER,
  'booking/UndoMove': COUNTER, 'booking/Overbook': COUNTER, 'booking/ProposeMoves': COUNTER, 'booking/ResendNotification': COUNTER,
  'booking/SearchAppointments': COUNTER, 'booking/SetVisitState': COUNTER, 'booking/CreateFeed': LEADS, 'booking/ExportAppointments': LEADS,
  'booking/GetKeyFigures': LEADS, 'booking/GetMessageTexts': LEADS, 'booking/SaveMessageTexts': LEADS,
  'messengers/ListAccounts': ADMIN, 'messengers/ListDeadLetters': ADMIN, 'messengers/ResendDeadLetter': ADMIN, 'messengers/DiscardDeadLetter': ADMIN,
  'messengers/SetDataLevel': ADMIN,
  'responsibility/Resolve': EVERYBODY, 'responsibility/FindPlaces': EVERYBODY, 'responsibility/Lint': EDITORS, 'responsibility/ListRules': EDITORS,
  'responsibility/SaveRule': EDITORS, 'responsibility/DeleteRule': EDITORS, 'responsibility/WhatIf': EDITORS, 'responsibility/ImportStreets': EDITORS,
  'responsibility/ListAudit': EDITORS,
  'staff/ListAccounts': ADMIN, 'staff/SaveAccount': ADMIN, 'staff/CreateLink': ADMIN, 'staff/ListAudit': ADMIN,
};
const BODIES = {
  'knowledge/SaveMunicipality': (town) => ({ municipality: { id: town, name: 'X' }, expectedVersion: 999_999 }),
  'knowledge/SaveNotice': () => ({ notice: {} }), 'knowledge/SaveEntry': () => ({ entry: {} }), 'staff/SaveAccount': () => ({ account: {} }),
  'dialogue/ReplyAsStaff': () => ({ text: 'x', idempotencyKey: 'x' }), 'dialogue/AddHandOverNote': () => ({ text: 'x', idempotencyKey: 'x' }),
  'dialogue/GetConversationFigures': () => ({ fromDate: '2026-01-01', toDate: '2026-01-02' }),
  'staff/CreateLink': () => ({ accountId: 'gibt-es-nicht' }), 'knowledge/RemoveDemo': () => ({ preview: true }),
};
const bodyOf = (call, town = 'erlenfurt') => BODIES[call]?.(town) ?? {};

let product;
let admin;
let people;
before(async () => {
  product = await startProduct();
  process.env.AMTSLOTSE_DATA = product.folder;
  admin = await administrator(product.url);
  people = { administrator: admin };
  for (const role of ROLES.slice(0, 3)) people[role] = await colleague(admin, [role]);
});
after(() => product?.stop());

for (const [call, allowed] of Object.entries(MAY)) {
  test(`${call} is open to ${allowed.length === ROLES.length ? 'everybody' : allowed.join(', ')}`, async () => {
    for (const role of ROLES) {
      const { status, body } = await people[role].tryCall(call, bodyOf(call));
      const refused = status === 403 && body.code === 'refused';
      assert.equal(refused, !allowed.includes(role), `${role}: ${status} ${JSON.stringify(body)}`);
      assert.notEqual(body.code, 'away', `${role}: ${status}`);
    }
  });
}

test('no call of the gateway is left out above', () => {
  const source = readFileSync(new URL('../../gateways/web/staff/calls.cc', import.meta.url), 'utf8');
  const groups = source.split(/Group<\w+>\(table, "(\w+)"/).slice(1);
  const calls = groups.flatMap((part, index) => (index % 2 ? [...part.split(';')[0].matchAll(/\.(?:Repeatable|Once)\("(\w+)"/g)].map(([, name]) => `${groups[index - 1]}/${name}`) : []));
  assert.ok(calls.length > 90, 'the table is read');
  assert.deepEqual(calls.filter((call) => !(call in MAY)), []);
});

test('what is kept of a person is open to administrators, with whom and why', async () => {
  const who = { email: 'niemand@example.org', reason: 'Antrag' };
  for (const step of ['kept', 'erase']) {
    for (const role of ROLES.slice(0, 3)) assert.equal((await people[role].request('POST', `/person/${step}`, who)).status, 403, role);
    assert.equal((await admin.request('POST', `/person/${step}`, { reason: 'Antrag' })).status, 400, 'nobody is named');
    assert.equal((await admin.request('POST', `/person/${step}`, { email: who.email })).status, 400, 'no reason');
    const answer = await admin.request('POST', `/person/${step}`, who);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    assert.equal(JSON.stringify(answer.body).includes('niemand'), false);
    const abroad = Object.assign(new Colleague(product.url, 'krummwik'), { cookie: admin.cookie, csrf: admin.csrf });
    assert.ok([401, 403].includes((await abroad.request('POST', `/person/${step}`, who)).status));
  }
});

test('nobody is erased past the list that restored backups are held against', async () => {
  assert.equal((await admin.tryCall('booking/ErasePerson', { contact: { email: 'niemand@example.org' }, reason: 'Antrag' })).status, 404);
});

test('who belongs to one office does not touch another\'s calendar', async () => {
  const nord = await colleague(admin, ['lead'], ['buergerbuero-nord']);
  const own = await nord.tryCall('booking/GetCalendar', { locationId: 'standort-nord' });
  assert.equal(own.status, 200, JSON.stringify(own.body));
  assert.equal((await nord.tryCall('booking/GetCalendar', { locationId: 'standort-mitte' })).body.code, 'refused');
  const { calendarJson, version } = await admin.call('booking/GetCalendar', { locationId: 'standort-mitte' });
  assert.equal((await nord.tryCall('booking/SaveCalendar', { calendarJson, expectedVersion: version, preview: true })).body.code, 'refused');
  const taken = JSON.stringify({ ...JSON.parse(calendarJson), office_id: 'buergerbuero-nord' });
  assert.equal((await nord.tryCall('booking/SaveCalendar', { calendarJson: taken, expectedVersion: version, preview: true })).body.code, 'refused');
});

// What a location user of another office tries with what belongs to `office`: call → body.
async function belongings(office, location) {
  const services = [{ serviceId: 'meldebescheinigung', quantity: 1 }];
  const { slots } = await admin.call('booking/FindSlots', { filter: { services, locationIds: [location], channel: 'staff' }, limit: 2 });
  const contact = { name: 'Gesine Grenze', email: 'gesine@example.org', language: 'de' };
  const seat = { locationId: location, beginUnix: slots[0].beginUnix, services, contact };
  const { appointment } = await admin.call('booking/BookForCaller', { ...seat, idempotencyKey: 'grenze', channel: 'telephone' });
  const moves = [{ appointmentId: appointment.id, locationId: location, beginUnix: slots[1].beginUnix }];
  const { moveId } = await admin.call('booking/MoveAppointments', { moves, idempotencyKey: 'grenze' });
  const date = slots[1].localBegin.slice(0, 10);
  const { visits } = await admin.call('booking/GetDayList', { locationId: location, date });
  const visitId = visits.find((visit) => visit.appointment?.id === appointment.id).id;
  const message = (await admin.call('booking/ListOutbox')).items.find((item) => item.appointmentNumber === appointment.number);
  const { calendarJson, version } = await admin.call('booking/GetCalendar', { locationId: location });
  await admin.call('dialogue/SetStaffedHours', { officeId: office, officeName: office, hoursJson: ALWAYS, templates: [{ title: 'Geheim', text: 'Nur hier' }] });
  const talk = await Conversation.begin(product.url);
  await talk.say('Ich möchte mit einem Menschen sprechen');
  await talk.choose('Mit einem Menschen schreiben');
  const handOverId = (await admin.call('dialogue/ListHandOvers', { state: 'waiting' })).handOvers.find((each) => each.officeId === office).id;
  const period = { fromDate: date, toDate: date };
  const said = { handOverId, text: 'x', idempotencyKey: 'x' };
  return { appointment, calls: {
    'booking/GetCalendar': { locationId: location }, 'booking/SaveCalendar': { calendarJson, expectedVersion: version, preview: true },
    'booking/RetireLocation': { locationId: location, preview: true }, 'booking/CreateFeed': { locationId: location },
    'booking/GetDayList': { locationId: location, date }, 'booking/ListWishes': { locationId: location },
    'booking/ExportAppointments': { locationId: location, ...period }, 'booking/GetKeyFigures': { locationId: location, ...period },
    'booking/CallNext': { locationId: location, counter: '1', idempotencyKey: 'x' }, 'booking/SetVisitState': { visitId, state: 'arrived' },
    'booking/BookForCaller': { ...seat, idempotencyKey: 'x', channel: 'counter' }, 'booking/Overbook': { ...seat, idempotencyKey: 'x' },
    'booking/CorrectName': { appointmentId: appointment.id, name: 'X', reason: 'x' }, 'booking/GetSlip': { appointmentId: appointment.id },
    'booking/ProposeMoves': { locationId: location, appointmentIds: [appointment.id] }, 'booking/MoveAppointments': { moves, idempotencyKey: 'x' },
    'booking/UndoMove': { moveId }, 'booking/ResendNotification': { id: message.id },
    'booking/ImportAppointments': { preview: true }, 'booking/SaveMessageTexts': { texts: {} },
    'dialogue/GetHandOver': { handOverId }, 'dialogue/AcceptHandOver': { handOverId }, 'dialogue/ReplyAsStaff': said, 'dialogue/AddHandOverNote': said,
    'dialogue/TransferHandOver': { handOverId, officeId: office }, 'dialogue/EndHandOver': { handOverId }, 'dialogue/ExportHandOver': { handOverId },
    'dialogue/DeleteHandOver': { handOverId }, 'dialogue/SetStaffedHours': { officeId: office, officeName: 'X', hoursJson: '[]' },
  } };
}

test('who belongs to one office is refused what is another\'s, in every call of the counter, and finds nothing of it', async () => {
  const { appointment, calls } = await belongings('buergerbuero-mitte', 'standort-mitte');
  const nord = await colleague(admin, ['location_staff', 'lead'], ['buergerbuero-nord']);
  // Lists are of what is theirs; the figures of the chat are the town's, the wording may be read.
  const lists = ['booking/ListOutbox', 'booking/SearchAppointments', 'dialogue/ListHandOvers', 'dialogue/ListStaffedHours'];
  const ofAll = ['dialogue/GetConversationFigures', 'booking/GetMessageTexts'];
  const counter = Object.keys(MAY).filter((call) => MAY[call] === COUNTER || MAY[call] === LEADS);
  assert.deepEqual(counter.filter((call) => !(call in calls) && !lists.includes(call) && !ofAll.includes(call)), [], 'every call is tried');
  for (const [call, body] of Object.entries(calls)) {
    const answer = await nord.tryCall(call, body);
    assert.equal(answer.body.code, 'refused', `${call}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
  }
  for (const call of lists) {
    const seen = JSON.stringify(await nord.call(call, call === 'booking/SearchAppointments' ? { query: 'Grenze' } : {}));
    assert.doesNotMatch(seen, /Gesine Grenze|Nur hier/, call);
  }
  const messagesOf = async (person) => ((await person.call('booking/ListOutbox')).items ?? []).filter((item) => item.appointmentNumber === appointment.number).length;
  assert.equal(await messagesOf(nord), 0);
  // It is the office that is refused: whoever belongs to it is let in, and nothing of the above was carried out.
  const mitte = await colleague(admin, ['location_staff'], ['buergerbuero-mitte']);
  const { handOver } = await mitte.call('dialogue/GetHandOver', calls['dialogue/GetHandOver']);
  assert.equal(handOver.state, 'waiting');
  assert.equal((await mitte.call('booking/GetSlip', { appointmentId: appointment.id })).appointment.name, 'Gesine Grenze');
  assert.ok(await messagesOf(mitte) > 0);
});

test('without a session nothing is open', async () => {
  const nobody = new Colleague(product.url);
  nobody.csrf = admin.csrf;
  for (const call of Object.keys(MAY)) assert.ok([401, 403].includes((await nobody.tryCall(call)).status), call);
});

test('a request that another site makes the browser send is refused', async () => {
  const forged = Object.assign(new Colleague(product.url), { cookie: admin.cookie, csrf: 'geraten' });
  assert.equal((await forged.tryCall('staff/ListAccounts')).status, 403);
  const elsewhere = await admin.request('POST', '/call/staff/ListAccounts', {}, { Origin: 'https://boese.example' });
  assert.equal(elsewhere.status, 403);
});

test('a session of one town opens nothing in the other', async () => {
  const abroad = Object.assign(new Colleague(product.url, 'krummwik'), { cookie: admin.cookie, csrf: admin.csrf });
  for (const call of Object.keys(MAY)) {
    const { status } = await abroad.tryCall(call, bodyOf(call, 'krummwik'));
    assert.ok([401, 403].includes(status), `${call}: ${status}`);
  }
});

test('a town named in the body is not the one that is asked', async () => {
  const { municipality } = await admin.call('knowledge/GetMunicipality', { municipalityId: 'krummwik' });
  assert.equal(municipality.id, 'erlenfurt');
  const { status } = await admin.tryCall('knowledge/SaveMunicipality', bodyOf('knowledge/SaveMunicipality', 'krummwik'));
  assert.equal(status, 403);
});

test('each town sees its own entries and accounts only', async () => {
  await admin.call('knowledge/SaveEntry', { entry: { question: 'Wo darf ich in Erlenfurt grillen?', answer: 'Auf der Wiese am Fluss.' } });
  const other = await administrator(product.url, 'krummwik');
  const seen = JSON.stringify([await other.call('knowledge/ListEntries', { pageSize: 500 }), await other.call('staff/ListAccounts'),
    await other.call('knowledge/ListAudit'), await other.call('knowledge/ListImports')]);
  assert.doesNotMatch(seen, /Erlenfurt|editor\.|location-staff\./);
});

test('only administrators send files, and nobody takes over another\'s', async () => {
  const bytes = Buffer.from('frage;antwort\n');
  const type = { 'Content-Type': 'application/octet-stream' };
  for (const role of ['editor', 'location_staff', 'lead']) {
    assert.equal((await people[role].request('POST', '/import/abc?at=0', bytes, type)).status, 403, role);
  }
  assert.equal((await admin.request('POST', '/import/abc?at=0', bytes, type)).status, 200);
  assert.equal((await admin.request('POST', '/import/abc?at=99', bytes, type)).status, 400, 'a gap');
  const second = await colleague(admin, ['administrator']);
  assert.equal((await second.request('POST', '/import/abc/run', { fileName: 'faq.csv' })).status, 404);
});

test('a file comes in pieces and ends in a report', async () => {
  const csv = Buffer.from('id;question;answer\nfrage-1;Wo ist der Trinkbrunnen?;Am Markt.\n');
  for (let at = 0; at < csv.length; at += 20) {
    const answer = await admin.request('POST', `/import/stueck?at=${at}`, csv.subarray(at, at + 20), { 'Content-Type': 'application/octet-stream' });
    assert.equal(answer.body.next, Math.min(csv.length, at + 20));
  }
  const { status, body } = await admin.request('POST', '/import/stueck/run', { fileName: 'faq.csv', dryRun: true });
  assert.equal(status, 200);
  const last = typeof body === 'string' ? JSON.parse(body.trim().split('\n').at(-1)) : body;
  assert.ok(last.report || last.problem, JSON.stringify(last));
});
