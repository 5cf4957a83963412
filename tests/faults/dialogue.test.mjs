// Dialogue is killed between a hold or a booking, the session's write, and the reply: no effect happens twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Conversation, freePort, openAfternoon, redis, request, startProduct, until } from '../integration/product.mjs';

let product;
let metrics;
let when; // a day whose times do not pass while the tests run
before(async () => {
  const port = await freePort();
  metrics = `http://127.0.0.1:${port}/metrics`;
  product = await startProduct({ environment: { BOOKING_METRICS_LISTEN: `127.0.0.1:${port}` } });
  when = await openAfternoon(product.url, service);
});
after(() => product?.stop());

const service = 'fuehrungszeugnis';
const host = 'erlenfurt.localhost';

// How many people still fit into the slots of that day, all together.
async function sumLeft() {
  const day = `from=${when.day}&to=${when.day}`;
  const answer = await request(`${product.url}/api/v1/slots?service=${service}&limit=200&${day}`, { host });
  return answer.body.slots.reduce((sum, slot) => sum + slot.free, 0);
}

// Calls of that RPC that booking has answered.
async function answered(method) {
  const text = (await request(metrics)).body;
  return text.split('\n').filter((line) => line.includes(`method="Booking/${method}"`) && line.includes('direction="in"') && /_total|calls/.test(line))
    .reduce((sum, line) => sum + Number(line.split(' ').pop()), 0);
}

async function offerOf(talk) {
  await talk.say(`Ich brauche einen Termin für ein Führungszeugnis nächste Woche ${when.weekday} Nachmittag`);
  return talk.last.flatMap((message) => message.choices ?? [])[0];
}

// Sends `event`, and kills dialogue after booking has done `method` for it and before the session can be written.
async function killAfterEffect(talk, event, id, method) {
  const pids = product.processes();
  const before = await answered(method);
  process.kill(pids.get('booking'), 'SIGSTOP');
  const lost = talk.post(event, id).catch((error) => error);
  await until(async () => (await redis(product, 'EXISTS', `lease:erlenfurt:${talk.id}`)) === '1', 5_000);
  process.kill(pids.get('redis'), 'SIGSTOP');
  process.kill(pids.get('booking'), 'SIGCONT');
  await until(async () => (await answered(method)) > before, 5_000, () => `${method} was not called`);
  process.kill(pids.get('dialogue'), 'SIGKILL');
  process.kill(pids.get('redis'), 'SIGCONT');
  await lost;
  let answer;
  await until(async () => (answer = await talk.post(event, id)).status === 200, 30_000, () => `${JSON.stringify(answer?.body)}\n${product.output}`);
  talk.last = answer.body.messages;
  return JSON.stringify(answer.body.messages);
}

test('killed between hold and session write: the repeated choice holds one place', async () => {
  const talk = await Conversation.begin(product.url);
  const choice = await offerOf(talk);
  const before = await sumLeft();
  const text = await killAfterEffect(talk, { choice: choice.id }, 'choose', 'Hold');
  assert.match(text, /Name|reserviert|halte/i);
  const afterOne = await sumLeft();
  const again = await Conversation.begin(product.url);
  const other = await offerOf(again);
  await again.send({ choice: other.id }, 'choose');
  // An undisturbed hold takes as many places as the disturbed one did.
  assert.equal(before - afterOne, afterOne - (await sumLeft()));
});

test('killed between confirm and session write: one appointment, and its code works', async () => {
  const talk = await Conversation.begin(product.url);
  const choice = await offerOf(talk);
  await talk.send({ choice: choice.id });
  await talk.say('Erika Mustermann');
  const held = await sumLeft();
  const text = await killAfterEffect(talk, { text: 'erika.mustermann@example.org' }, 'confirm', 'Confirm');
  assert.match(text, /gebucht/);
  assert.equal(await sumLeft(), held);
  const code = /Absagecode: ([^\s"\\.,]+)/.exec(text)[1];
  const later = await Conversation.begin(product.url);
  await later.say('ich möchte meinen Termin absagen');
  await later.say(code);
  await later.say('Mustermann');
  assert.match(await later.say('ja'), /abgesagt/);
});

test('killed after the session write, before the reply: the repeated message gets the first replies', async () => {
  const talk = await Conversation.begin(product.url);
  const choice = await offerOf(talk);
  const key = `session:erlenfurt:${talk.id}`;
  const version = await redis(product, 'HGET', key, 'v');
  const lost = talk.post({ choice: choice.id }, 'choose').catch((error) => error);
  await until(async () => (await redis(product, 'HGET', key, 'v')) !== version, 5_000);
  process.kill(product.processes().get('dialogue'), 'SIGKILL');
  await lost;
  const written = await redis(product, 'HGET', key, 'v');
  const left = await sumLeft();
  let answer;
  await until(async () => (answer = await talk.post({ choice: choice.id }, 'choose')).status === 200, 30_000);
  assert.equal(await redis(product, 'HGET', key, 'v'), written);
  assert.equal(await sumLeft(), left);
  assert.match(JSON.stringify(answer.body.messages), /Name|reserviert|halte/i);
});
