// Keys are changed by command while appointments stand: what was sealed before opens, new things are sealed anew.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
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
  assert.match(rotated.text, /^actor: der neue Schlüssel unterschreibt ab \d\d\.\d\d\.\d{4} \d\d:\d\d; der bisherige gilt danach noch 30 Minuten\./m);
  const after = readFileSync(ring, 'utf8');
  assert.ok(after.startsWith(before.trimEnd()));
  assert.equal(statSync(ring).mode & 0o777, 0o600);
  product.child.kill('SIGTERM');
  assert.equal((await product.ended).code, 0);
  const again = await startProduct({ data: product.folder });
  again.ownsFolder = true;
  product = again;
  assert.match(operate('keys', 'list').text, /booking +versiegelt mit Schlüssel 2/);
  assert.match(operate('keys', 'list').text, /actor +unterschreibt, .*; der neueste Schlüssel ab \d\d\./);
  // Commands sign for themselves.
  assert.equal(operate('staff', 'list', 'erlenfurt').code, 0);
  await cancel(product, code, 'Sommerfeld');
  await cancel(product, await book(product, 'Ruth Winterfeld'), 'Winterfeld');
});

test('only one service, and never an unknown one', () => {
  assert.match(operate('keys', 'rotate', 'web').text, /^web: Schlüssel 3/m);
  assert.doesNotMatch(operate('keys', 'rotate', 'web').text, /booking/);
  assert.equal(operate('keys', 'rotate', 'niemand').code, 2);
});

test('what signs actors changes in a file that every process reads, and at once when it has to', async () => {
  const file = join(`${product.folder}.keys`, 'actor.key');
  const [former, ...newer] = readFileSync(file, 'utf8').trimEnd().split('\n');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.match(former, /^\S{32,}$/);
  assert.equal(newer.length, 1);
  assert.match(newer[0], /^from \d{10} \S{32,}$/);
  assert.ok(Math.abs(Number(newer[0].split(' ')[1]) - Date.now() / 1000 - 1800) < 600);
  // What was replaced longer than half an hour ago goes with the next one.
  writeFileSync(file, `${former}\nfrom 1700000000 ${'n'.repeat(40)}\n`);
  assert.equal(operate('keys', 'rotate', 'actor').code, 0);
  assert.match(readFileSync(file, 'utf8'), /^from 1700000000 n+\nfrom \d{10} \S{32,}\n$/);
  assert.match(operate('keys', 'rotate', 'web', '--now').text, /--now gilt nur für actor/);
  const now = operate('keys', 'rotate', 'actor', '--now');
  assert.match(now.text, /actor: ab dem nächsten Start unterschreibt und gilt nur der neue Schlüssel/);
  assert.match(readFileSync(file, 'utf8'), /^[\w-]{43}\n$/);
  // The services still have the old one.
  assert.notEqual(operate('staff', 'list', 'erlenfurt').code, 0);
  writeFileSync(file, 'kurz\n');
  assert.match(operate('keys', 'rotate', 'actor').text, /actor\.key: beschädigt/);
  assert.equal(operate('keys', 'list').code, 1);
});
