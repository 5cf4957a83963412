// 200 inbound messages a second over the channels with an emulator: lines for `./amtslotse bench`.
// (XMPP is tried against a real server, whose time would be measured with it.)
import { Load, plainCalls, quantileOf } from './messengers_load.mjs';
import { print } from './report.mjs';

const seconds = Number(process.argv[2] ?? 10);
const rates = { telegram: 30, whatsapp: 80, matrix: 65, threema: 17, signal: 8 };
const plain = await plainCalls(200, 5);
const load = await new Load({ rates, people: { telegram: 300, whatsapp: 600, matrix: 100, threema: 50, signal: 50 } }).start();
await load.run(2);
await load.settle(20_000);
load.took.length = 0;
const processor = load.processor;
const begin = performance.now();
await load.run(seconds);
const rate = load.took.length / ((performance.now() - begin) / 1000);
const missing = await load.settle(20_000);
const perMessage = (load.processor - processor) * 1000 / (200 * seconds);
await load.stop();

const against = (share) => ({ to: 'two plain HTTP calls', by: quantileOf(plain.took, share) });
print('messengers_answers_per_second', rate, '1/s', { goal: 195, atMost: false });
print('messengers_webhook_to_outbound_p50', load.quantile(0.5), 'ms', against(0.5));
print('messengers_webhook_to_outbound_p99', load.quantile(0.99), 'ms', { ...against(0.99), goal: 50 });
print('messengers_cpu_per_message', perMessage, 'ms');
print('messengers_unanswered', missing, '', { goal: 0 });
