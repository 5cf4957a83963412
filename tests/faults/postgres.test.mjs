// PostgreSQL, in which all services keep what they know, crashes and comes back while citizens ask and book: what was
// acknowledged is there, once, and each service finds its way back by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Conversation, request, startProduct, until } from '../integration/product.mjs';
import { Databases } from './stores.mjs';
import { Bustle, administrator, askDuring, book, cancel, healedSince, refused } from './town.mjs';

let admin;
let bustle;
let databases;
let product;
before(async () => {
  databases = new Databases('knowledge', 'booking', 'dialogue', 'staff', 'responsibility', 'messengers');
  const at = (name) => databases.database(name);
  product = await startProduct({ environment: { KNOWLEDGE_POSTGRES: at('knowledge'), RESPONSIBILITY_KNOWLEDGE_POSTGRES: at('knowledge'),
    RESPONSIBILITY_DATABASE: at('responsibility'), BOOKING_DATABASE: at('booking'), DIALOGUE_DATABASE: at('dialogue'), STAFF_DATABASE: at('staff'),
    MESSENGERS_DATABASE: at('messengers') } });
  admin = await administrator(product);
  bustle = Bustle.begin(product);
});
after(async () => {
  if (bustle) bustle.going = false;
  await product?.stop();
  databases?.remove();
});

// What each service has to write or read there, by the console.
let saved = 0;
const uses = {
  knowledge: () => ['knowledge/SaveEntry', { entry: { question: `Was ist mit Fall ${saved += 1}?`, answer: 'Er ist erledigt.', language: 'de' }, idempotencyKey: `fall-${saved}` }],
  responsibility: () => ['responsibility/SaveRule', { rule: { serviceId: 'hundesteuer', ars: '010990001001', officeId: 'buergerbuero-nord', role: 'informs' } }],
  booking: () => ['booking/SearchAppointments', { query: 'Datenbank' }],
  staff: () => ['staff/ListAccounts', {}],
  dialogue: () => ['dialogue/ListHandOvers', {}],
  messengers: () => ['messengers/ListAccounts', {}],
};

test('each service keeps its own in PostgreSQL', () => {
  for (const name of Object.keys(uses))
    assert.ok(Number(databases.query("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'", name)) > 0, name);
});

test('PostgreSQL crashes and comes back', async (t) => {
  const code = await book(product, 'Frieda Datenbank');
  for (const use of Object.values(uses)) await admin.call(...use());
  const talk = await Conversation.begin(product.url);
  await talk.say('Hallo');
  databases.stop();
  try {
    const answer = await askDuring(talk, { text: 'Ich brauche einen Termin für ein Führungszeugnis' }, 'during');
    assert.doesNotMatch(JSON.stringify(answer.body), /Absagecode/);
    // Without the catalogue too there is a number to call.
    assert.match(JSON.stringify((await askDuring(talk, { text: 'Was kostet ein Reisepass?' }, 'fee')).body), /70,00|Behördennummer 115/);
    // Nobody of the staff is known without their accounts.
    for (const use of Object.values(uses)) await refused(() => admin.tryCall(...use()));
  } finally {
    databases.start();
  }
  const started = Date.now();
  await healedSince(product, started);
  for (const [name, use] of Object.entries(uses)) {
    await until(async () => (await admin.tryCall(...use())).status === 200, 10_000, () => `${name}\n${product.output}`);
    t.diagnostic(`${name} works again after ${Date.now() - started} ms`);
  }
  const condition = async () => (await request(`${product.url}/health`)).body.trim();
  await until(async () => (await condition()) === 'ready', 10_000, () => product.output);
  await cancel(product, code, 'Datenbank');
  await cancel(product, await book(product, 'Gerda Dannemann'), 'Dannemann');
});

test('what other citizens were told meanwhile holds', () => bustle.end((statement) => databases.query(statement, 'booking')));
