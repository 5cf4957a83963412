// PostgreSQL, in which all services keep what they know, crashes and comes back while citizens ask and book, and the lines
// to it are cut and slowed: what was acknowledged is there, once, and each service finds its way back by itself.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Conversation, request, startProduct, until } from '../integration/product.mjs';
import { Databases } from './stores.mjs';
import { Bustle, Line, administrator, askDuring, book, cancel, healedSince, refused } from './town.mjs';

let admin;
let bustle;
let databases;
let line;
let product;
const lineFolder = mkdtempSync(join(tmpdir(), 'al-pgl-'));
before(async () => {
  databases = new Databases('knowledge', 'booking', 'dialogue', 'staff', 'responsibility', 'messengers');
  const socket = '.s.PGSQL.5432';
  line = await Line.open(join(lineFolder, socket), join(databases.folder, socket));
  const at = (name) => `host=${lineFolder} user=amtslotse dbname=${name}`;
  product = await startProduct({ environment: { KNOWLEDGE_POSTGRES: at('knowledge'), RESPONSIBILITY_KNOWLEDGE_POSTGRES: at('knowledge'),
    RESPONSIBILITY_DATABASE: at('responsibility'), BOOKING_DATABASE: at('booking'), DIALOGUE_DATABASE: at('dialogue'), STAFF_DATABASE: at('staff'),
    MESSENGERS_DATABASE: at('messengers') } });
  admin = await administrator(product);
  bustle = Bustle.begin(product);
});
after(async () => {
  if (bustle) bustle.going = false;
  await product?.stop();
  await line?.close();
  databases?.remove();
  rmSync(lineFolder, { recursive: true, force: true });
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

// With nothing of it reachable no service can do what it has to; citizens get an answer or a clear refusal.
async function withoutIt() {
  const talk = await Conversation.begin(product.url);
  const answer = await askDuring(talk, { text: 'Ich brauche einen Termin für ein Führungszeugnis' }, 'during');
  assert.doesNotMatch(JSON.stringify(answer.body), /Absagecode/);
  // Without the catalogue too there is a number to call.
  assert.match(JSON.stringify((await askDuring(talk, { text: 'Was kostet ein Reisepass?' }, 'fee')).body), /70,00|Behördennummer 115/);
  // Nobody of the staff is known without their accounts.
  for (const use of Object.values(uses)) await refused(() => admin.tryCall(...use()));
}

async function allWorkAgain(t, since) {
  await healedSince(product, since);
  for (const [name, use] of Object.entries(uses)) {
    await until(async () => (await admin.tryCall(...use())).status === 200, 10_000, () => `${name}\n${product.output}`);
    t.diagnostic(`${name} works again after ${Date.now() - since} ms`);
  }
  const condition = async () => (await request(`${product.url}/health`)).body.trim();
  await until(async () => (await condition()) === 'ready', 10_000, () => product.output);
}

test('PostgreSQL crashes and comes back', async (t) => {
  const code = await book(product, 'Frieda Datenbank');
  for (const use of Object.values(uses)) await admin.call(...use());
  databases.stop();
  try {
    await withoutIt();
  } finally {
    databases.start();
  }
  await allWorkAgain(t, Date.now());
  await cancel(product, code, 'Datenbank');
  await cancel(product, await book(product, 'Gerda Dannemann'), 'Dannemann');
});

test('the lines to PostgreSQL are cut', async (t) => {
  const code = await book(product, 'Frieda Schnittker');
  assert.ok(line.sockets.size > 0, 'not through the line');
  line.break();
  try {
    await withoutIt();
  } finally {
    line.mend();
  }
  await allWorkAgain(t, Date.now());
  await cancel(product, code, 'Schnittker');
});

test('the lines to PostgreSQL are slow: it takes longer, and is done', async (t) => {
  line.delay = 30;
  try {
    const talk = await Conversation.begin(product.url);
    assert.equal((await askDuring(talk, { text: 'Was kostet ein Personalausweis?' }, 'slow')).status, 200);
    for (const use of Object.values(uses)) await admin.call(...use());
  } finally {
    line.delay = 0;
  }
  await allWorkAgain(t, Date.now());
});

test('what other citizens were told meanwhile holds', () => bustle.end((statement) => databases.query(statement, 'booking')));
