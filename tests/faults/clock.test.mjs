// One process's clock is five minutes ahead or behind: appointments are booked and cancelled all the same. Where a caller
// is ahead, all others are set back: gRPC's waits go to the kernel with the faked time, past libfaketime, and with a clock
// ahead of the kernel's they would only wait longer.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Installed, built } from '../install/installed.mjs';
import { freePort, until } from '../integration/product.mjs';
import { book, cancel, healed } from './town.mjs';

const faketime = ['/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1', '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1'].find(existsSync);
const services = ['redis', 'knowledge', 'nlu', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers', 'web'];
let product;
let waiting;

const callers = ['dialogue', 'web'];

async function startWith(service, skew) {
  const others = callers.includes(service) && skew.startsWith('+');
  for (const name of services) {
    const off = (name === service) !== others && skew !== '';
    product.start(name, off ? { LD_PRELOAD: faketime, FAKETIME: skew.replace('+', others ? '-' : '+'), FAKETIME_DONT_FAKE_MONOTONIC: '1' } : {});
  }
  await until(async () => (await fetch(`${product.url}/health/ready`).catch(() => ({ ok: false }))).ok, 60_000, () => product.output);
}

before(async () => {
  assert.ok(faketime, 'the package libfaketime');
  product = new Installed();
  const { code, text } = product.run('install', '--built', built);
  assert.equal(code, 0, text);
  product.settle();
  const port = await freePort();
  product.url = `http://127.0.0.1:${port}`;
  writeFileSync(product.at('/etc/amtslotse/web.conf'), `WEB_LISTEN=127.0.0.1:${port}\n`);
  await startWith('', '');
  const demo = product.cli('demo');
  assert.equal(demo.code, 0, demo.text);
  waiting = await book(product, 'Clara Wendtland');
});
after(() => product?.remove());

for (const [service, skew] of [['booking', '+5m'], ['booking', '-5m'], ['dialogue', '-5m'], ['web', '-5m']]) {
  test(`${service} is ${skew} off`, async () => {
    await product.stop();
    await startWith(service, skew);
    await healed(product);
    await cancel(product, await book(product, 'Clara Schiefner'), 'Schiefner');
  });
}

test('what was booked before stands', () => cancel(product, waiting, 'Wendtland'));
