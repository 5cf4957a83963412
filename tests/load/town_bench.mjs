// Load on one machine, as docs/performance.md tells it:
//   node tests/load/town_bench.mjs [SECONDS]      900 for the whole quarter of an hour
import { startProduct } from '../integration/product.mjs';
import { Proofs } from './proofs.mjs';
import { Citizens, costs } from './town_load.mjs';
import { environment, rushHour, workingDay } from './town_runs.mjs';

const seconds = Number(process.argv[2] ?? 60);
const product = await startProduct({ environment });
const solver = new Proofs();
const say = (line) => process.stdout.write(`${line}\n`);
const times = (citizens, kind) =>
  `p50 ${citizens.quantile(kind, 0.5).toFixed(1)} ms, p99 ${citizens.quantile(kind, 0.99).toFixed(1)} ms`;
const cores = (cost) => `${(cost.cpuMs / cost.seconds / 1000).toFixed(2)} cores`;
const troubles = (citizens) =>
  `${citizens.failures.length} errors, ${citizens.told} told to wait, ${citizens.proofs} proofs of work`;
const complaints = (citizens) => [...new Set(citizens.failures)].slice(0, 5).forEach((failure) => say(`  ${failure}`));

async function turnsAlone() {
  const citizens = new Citizens(product.url, solver);
  await citizens.begin(100);
  const cost = await costs(product, () => citizens.stream({ turn: 50 }, Math.min(seconds, 60)));
  const each = (value) => (value / cost.result.turn).toFixed(2);
  say(`turns alone: ${cost.result.turn} in ${cost.seconds.toFixed(0)} s, ${times(citizens, 'turn')}`);
  say(`  a turn costs ${each(cost.cpuMs)} ms CPU, ${each(cost.redis)} Redis commands`);
  const shares = Object.entries(cost.byProcess).map(([name, ms]) => `${name} ${each(ms)}`);
  say(`  by process, ms: ${shares.join(', ')}`);
  complaints(citizens);
}

try {
  await turnsAlone();

  const day = await workingDay(product, solver, seconds);
  for (const kind of ['turn', 'view', 'hold']) say(`${kind}: ${day.cost.result[kind]}, ${times(day.citizens, kind)}`);
  say(`working day: ${day.cost.seconds.toFixed(0)} s, ${troubles(day.citizens)}, ${cores(day.cost)}`);
  for (const name of Object.keys(day.memory[0]))
    say(`  ${name}, MB: ${day.memory.map((mb) => mb[name]?.toFixed(0)).join(' ')}`);
  complaints(day.citizens);

  const crowd = await rushHour(product, solver);
  const numbers = new Set(crowd.sold.map((one) => one.number)).size;
  say(`rush: ${crowd.before} of ${crowd.places} places free, ${crowd.sold.length} sold, ${numbers} numbers, ${crowd.after} left`);
  say(`  ${crowd.citizens.took.rush.length} calls, ${times(crowd.citizens, 'rush')}, ${troubles(crowd.citizens)}`);
  say(`  ${crowd.cost.seconds.toFixed(0)} s, ${cores(crowd.cost)}`);
  complaints(crowd.citizens);
} finally {
  await solver.stop();
  await product.stop();
}
