// Keys are changed by command while appointments stand: what was sealed before opens, new things are sealed anew.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { book, cancel } from '../faults/town.mjs';
import { cli } from './paths.mjs';
import { startProduct } from './product.mjs';

let product;
before(async () => { product = await startProduct(); });
after(() => product?.stop());

const operate = (...flags) => {
  const result = spawnSync(cli, [...flags, '--data', product.folder], { encoding: 'utf8' });
  return { code: result.status, text: result.stdout + result.stderr };
};

test('after a rotation old appointments are found and new ones are made with the new key', async () => {
  const ring = join(`${product.folder}.keys`, 'booking.keys');
  const code = await book(product, 'Ruth Sommerfeld');
  const before = readFileSync(ring, 'utf8');
  const rotated = operate('keys', 'rotate');
  assert.equal(rotated.code, 0, rotated.text);
  for (const owner of ['booking', 'dialogue', 'staff', 'messengers', 'web']) assert.match(rotated.text, new RegExp(`^${owner}: Schlüssel 2 gilt`, 'm'));
  const after = readFileSync(ring, 'utf8');
  assert.ok(after.startsWith(before.trimEnd()));
  assert.equal(statSync(ring).mode & 0o777, 0o600);
  product.child.kill('SIGTERM');
  assert.equal((await product.ended).code, 0);
  const again = await startProduct({ data: product.folder });
  again.ownsFolder = true;
  product = again;
  assert.match(operate('keys', 'list').text, /booking +versiegelt mit Schlüssel 2/);
  await cancel(product, code, 'Sommerfeld');
  await cancel(product, await book(product, 'Ruth Winterfeld'), 'Winterfeld');
});

test('only one service, and never an unknown one', () => {
  assert.match(operate('keys', 'rotate', 'web').text, /^web: Schlüssel 3/m);
  assert.doesNotMatch(operate('keys', 'rotate', 'web').text, /booking/);
  assert.equal(operate('keys', 'rotate', 'niemand').code, 2);
});
