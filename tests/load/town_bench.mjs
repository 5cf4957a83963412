// Load on one machine, as docs/performance.md tells it:
//   node tests/load/town_bench.mjs [SECONDS]      900 for the whole quarter of an hour
import { request, startProduct } from '../integration/product.mjs';
import { Citizens, costs, rush, usage } from './town_load.mjs';

const seconds = Number(process.argv[2] ?? 60);
const product = await startProduct({ environment: { WEB_MESSAGES_PER_MINUTE: '0', WEB_CONVERSATIONS_PER_MINUTE: '0' } });
const say = (line) => process.stdout.write(`${line}\n`);
try {
  const memory = Object.values(usage(product.processes())).reduce((total, one) => total + one.pssMb, 0);
  say(`at rest: ${memory.toFixed(0)} MB`);

  const alone = new Citizens(product.url);
  await alone.begin(100);
  const turns = await costs(product, () => alone.stream({ turn: 50 }, Math.min(seconds, 60)));
  const each = (value) => (value / turns.result.turn).toFixed(2);
  say(`turns alone: ${turns.result.turn} in ${turns.seconds.toFixed(0)} s, p50 ${alone.quantile('turn', .5).toFixed(1)} ms, p99 ${alone.quantile('turn', .99).toFixed(1)} ms; a turn costs ${each(turns.cpuMs)} ms CPU, ${each(turns.redis)} Redis commands`);
  say(`  by process, ms: ${Object.entries(turns.byProcess).map(([name, ms]) => `${name} ${each(ms)}`).join(', ')}`);

  const all = new Citizens(product.url);
  await all.begin(100);
  const mixed = await costs(product, () => all.stream({ turn: 50, view: 200, hold: 20 }, seconds));
  for (const kind of ['turn', 'view', 'hold'])
    say(`${kind}: ${mixed.result[kind]}, p50 ${all.quantile(kind, .5).toFixed(1)} ms, p99 ${all.quantile(kind, .99).toFixed(1)} ms`);
  say(`mixed: ${mixed.seconds.toFixed(0)} s, ${all.failures.length} errors, ${all.told} told to wait, ${(mixed.cpuMs / mixed.seconds / 1000).toFixed(2)} cores, ${mixed.pssBefore.toFixed(0)} → ${mixed.pssAfter.toFixed(0)} MB`);
  for (const failure of new Set(all.failures.slice(0, 5))) say(`  ${failure}`);

  const host = 'erlenfurt.localhost';
  const free = async () => (await request(`${product.url}/api/v1/slots?service=reisepass&limit=200`, { host })).body.slots.reduce((total, slot) => total + slot.free, 0);
  const crowd = new Citizens(product.url);
  const before = await free();
  const sold = await rush(crowd, { count: Math.round(50 * Math.min(seconds, 60)), seconds: Math.min(seconds, 60), service: 'reisepass' });
  say(`rush: ${sold.length} sold, ${new Set(sold).size} different, ${before} of the first 200 times' places free before, ${await free()} after; ${crowd.failures.length} errors, ${crowd.told} told to wait`);
  for (const failure of new Set(crowd.failures.slice(0, 5))) say(`  ${failure}`);
} finally {
  await product.stop();
}
