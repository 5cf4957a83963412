// To a person and back, over HTTP, on the running product: a citizen in the web chat, staff over the staff interface.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { administrator, colleague } from '../browser/console.mjs';
import { cli } from './paths.mjs';
import { Conversation, request, startProduct, textOf, until } from './product.mjs';

process.env.AMTSLOTSE_CLI ??= cli;
// Always, so that the test does not depend on the day.
const ALWAYS = JSON.stringify([1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' })));
// A minute of a day that is not today: outside of the hours, with a day for a call-back.
const elsewhen = () => JSON.stringify([{ weekday: ((new Date().getDay() + 2) % 7) + 1, from: '08:00', to: '08:30' }]);

const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(new Date());
const firstDay = today();  // midnight may come in between

let product;
let admin;
let front;      // location staff of the office that answers
let elsewhere;  // of another office
let offices;
before(async () => {
  product = await startProduct();
  process.env.AMTSLOTSE_DATA = product.folder;
  admin = await administrator(product.url);
  offices = (await admin.call('knowledge/ListOffices')).offices;
  front = await colleague(admin, ['location_staff'], [offices[0].id]);
  elsewhere = await colleague(admin, ['location_staff'], [offices[1].id]);
});
after(() => product?.stop());

const setHours = (office, hoursJson) => admin.call('dialogue/SetStaffedHours',
  { officeId: office.id, officeName: office.name, hoursJson, templates: [{ title: 'Gruß', text: 'Guten Tag!' }] });
const waitingOf = async (person) => (await person.call('dialogue/ListHandOvers', { state: 'waiting' })).handOvers ?? [];
const saysOf = async (talk, after = 0) => textOf(await talk.catchUp(after));

async function queued() {
  const talk = await Conversation.begin(product.url);
  assert.match(await talk.say('Ich möchte mit einem Menschen sprechen'), /Ein Mensch kann Ihnen hier im Chat antworten/);
  assert.match(await talk.choose('Mit einem Menschen schreiben'), /noch nicht verbunden/);
  const id = (await waitingOf(front)).at(-1)?.id;
  assert.ok(id, 'it waits in the list');
  return { talk, id };
}

test('it is off until an office has staffed hours', async () => {
  const talk = await Conversation.begin(product.url);
  const said = await talk.say('Ich möchte mit einem Menschen sprechen');
  assert.match(said, /Telefon/);
  assert.doesNotMatch(said, /im Chat/);
});

test('outside of the hours a call-back is asked for, seen by staff, and its number gone when it is ticked off', async () => {
  await setHours(offices[0], elsewhen());
  const talk = await Conversation.begin(product.url);
  assert.match(await talk.say('Ich möchte mit einem Menschen sprechen'), /Gerade ist kein Mensch im Chat[\s\S]*spätestens am/);
  await talk.choose('Rückruf wünschen');
  assert.match(await talk.send({ form: { name: 'Ada Muster', telephone: '04821 12345', wanted_time: 'vormittags' } }), /ruft Sie unter 04821 12345 zurück/);
  const [callback] = (await front.call('dialogue/ListHandOvers', { state: 'callback' })).handOvers;
  assert.ok(callback.dueUnix > Date.now() / 1000);
  assert.equal(callback.telephone, undefined, 'the list names no number');
  const seen = await front.call('dialogue/GetHandOver', { handOverId: callback.id });
  assert.equal(seen.handOver.telephone, '04821 12345');
  assert.equal((await elsewhere.tryCall('dialogue/GetHandOver', { handOverId: callback.id })).status, 403);
  await front.call('dialogue/EndHandOver', { handOverId: callback.id, close: true });
  assert.equal((await front.call('dialogue/GetHandOver', { handOverId: callback.id })).handOver.telephone, undefined);
});

test('an erasure by command reaches the call-back that names the number, and no other', async () => {
  for (const [name, telephone] of [['Eva Muster', '04821 778899'], ['Udo Muster', '04821 665544']]) {
    const talk = await Conversation.begin(product.url);
    await talk.say('Ich möchte mit einem Menschen sprechen');
    await talk.choose('Rückruf wünschen');
    await talk.send({ form: { name, telephone, wanted_time: 'egal' } });
  }
  const numbers = async () => {
    const { handOvers = [] } = await front.call('dialogue/ListHandOvers', { state: 'callback' });
    return Promise.all(handOvers.map(async ({ id }) => (await front.call('dialogue/GetHandOver', { handOverId: id })).handOver.telephone));
  };
  assert.equal((await numbers()).length, 2);
  const erased = spawnSync(cli, ['privacy', 'erase', 'erlenfurt', '--telephone', '+49 4821 778899', '--data', product.folder], { encoding: 'utf8' });
  assert.equal(erased.status, 0, erased.stdout + erased.stderr);
  assert.match(erased.stdout, /1 Übergaben/);
  assert.deepEqual(await numbers(), ['04821 665544']);
});

test('there and back: connected only once accepted, silent assistant, labelled replies, and it says that it is back', async () => {
  await setHours(offices[0], ALWAYS);
  const { talk, id } = await queued();
  assert.equal(await talk.say('Was kostet ein Reisepass?'), '', 'the assistant is silent');
  assert.doesNotMatch(await saysOf(talk), /Sie sind jetzt verbunden/);

  await front.call('dialogue/AcceptHandOver', { handOverId: id });
  assert.match(await saysOf(talk), /Sie sind jetzt verbunden\. Hier antwortet ein Mensch/);
  const seen = await front.call('dialogue/GetHandOver', { handOverId: id });
  assert.match(seen.transcript.map((message) => message.text).join('\n'), /Was kostet ein Reisepass/);

  const body = { handOverId: id, text: 'Guten Tag, 70 Euro.', idempotencyKey: 'eins' };
  await front.call('dialogue/ReplyAsStaff', body);
  await front.call('dialogue/ReplyAsStaff', body);
  const replies = (await talk.catchUp(0)).filter((message) => message.author === 'staff');
  assert.deepEqual(replies.map(({ text, authorLabel, author_label }) => [text, authorLabel ?? author_label]), [['Guten Tag, 70 Euro.', offices[0].name]]);
  assert.equal(await talk.say('Danke!'), '');

  await front.call('dialogue/AddHandOverNote', { handOverId: id, text: 'Ruft noch einmal an.', idempotencyKey: 'n1' });
  await front.call('dialogue/EndHandOver', { handOverId: id });
  assert.match(await saysOf(talk), /automatische Assistent \(KI\), kein Mensch/);
  assert.match(await talk.say('Was kostet ein Reisepass?'), /Euro|€/);
  assert.doesNotMatch(await saysOf(talk), /Ruft noch einmal an/);
});

test('only one person accepts, and only of the office', async () => {
  const { talk, id } = await queued();
  assert.equal((await elsewhere.tryCall('dialogue/AcceptHandOver', { handOverId: id })).status, 403);
  assert.equal((await waitingOf(elsewhere)).length, 0);
  await front.call('dialogue/AcceptHandOver', { handOverId: id });
  assert.equal((await admin.tryCall('dialogue/AcceptHandOver', { handOverId: id })).body.code, 'conflict');
  assert.equal((await admin.tryCall('dialogue/ReplyAsStaff', { handOverId: id, text: 'x', idempotencyKey: 'y' })).status, 409);
  await front.call('dialogue/EndHandOver', { handOverId: id });
  assert.match(await saysOf(talk), /Assistent/);
});

test('another office takes over, and the citizen waits again', async () => {
  await setHours(offices[1], ALWAYS);
  const { talk, id } = await queued();
  await front.call('dialogue/AcceptHandOver', { handOverId: id });
  await front.call('dialogue/TransferHandOver', { handOverId: id, officeId: offices[1].id, note: 'Es geht um Meldewesen.' });
  assert.match(await saysOf(talk), /geht an eine andere Stelle/);
  assert.equal((await front.tryCall('dialogue/GetHandOver', { handOverId: id })).status, 403);
  assert.equal((await waitingOf(elsewhere)).length, 1);
  await elsewhere.call('dialogue/AcceptHandOver', { handOverId: id });
  assert.equal((await elsewhere.call('dialogue/GetHandOver', { handOverId: id })).notes[0].text, 'Es geht um Meldewesen.');
  await elsewhere.call('dialogue/EndHandOver', { handOverId: id, close: true });
  await setHours(offices[1], '[]');
});

test('a case leaves as a PDF and is deleted then', async () => {
  const { talk, id } = await queued();
  await talk.say('Größe, Straße, Ärger – 12 €');
  const { fileName, pdf } = await front.call('dialogue/ExportHandOver', { handOverId: id });
  assert.match(fileName, /\.pdf$/);
  const bytes = Buffer.from(pdf, 'base64');
  assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
  assert.ok(bytes.length > 2000);
  await front.call('dialogue/DeleteHandOver', { handOverId: id });
  assert.equal((await front.tryCall('dialogue/GetHandOver', { handOverId: id })).status, 404);
  assert.match(await saysOf(talk), /automatische Assistent/);
});

test('the citizen may leave the queue, and may delete everything', async () => {
  const left = await queued();
  assert.match(await left.talk.choose('Zurück zum Assistenten'), /automatische Assistent/);
  assert.equal((await front.tryCall('dialogue/AcceptHandOver', { handOverId: left.id })).status, 409);
  const gone = await queued();
  const answer = await request(`${product.url}/api/v1/conversations/${gone.talk.id}`, { method: 'DELETE', host: gone.talk.host, headers: { Authorization: `Bearer ${gone.talk.token}` } });
  assert.ok(answer.status < 300, `${answer.status}`);
  assert.equal((await front.tryCall('dialogue/GetHandOver', { handOverId: gone.id })).status, 404);
});

test('when the staffed hours end, who still waits is told', async () => {
  const { talk } = await queued();
  await setHours(offices[0], elsewhen());
  await until(async () => /niemand mehr im Chat/.test(await saysOf(talk)), 60_000);
});

test('every step stands in the audit, by a mark and without words of the chat', async () => {
  const { lines } = await admin.call('dialogue/ListAudit', { pageSize: 200 });
  const actions = new Set(lines.map((line) => line.action));
  for (const action of ['accepted', 'returned', 'transferred', 'closed', 'deleted', 'note', 'staffed_hours']) assert.ok(actions.has(action), action);
  for (const { actor, action } of lines) assert.match(actor ?? 'p-', /^(p-|cli:)/, action); // a command stands under who gave it
  assert.doesNotMatch(JSON.stringify(lines), /Reisepass|Muster|04821 \d/);
});

test('editors and a second town see nothing of it', async () => {
  const editor = await colleague(admin, ['editor']);
  assert.equal((await editor.tryCall('dialogue/ListHandOvers')).status, 403);
  assert.equal((await front.tryCall('dialogue/SetStaffedHours', { officeId: offices[0].id, officeName: 'x', hoursJson: '[]' })).status, 403);
  const other = await administrator(product.url, 'krummwik');
  assert.equal((await other.call('dialogue/ListHandOvers')).handOvers?.length ?? 0, 0);
  assert.equal((await other.call('dialogue/ListStaffedHours')).offices?.length ?? 0, 0);
});

test('questions are counted by channel, hour and office, and ratings beside them', async () => {
  const days = { fromDate: firstDay, toDate: today() };
  const { figures } = await admin.call('dialogue/GetConversationFigures', days);
  const total = figures.find((figure) => figure.kind === 'total');
  assert.ok(total.handedOver >= 4, JSON.stringify(total));
  assert.ok(total.answered >= 1, JSON.stringify(total));
  assert.equal(figures.find((figure) => figure.kind === 'channel').value, 'web');
  assert.ok(figures.some((figure) => figure.kind === 'office' && figure.value === offices[0].name && figure.handedOver >= 1));
  assert.equal(figures.filter((figure) => figure.kind === 'hour').every((figure) => /^\d\d$/.test(figure.value)), true);
  assert.equal((await front.tryCall('dialogue/GetConversationFigures', days)).status, 403);
});

test('the name behind a mark: a reason, a second person, only for who asked, and every step in the audit', async () => {
  const second = await colleague(admin, ['administrator']);
  const { lines } = await admin.call('dialogue/ListAudit', { pageSize: 200 });
  const mark = lines.find((line) => line.action === 'accepted').actor;
  assert.equal((await admin.tryCall('staff/RequestNameLookUp', { mark, reason: 'zu kurz', idempotencyKey: 'a' })).status, 400);
  const { lookUp } = await admin.call('staff/RequestNameLookUp', { mark, reason: 'Beschwerde über ein Gespräch am Montag', idempotencyKey: 'b' });
  assert.equal((await admin.tryCall('staff/DecideNameLookUp', { id: lookUp.id, agree: true })).status, 403);
  await second.call('staff/DecideNameLookUp', { id: lookUp.id, agree: true });
  const named = async (person) => (await person.call('staff/ListNameLookUps')).lookUps.find((each) => each.id === lookUp.id).name ?? '';
  assert.equal(await named(admin), 'Test location_staff');
  assert.equal(await named(second), '');
  const actions = (await admin.call('staff/ListAudit', { pageSize: 50 })).lines.map((line) => line.action);
  assert.ok(actions.includes('name_asked') && actions.includes('name_agreed'));
});
