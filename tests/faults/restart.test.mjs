// One machine: all processes end in order while citizens book, and start again – as a version with another schema, and
// as the one before. What was acknowledged stands.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Installed, unlimited } from '../install/installed.mjs';
import { build, patience } from '../integration/paths.mjs';
import { freePort, until } from '../integration/product.mjs';
import { book, cancel, healed, noneDoubled } from './town.mjs';

const services = ['redis', 'knowledge', 'nlu', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers', 'web'];
let next;
let product;
const codes = [];

function startAll(program) {
  const more = { BOOKING_DATA_DIR: product.at('/var/lib/amtslotse/booking') };
  for (const name of services)
    product.start(name, name === 'booking' ? more : {}, name === 'booking' ? program : undefined);
}
const ready = () =>
  until(
    async () => (await fetch(`${product.url}/health/ready`).catch(() => ({}))).ok,
    90_000,
    () => product.output,
  );

before(async () => {
  product = new Installed();
  product.setUp();
  next = product.bring(join(build, 'tests', 'support', 'booking_next'));
  const port = await freePort();
  product.url = `http://127.0.0.1:${port}`;
  writeFileSync(product.at('/etc/amtslotse/web.conf'), `WEB_LISTEN=127.0.0.1:${port}\n${unlimited}`);
  startAll();
  await ready();
  const demo = product.cli('demo');
  assert.equal(demo.code, 0, demo.text);
  await healed(product, 60_000);
});
after(() => product?.remove());

function schema() {
  const query =
    'import sqlite3, sys; print(sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)' +
    '.execute("SELECT max(version) FROM schema_version").fetchone()[0])';
  const run = spawnSync('python3', ['-c', query, product.at('/var/lib/amtslotse/booking/booking.db')], {
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stderr);
  return Number(run.stdout);
}

// Books until a booking fails because all ends. Who was told a code has an appointment.
let citizens = 0;
async function bookOn() {
  for (;;) {
    const code = await book(product, 'Gerda Petersen', `gerda${(citizens += 1)}@example.org`).catch(() => null);
    if (!code) return;
    codes.push(code);
  }
}

let shipped;
for (const what of ['on to the next schema', 'back to this version']) {
  test(`${what}: it ends in order while citizens book, starts again, and nothing acknowledged is lost`, async (t) => {
    shipped ??= schema();
    const before = codes.length;
    const booking = bookOn();
    await until(
      () => codes.length > before + 1,
      60_000,
      () => product.output,
    );
    const begin = performance.now();
    const said = product.output.length;
    await product.stop();
    const ended = performance.now();
    await booking;
    const stopped = product.output.slice(said).match(/"event":"stopped"/g) ?? [];
    assert.ok(stopped.length >= 7, 'each process ended by itself');
    const started = performance.now();
    startAll(what.startsWith('on') ? next : undefined);
    await ready();
    const again = performance.now();
    const took = (from, to) => `${((to - from) / 1000).toFixed(1)} s`;
    t.diagnostic(`drained in ${took(begin, ended)}, ready again in ${took(started, again)}`);
    // One process ends after the other here, which systemd does for all at once. Built with a sanitizer they start slowly.
    const longest = 3_000 * patience * (process.env.TSAN_OPTIONS ? 5 : 1);
    assert.ok(ended - begin + again - started < longest, `${took(begin, ended)} and ${took(started, again)}`);
    assert.equal(schema(), shipped + 1);
    await healed(product, 60_000);
  });
}

test('every appointment that was acknowledged is there, once', async () => {
  assert.ok(codes.length >= 4);
  noneDoubled(product);
  for (const code of codes) await cancel(product, code, 'Petersen');
});
