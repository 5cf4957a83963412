// Each process is paused (SIGSTOP) while citizens ask: an answer or a clear refusal comes in time, and it heals by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Conversation, request, startProduct } from '../integration/product.mjs';
import { Bustle, askDuring, book, cancel, healed } from './town.mjs';

let bustle;
let product;
let code;
before(async () => {
  product = await startProduct();
  code = await book(product, 'Anna Pausenbrot');
  bustle = Bustle.begin(product);
});
after(async () => {
  if (bustle) bustle.going = false;
  await product?.stop();
});

// What web says of itself to operators: alive all the while; without these two not ready; the others only take something away.
async function told(service) {
  const ask = async (path) => { const { status, body } = await request(product.url + path); return `${status} ${body.trim()}`; };
  assert.equal(await ask('/health/live'), '200 alive');
  const [ready, health] = [await ask('/health/ready'), await ask('/health')];
  if (['dialogue', 'knowledge'].includes(service)) assert.deepEqual([ready, health], Array(2).fill(`503 ${service} is not serving`));
  else assert.deepEqual([ready, health], ['200 ready', service === 'nlu' ? '200 ready' : `200 degraded: without ${service}`]);
}

for (const service of ['nlu', 'knowledge', 'responsibility', 'booking', 'dialogue']) {
  test(`${service} hangs`, async () => {
    const talk = await Conversation.begin(product.url);
    await talk.say('Hallo');
    const pid = product.processes().get(service);
    process.kill(pid, 'SIGSTOP');
    try {
      // What web waits for dialogue is the longest wait there is.
      await askDuring(talk, { text: 'Ich brauche einen Termin für ein Führungszeugnis' }, 'during', service === 'dialogue' ? 20_000 : 10_000);
      await told(service);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await healed(product);
  });
}

test('the appointment of before is still there, once', async () => {
  await cancel(product, code, 'Pausenbrot');
  assert.ok(product.processes().size >= 9);
});

test('what other citizens were told meanwhile holds', () => bustle.end());
