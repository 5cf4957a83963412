// Each process is paused (SIGSTOP) while citizens ask: an answer or a clear refusal comes in time, only who notices it
// waits, operators are told what is missing, and it heals by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Colleague } from '../browser/console.mjs';
import { Conversation, request, startProduct, until } from '../integration/product.mjs';
import { Bustle, administrator, askDuring, book, cancel, healed, refused } from './town.mjs';

let admin;
let bustle;
let product;
let code;
before(async () => {
  product = await startProduct();
  code = await book(product, 'Anna Pausenbrot');
  admin = await administrator(product);
  bustle = Bustle.begin(product);
});
after(async () => {
  if (bustle) bustle.going = false;
  await product?.stop();
});

// What web says of itself to operators: alive all the while; without these two not ready; the others only take something away.
const health = async (path = '') => {
  const { status, body } = await request(`${product.url}/health${path}`);
  return `${status} ${body.trim()}`;
};
async function told(service) {
  assert.equal(await health('/live'), '200 alive');
  const [ready, condition] = [await health('/ready'), await health()];
  if (['dialogue', 'knowledge'].includes(service)) assert.deepEqual([ready, condition], Array(2).fill(`503 ${service} is not serving`));
  else assert.deepEqual([ready, condition], ['200 ready', `200 degraded: without ${service}`]);
}

async function paused(service, during) {
  const pid = product.processes().get(service);
  process.kill(pid, 'SIGSTOP');
  try {
    await during();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await healed(product);
  await until(async () => (await health()) === '200 ready', 10_000, () => product.output);
}

const question = { text: 'Ich brauche einen Termin für ein Führungszeugnis' };
for (const service of ['nlu', 'knowledge', 'responsibility', 'booking', 'dialogue']) {
  test(`${service} hangs`, async (t) => {
    const talk = await Conversation.begin(product.url);
    await talk.say('Hallo');
    await paused(service, async () => {
      const begin = performance.now();
      // Who answers nothing, not even what its health is, is waited for about five seconds; a slow turn may take 15.
      const answer = await askDuring(talk, question, 'during', 11_000);
      const noticed = performance.now();
      // Whatever was noticed is no longer waited for.
      const next = await askDuring(talk, { text: 'Was kostet ein Personalausweis?' }, 'next', 2_000);
      t.diagnostic(`first turn ${(noticed - begin).toFixed(0)} ms, next ${(performance.now() - noticed).toFixed(0)} ms`);
      if (service !== 'dialogue') assert.deepEqual([answer.status, next.status], [200, 200]);
      // Without nlu it is searched for, without knowledge there is a number to call.
      const said = { nlu: /Personalausweis beantragen/, knowledge: /115/ }[service] ?? /46,00/;
      if (service !== 'dialogue') assert.match(JSON.stringify(next.body.messages), said);
      await told(service);
    });
  });
}

// A colleague is told too, and no citizen notices.
async function citizenIsAnswered() {
  assert.match(await (await Conversation.begin(product.url)).say('Was kostet ein Personalausweis?'), /46,00/);
}

test('staff hangs: who signs in is told so in the time of any call', async () => {
  await paused('staff', async () => {
    await refused(() => new Colleague(product.url).request('POST', '/sign-in', { name: 'test.administration', password: 'Falsches Passwort' }), 7_000);
    await refused(() => admin.tryCall('staff/ListAccounts'), 2_000);
    await citizenIsAnswered();
    await told('staff');
  });
  await until(async () => (await admin.tryCall('staff/ListAccounts')).status === 200, 10_000, () => product.output);
});

test('messengers hangs: the console says so, and the chat goes on', async () => {
  await paused('messengers', async () => {
    await refused(() => admin.tryCall('messengers/ListAccounts'), 11_000);
    await refused(() => admin.tryCall('messengers/ListAccounts'), 2_000);
    await citizenIsAnswered();
    await told('messengers');
  });
  await until(async () => (await admin.tryCall('messengers/ListAccounts')).status === 200, 10_000, () => product.output);
});

test('web hangs: who asked meanwhile is answered afterwards, once', async () => {
  const talk = await Conversation.begin(product.url);
  await talk.say('Hallo');
  let asked;
  await paused('web', async () => { asked = talk.post({ text: 'Was kostet ein Personalausweis?' }, 'during'); });
  const answer = await asked;
  assert.equal(answer.status, 200);
  assert.match(JSON.stringify(answer.body.messages), /46,00/);
  assert.deepEqual((await talk.post({ text: 'Was kostet ein Personalausweis?' }, 'during')).body.messages, answer.body.messages);
});

test('the appointment of before is still there, once', async () => {
  await cancel(product, code, 'Pausenbrot');
  assert.ok(product.processes().size >= 9);
});

test('what other citizens were told meanwhile holds', () => bustle.end());
