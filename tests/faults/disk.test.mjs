// Booking's files cannot grow any more, as on a full disk: nothing acknowledged is lost, errors are clear, and with room
// again it goes on. The limit is one on the size of files (RLIMIT_FSIZE), which needs no rights.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { Conversation, startProduct } from '../integration/product.mjs';
import { Bustle, askDuring, book, cancel, healed } from './town.mjs';

let bustle;
let product;
before(async () => {
  product = await startProduct();
  bustle = Bustle.begin(product);
});
after(async () => {
  if (bustle) bustle.going = false;
  await product?.stop();
});

test('a booking that cannot be written is refused, and the ones before stand', async () => {
  const code = await book(product, 'Dora Vollmer');
  const talk = await Conversation.begin(product.url);
  await talk.say('Ich brauche einen Termin für ein Führungszeugnis');
  const firstOf = (messages) => messages.flatMap((message) => message.choices ?? [])[0];
  let choice = firstOf(talk.last);
  const pid = product.processes().get('booking');
  // The soft limit: only that may be raised again without rights.
  const limit = (size) => assert.equal(spawnSync('prlimit', ['--pid', String(pid), `--fsize=${size}:`], { encoding: 'utf8' }).stderr, '');
  limit(4096);
  let answer = await askDuring(talk, { choice: choice.id }, 'full');
  // Somebody else may have taken that time just before; then there are others.
  for (let tries = 1; /jemand anderem gebucht/.test(JSON.stringify(answer.body)) && tries < 5; tries += 1) {
    choice = firstOf(answer.body.messages);
    answer = await askDuring(talk, { choice: choice.id }, `full${tries}`);
  }
  assert.match(JSON.stringify(answer.body), /nicht erreichbar/);
  limit('unlimited');
  await healed(product);
  assert.equal(product.processes().get('booking'), pid, 'the same process goes on');
  await cancel(product, code, 'Vollmer');
  await cancel(product, await book(product, 'Emil Dannemann'), 'Dannemann');
});

test('what other citizens were told meanwhile holds', () => bustle.end());
