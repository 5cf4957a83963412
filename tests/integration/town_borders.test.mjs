// Every RPC and every endpoint, tried from one town into another: refused, or nothing of the other town in the answer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { book } from '../faults/town.mjs';
import { call, encode, fieldsOf, overSocket, owners, rpcs, signActor } from './grpc.mjs';
import { root } from './paths.mjs';
import { Conversation, request, startProduct } from './product.mjs';

let product;
let code;
let talk;
const lines = {};
before(async () => {
  product = await startProduct();
  code = await book(product, 'Grete Grenzgaenger');
  talk = await Conversation.begin(product.url, 'erlenfurt');
  await talk.say('Was kostet ein Personalausweis?');
  for (const owner of owners) lines[owner] = overSocket(join(product.folder, 'run', owner, 'socket'));
});
after(async () => {
  for (const line of Object.values(lines)) line.destroy();
  await product?.stop();
});

// For citizens: whoever asks names the town, and what belongs to a person needs that person's own secret.
const forCitizens = {
  Knowledge: ['Ask', 'Search', 'GetService', 'ListServices', 'GetOffice', 'ListOffices', 'GetMunicipality', 'ListNotices', 'RecordUnanswered', 'RecordRating'],
  Booking: ['ListLocations', 'FindSlots', 'FindDays', 'Hold', 'ExtendHold', 'ReleaseHold', 'Confirm', 'Activate', 'FindAppointment', 'Rebook', 'Cancel',
    'GetCalendarFile', 'JoinWaitingList', 'GetWish', 'LeaveWaitingList', 'AnswerOffer', 'AnswerReminder', 'SetReminders', 'CreateChallenge', 'DrawTicket', 'GetFeed',
    'GetCallDisplay', 'ListClosures'],
  Dialogue: ['StartConversation', 'Send', 'GetMessages', 'DeleteConversation', 'RateReply', 'SetConsent', 'ReportBarrier'],
  Nlu: ['Understand', 'Mask'], Responsibility: ['Resolve', 'FindPlaces'],
  Staff: ['SignIn', 'BeginOpenIdSignIn', 'FinishOpenIdSignIn', 'GetSignInMethods', 'SignOut', 'IssueActor', 'Reauthenticate', 'ChangePassword', 'RedeemLink',
    'EnrolTotp', 'ListSessions', 'RevokeSession'],
};
// Between processes, of all towns at once: who may call them, the sockets and certificates decide (machines.test.mjs).
const betweenProcesses = ['Knowledge/ListMunicipalities', 'Booking/ApplyCatalogue', 'Booking/LeaseNotifications', 'Booking/ReportNotification', 'Booking/ForwardRequest', 'Booking/Backup',
  'Dialogue/LeaseDeliveries', 'Dialogue/ReportDelivery'];
const isForCitizens = ({ method }) => forCitizens[method.split('/')[0]]?.includes(method.split('/')[1]);

// Messages whose town stands in one of their parts.
// The operator's, over the socket of this machine, without an actor.
const ofTheOperator = ['Staff/CreateLink'];
const withTown = (rpc, town, more = {}) => {
  const key = { municipality_id: town, channel: 'web', account: '', peer: more.conversation_id ?? '' };
  return encode(rpc.owner, rpc.request, { municipality_id: town, ...more, key: { ...key, ...more.key } });
};

test('every staff RPC refuses an administrator of the other town, and nobody at all', async () => {
  const key = join(`${product.folder}.keys`, 'actor.key');
  const foreign = signActor(key, { municipality_id: 'erlenfurt' });
  const wrong = [];
  let tried = 0;
  for (const rpc of rpcs) {
    if (isForCitizens(rpc) || betweenProcesses.includes(rpc.method)) continue;
    const nested = Object.entries(fieldsOf(rpc.owner, rpc.request)).find(([, { type }]) => /^[A-Z]/.test(type) && fieldsOf(rpc.owner, type).municipality_id);
    const body = rpc.method === 'Knowledge/Import' ? Buffer.concat([Buffer.from([10, 10, 10, 8]), Buffer.from('krummwik')])
      : withTown(rpc, 'krummwik', { text: 'x', idempotency_key: 'x', ...(nested && { [nested[0]]: { municipality_id: 'krummwik' } }) });
    for (const [who, headers, codes] of [['foreign', { 'x-amtslotse-actor': foreign }, [7, 16]], ['nobody', {}, [7, 16]], ['forged', { 'x-amtslotse-actor': `${foreign.slice(0, -2)}AA` }, [16]]]) {
      const answer = await call(lines[rpc.owner], rpc.path, body, headers);
      tried += 1;
      if (who === 'nobody' && ofTheOperator.includes(rpc.method)) continue;
      if (!codes.includes(answer.code)) wrong.push(`${rpc.method} by ${who}: ${answer.code} ${answer.message ?? answer.refused}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(tried > 240, `${tried}`);
});

test('the same administrator is let in at home: it is the town that is refused', async () => {
  const own = signActor(join(`${product.folder}.keys`, 'actor.key'), { municipality_id: 'erlenfurt' });
  for (const method of ['Knowledge/ListEntries', 'Booking/GetKeyFigures', 'Responsibility/ListRules', 'Dialogue/ListAudit', 'Messengers/ListAccounts', 'Nlu/ListModels']) {
    const rpc = rpcs.find((one) => one.method === method);
    const answer = await call(lines[rpc.owner], rpc.path, withTown(rpc, 'erlenfurt'), { 'x-amtslotse-actor': own });
    assert.ok(![7, 16].includes(answer.code), `${method}: ${answer.code} ${answer.message}`);
  }
});

test('every RPC for citizens, asked of the other town with what belongs to this one, says nothing of it', async () => {
  const secrets = { conversation_id: talk.id, code, cancellation_code: code, appointment_code: code, surname: 'Grenzgaenger', name: 'Grenzgaenger',
    key: { cancellation_code: code, surname: 'Grenzgaenger' }, idempotency_key: 'borders', service_id: 'fuehrerschein-umtausch', office_id: 'buergerbuero-mitte', location_id: 'standort-mitte',
    event_id: 'borders', text: 'Was kostet ein Personalausweis?' };
  const wrong = [];
  for (const rpc of rpcs.filter(isForCitizens)) {
    const answer = await call(lines[rpc.owner], rpc.path, withTown(rpc, 'krummwik', secrets));
    const said = answer.bytes?.toString('latin1') ?? '';
    if (answer.refused || /Grenzgaenger|grete\.grenzgaenger|Am Markt 1|Marktstra|erlenfurt\.example/.test(said)) wrong.push(`${rpc.method}: ${answer.refused ?? said.slice(0, 200)}`);
  }
  assert.deepEqual(wrong, []);
});

test('every endpoint, asked at the other town with what belongs to this one, says nothing of it', async () => {
  const api = JSON.parse(readFileSync(join(root, 'gateways/web/api/openapi.json'), 'utf8'));
  const wrong = [];
  let tried = 0;
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const method of Object.keys(methods).filter((name) => ['get', 'post', 'delete', 'put'].includes(name))) {
      const where = path.replace('{id}', path.startsWith('/conversations') ? talk.id : path.startsWith('/offices') ? 'buergerbuero-mitte' : 'fuehrerschein-umtausch');
      const url = `${product.url}/api/v1${where}${method === 'get' ? '?after=0&service=fuehrungszeugnis&location=standort-mitte&q=B%C3%BCrgerb%C3%BCro' : ''}`;
      const answer = await request(url, { method: method.toUpperCase(), host: 'krummwik.localhost', headers: { Authorization: `Bearer ${talk.token}`, Accept: 'application/json' },
        ...(method === 'post' && { body: path.startsWith('/appointments') ? { key: { cancellationCode: code, surname: 'Grenzgaenger' } } : { text: 'Hallo', client_message_id: 'x' } }) });
      tried += 1;
      const own = path.startsWith('/conversations/{id}');
      if (own && ![401, 403, 404].includes(answer.status)) wrong.push(`${method} ${path}: ${answer.status}`);
      if (/Grenzgaenger|Am Markt 1|Marktstra|erlenfurt\.example/.test(JSON.stringify(answer.body ?? ''))) wrong.push(`${method} ${path}: ${JSON.stringify(answer.body).slice(0, 200)}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(tried >= 30, `${tried}`);
});

test('what was tried changed nothing: the conversation and the appointment are where they were', async () => {
  assert.match(await talk.say('und wie lange dauert das?'), /Woche|Tag|Monat/);
  const found = await request(`${product.url}/api/v1/appointments/find`, { method: 'POST', host: 'erlenfurt.localhost', body: { key: { cancellationCode: code, surname: 'Grenzgaenger' } } });
  assert.equal(found.status, 200, JSON.stringify(found.body));
});
