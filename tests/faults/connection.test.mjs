// The line to a process is cut, and slowed, while citizens ask and book.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Conversation, startProduct, until } from '../integration/product.mjs';
import { Bustle, Line, askDuring, book, cancel, healed } from './town.mjs';

// Those that dialogue calls, and dialogue, which web calls.
const called = ['redis', 'nlu', 'knowledge', 'responsibility', 'booking'];
const cut = [...called, 'dialogue'];
let bustle;
let product;
const lines = new Map();
async function anew(service) {
  const said = product.output.length;
  process.kill(product.processes().get(service), 'SIGKILL');
  await product.waitFor(new RegExp(`${service} ist wieder bereit`), 20_000, said);
}
before(async () => {
  product = await startProduct();
  for (const service of called) lines.set(service, await Line.lay(product, service));
  // Whoever calls connects anew, through the lines.
  await anew('dialogue');
  lines.set('dialogue', await Line.lay(product, 'dialogue'));
  await anew('web');
  await healed(product);
  await (await Conversation.begin(product.url)).say('Welches Amt ist für den Personalausweis zuständig?');  // of all
  await until(() => [...lines.values()].every((line) => line.sockets.size > 0), 10_000, () => 'not through the lines');
  bustle = Bustle.begin(product);
});
after(async () => {
  if (bustle) bustle.going = false;
  for (const line of lines.values()) await line.remove();
  await product?.stop();
});

for (const service of cut) {
  test(`the line to ${service} is cut`, async () => {
    const code = await book(product, 'Berta Schnittker');
    const talk = await Conversation.begin(product.url);
    await talk.say('Hallo');
    lines.get(service).break();
    try {
      await askDuring(talk, { text: 'Ich brauche einen Termin für ein Führungszeugnis' }, 'during');
    } finally {
      lines.get(service).mend();
    }
    await healed(product);
    await cancel(product, code, 'Schnittker');
  });

  test(`the line to ${service} is slow`, async () => {
    lines.get(service).delay = 100;
    try {
      const talk = await Conversation.begin(product.url);
      const answer = await askDuring(talk, { text: 'Was kostet ein Personalausweis?' }, 'slow');
      assert.equal(answer.status, 200);
    } finally {
      lines.get(service).delay = 0;
    }
    await healed(product);
  });
}

test('what other citizens were told meanwhile holds', () => bustle.end());
