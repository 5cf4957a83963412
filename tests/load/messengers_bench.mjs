// 200 inbound messages a second over all channels: lines for `./amtslotse bench`.
import { Load } from './messengers_load.mjs';

const seconds = Number(process.argv[2] ?? 10);
const load = await new Load({ rates: { telegram: 30, whatsapp: 80, matrix: 90 }, people: { telegram: 300, whatsapp: 600, matrix: 100 } }).start();
await load.run(2);
await load.settle(20_000);
load.took.length = 0;
const begin = performance.now();
await load.run(seconds);
const rate = load.took.length / ((performance.now() - begin) / 1000);
const missing = await load.settle(20_000);
await load.stop();

function print(name, value, unit, goal, atMost = true) {
  const reached = atMost ? value <= goal : value >= goal;
  const goalText = `${atMost ? '<=' : '>='} ${goal}`;
  if (process.env.AMTSLOTSE_BENCH_JSON) console.log(JSON.stringify({ name, value, unit, ratio: null, to: '', goal: goalText, reached }));
  else console.log(`${name}, ${value.toPrecision(4)}, ${unit}, -, -, ${goalText}${reached ? '' : ' MISSED'}`);
}
print('messengers_answers_per_second', rate, '1/s', 195, false);
print('messengers_webhook_to_outbound_p50', load.quantile(0.5), 'ms', 20);
print('messengers_webhook_to_outbound_p99', load.quantile(0.99), 'ms', 50);
print('messengers_unanswered', missing, '', 0);
