// Ten minutes with one call in a hundred broken: everything is answered, effects happen once, memory stays flat.
// AMTSLOTSE_SOAK_SECONDS shortens it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Load } from './messengers_load.mjs';

const seconds = Number(process.env.AMTSLOTSE_SOAK_SECONDS ?? 600);
const megabytes = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

test(`${seconds} s with 1 % faults`, { timeout: (seconds + 300) * 1000 }, async () => {
  const load = await new Load({ rates: { telegram: 15, whatsapp: 30, matrix: 10, threema: 5, signal: 5 },
    people: { telegram: 200, whatsapp: 500, matrix: 40, threema: 20, signal: 20 }, faults: 0.01 }).start();
  await load.run(seconds / 5);
  const warm = megabytes(load.messengers.child.pid);
  await load.run(seconds * 4 / 5);
  const missing = await load.settle(180_000);
  const end = megabytes(load.messengers.child.pid);
  const handled = load.messengers.events.map((line) => line.split(' ').at(-1)).filter((word) => /^n\d+$/.test(word));
  const again = await load.messengers.total('messengers_sent_again_total');
  console.log(`# ${load.sent.size} messages, ${missing} unanswered, ${again} sent again, ${warm.toFixed(0)} → ${end.toFixed(0)} MB`);
  await load.stop();
  assert.equal(missing, 0, 'every message is answered');
  assert.equal(handled.length, load.sent.size, 'each had its effect');
  assert.equal(new Set(handled).size, handled.length, 'once');
  assert.ok(end < warm * 1.25 + 10, `memory grew from ${warm.toFixed(0)} to ${end.toFixed(0)} MB`);
});
