// PostgreSQL is stopped at once and started again while citizens book: what was acknowledged is there, once, and booking
// finds its way back by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PostgresServer } from '../integration/postgres.mjs';
import { Conversation, startProduct } from '../integration/product.mjs';
import { Bustle, askDuring, book, cancel, healed } from './town.mjs';

let database;
let bustle;
let product;
before(async () => {
  database = new PostgresServer();
  product = await startProduct({ environment: { BOOKING_DATABASE: database.connection } });
  bustle = Bustle.begin(product);
});
after(async () => {
  if (bustle) bustle.going = false;
  await product?.stop();
  database?.remove();
});

test('PostgreSQL crashes and comes back', async () => {
  const code = await book(product, 'Frieda Datenbank');
  const talk = await Conversation.begin(product.url);
  await talk.say('Hallo');
  database.stop();
  try {
    const answer = await askDuring(talk, { text: 'Ich brauche einen Termin für ein Führungszeugnis' }, 'during');
    assert.doesNotMatch(JSON.stringify(answer.body), /Absagecode/);
    // Answers that need no appointment go on.
    assert.match(JSON.stringify((await askDuring(talk, { text: 'Was kostet ein Reisepass?' }, 'fee')).body), /70,00/);
  } finally {
    database.start();
  }
  await healed(product);
  await cancel(product, code, 'Datenbank');
  await cancel(product, await book(product, 'Gerda Dannemann'), 'Dannemann');
});

test('what other citizens were told meanwhile holds', () => bustle.end());
