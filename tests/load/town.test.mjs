// A quarter of an hour of a town's working day, and then everybody wants the same few places.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startProduct } from '../integration/product.mjs';
import { Proofs } from './proofs.mjs';
import { environment, rushHour, workingDay } from './town_runs.mjs';

// AMTSLOTSE_LOAD_SECONDS: shorter, by hand.
const seconds = Number(process.env.AMTSLOTSE_LOAD_SECONDS ?? 900);
let product;
const solver = new Proofs();
before(async () => {
  product = await startProduct({ environment });
});
after(async () => {
  await solver.stop();
  await product?.stop();
});

test(`50 turns, 200 views and 20 holds a second for ${seconds} s: no error, and memory stays flat`, async (t) => {
  const { citizens, cost, memory: byProcess } = await workingDay(product, solver, seconds);
  const memory = byProcess.map(({ all }) => all);
  const cores = (cost.cpuMs / cost.seconds / 1000).toFixed(2);
  t.diagnostic(`turn p99 ${citizens.quantile('turn', 0.99).toFixed(0)} ms, ${cores} cores`);
  t.diagnostic(`MB ${memory.map((mb) => mb.toFixed(0)).join(' ')}`);
  assert.deepEqual([...new Set(citizens.failures)].slice(0, 5), []);
  // Caches fill in the beginning; from the middle on nothing grows by more than a tenth.
  const middle = memory[Math.floor(memory.length / 2)];
  assert.ok(memory.at(-1) < middle * 1.1 + 5, memory.join(' '));
});

test('3 000 citizens in a minute for 300 places: each is sold, none twice, nobody gets an error', async (t) => {
  const { citizens, places, before: free, sold, after: left } = await rushHour(product, solver);
  t.diagnostic(`${citizens.told} told to wait, ${citizens.proofs} proofs of work`);
  assert.deepEqual([...new Set(citizens.failures)].slice(0, 5), []);
  assert.equal(free, places);
  assert.deepEqual([sold.length, left], [places, 0]);
  assert.equal(new Set(sold.map(({ number }) => number)).size, places);
  // Five places at each time.
  const taken = new Map();
  for (const { begin } of sold) taken.set(begin, (taken.get(begin) ?? 0) + 1);
  assert.ok(
    [...taken.values()].every((count) => count === 5),
    JSON.stringify([...taken]),
  );
});
