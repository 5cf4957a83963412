// Each process is killed while citizens ask and book: what was acknowledged stands once, errors are clear, and it heals.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Conversation, startProduct } from '../integration/product.mjs';
import { Bustle, askDuring, book, cancel, healedSince } from './town.mjs';

let bustle;
let product;
before(async () => {
  product = await startProduct();
  bustle = Bustle.begin(product, { mayBreak: true });
});
after(async () => {
  if (bustle) bustle.going = false;
  await product?.stop();
});

for (const service of ['nlu', 'knowledge', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers', 'web', 'redis']) {
  test(`${service} is killed`, async (t) => {
    const code = await book(product, 'Hanna Standhaft');
    const talk = await Conversation.begin(product.url);
    await talk.say('Hallo');
    const said = product.output.length;
    // Others book meanwhile; what they are told to have, they have.
    const codes = [];
    const others = Promise.all(['Ida Harmsen', 'Jens Harmsen'].map((name) => book(product, name, `${name.slice(0, 3)}.${service}@example.org`).then((made) => codes.push(made), () => {})));
    const killed = Date.now();
    process.kill(product.processes().get(service), 'SIGKILL');
    if (service !== 'web') await askDuring(talk, { text: 'Ich brauche einen Termin für ein Führungszeugnis' }, 'during');
    await product.waitFor(new RegExp(`${service} ist wieder bereit`), 10_000, said);
    await healedSince(product, killed);
    t.diagnostic(`as before after ${Date.now() - killed} ms`);
    await others;
    await cancel(product, code, 'Standhaft');
    for (const made of codes) await cancel(product, made, 'Harmsen');
    assert.ok(product.processes().size >= 9);
  });
}

test('what other citizens were told meanwhile holds', () => bustle.end());
