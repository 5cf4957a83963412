// How long all processes need to start and to end, and what one chat turn in a hundred takes: lines for `./amtslotse bench`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProduct } from '../integration/product.mjs';
import { print } from './report.mjs';
import { Citizens } from './town_load.mjs';
import { environment } from './town_runs.mjs';

const turns = { perSecond: 50, seconds: Number(process.argv[2] ?? 20) };
const folder = mkdtempSync(join(tmpdir(), 'al-start-'));
const data = join(folder, 'data');
const start = () => startProduct({ data, environment });
async function took(work) {
  const begin = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - begin) / 1000 };
}
const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const first = await took(start);
let product = first.result;
const ends = [];
const starts = [];
try {
  for (let round = 0; round < 5; round += 1) {
    // Each with conversations under way, as on a day.
    await new Citizens(product.url).begin(10);
    ends.push((await took(() => product.stop())).seconds);
    const again = await took(start);
    product = again.result;
    starts.push(again.seconds);
  }
  print('start_of_all_with_import', first.seconds, 's');
  print('start_of_all', middle(starts), 's', { goal: 2 });
  print('start_of_all_slowest_of_5', Math.max(...starts), 's', { goal: 2 });
  print('drain_of_all', middle(ends), 's');
  print('drain_and_start_slowest_of_5', Math.max(...ends.map((end, round) => end + starts[round])), 's', { goal: 3 });

  const citizens = new Citizens(product.url);
  await citizens.begin(100);
  await citizens.stream({ turn: turns.perSecond }, 3);
  citizens.took.turn.length = 0;
  await citizens.stream({ turn: turns.perSecond }, turns.seconds);
  print('turn_at_50_per_second_p50', citizens.quantile('turn', 0.5), 'ms');
  print('turn_at_50_per_second_p99', citizens.quantile('turn', 0.99), 'ms', { goal: 100 });
  print('turn_at_50_per_second_errors', citizens.failures.length, '', { goal: 0 });
} finally {
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
}
