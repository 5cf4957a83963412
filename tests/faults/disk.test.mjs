// Booking's files cannot grow any more, as on a full disk: nothing acknowledged is lost, errors are clear, and with room
// again it goes on. The limit is one on the size of files (RLIMIT_FSIZE), which needs no rights.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { Conversation, startProduct } from '../integration/product.mjs';
import { askDuring, book, cancel, healed } from './town.mjs';

let product;
before(async () => { product = await startProduct(); });
after(() => product?.stop());

test('a booking that cannot be written is refused, and the ones before stand', async () => {
  const code = await book(product, 'Dora Vollmer');
  const talk = await Conversation.begin(product.url);
  await talk.say('Ich brauche einen Termin für ein Führungszeugnis');
  const choice = talk.last.flatMap((message) => message.choices ?? [])[0];
  const pid = product.processes().get('booking');
  const limited = spawnSync('prlimit', ['--pid', String(pid), '--fsize=4096'], { encoding: 'utf8' });
  assert.equal(limited.status, 0, limited.stderr);
  const answer = await askDuring(talk, { choice: choice.id }, 'full');
  assert.doesNotMatch(JSON.stringify(answer.body), /Absagecode/);
  spawnSync('prlimit', ['--pid', String(pid), '--fsize=unlimited']);
  await healed(product);
  await cancel(product, code, 'Vollmer');
  await cancel(product, await book(product, 'Emil Dannemann'), 'Dannemann');
});
