// Each process is paused (SIGSTOP) while citizens ask: an answer or a clear refusal comes in time, and it heals by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Conversation, startProduct } from '../integration/product.mjs';
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

for (const service of ['nlu', 'knowledge', 'responsibility', 'booking', 'dialogue']) {
  test(`${service} hangs`, async () => {
    const talk = await Conversation.begin(product.url);
    await talk.say('Hallo');
    const pid = product.processes().get(service);
    process.kill(pid, 'SIGSTOP');
    try {
      // What web waits for dialogue is the longest wait there is.
      await askDuring(talk, { text: 'Ich brauche einen Termin für ein Führungszeugnis' }, 'during', service === 'dialogue' ? 20_000 : 10_000);
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
