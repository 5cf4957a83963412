// One process's clock is five minutes ahead or behind: appointments are booked and cancelled, and staff and operators
// are let in, all the same.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Colleague } from '../browser/console.mjs';
import { Installed, unlimited } from '../install/installed.mjs';
import { build } from '../integration/paths.mjs';
import { Conversation, freePort, until } from '../integration/product.mjs';
import { Bustle, book, cancel, healed } from './town.mjs';

let admin;
let preload;
const services = ['redis', 'knowledge', 'nlu', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers', 'web'];
let bustle;
let product;
let waiting;

// How far off the first line of its log is, since `from`.
async function offBy(service, from) {
  const line = () => new RegExp(`^${service}: \\{"time":"([^"]+)"`, 'm').exec(product.output.slice(from));
  await until(line, 30_000, () => product.output);
  return (Date.parse(line()[1]) - Date.now()) / 1000;
}

async function startWith(service, seconds) {
  const from = product.output.length;
  for (const name of services)
    product.start(name, name === service ? { LD_PRELOAD: preload, AMTSLOTSE_CLOCK_SKEW: String(seconds) } : {});
  await until(
    async () => (await fetch(`${product.url}/health/ready`).catch(() => ({ ok: false }))).ok,
    10_000,
    () => product.output,
  );
  if (!service) return;
  const off = await offBy(service, from);
  assert.ok(Math.abs(off - seconds) < 120, `${off}`);
}

before(async () => {
  product = new Installed();
  product.setUp();
  preload = product.bring(join(build, 'tests', 'support', 'libskewed_clock.so'));
  const port = await freePort();
  product.url = `http://127.0.0.1:${port}`;
  writeFileSync(product.at('/etc/amtslotse/web.conf'), `WEB_LISTEN=127.0.0.1:${port}\n${unlimited}`);
  await startWith('', 0);
  const demo = product.cli('demo');
  assert.equal(demo.code, 0, demo.text);
  await healed(product, 60_000);
  waiting = await book(product, 'Clara Wendtland');
  admin = await new Colleague(product.url).redeem(/#\/link\/(\S+)/.exec(product.cli('staff', 'link', 'erlenfurt').text)[1], 'test.administration');
  // All processes end and start between the tests.
  bustle = Bustle.begin(product, { mayBreak: true });
});
after(async () => {
  if (bustle) bustle.going = false;
  await product?.remove();
});

for (const service of ['booking', 'dialogue', 'web', 'staff', 'knowledge', 'responsibility', 'nlu', 'messengers']) {
  for (const seconds of [300, -300]) {
    test(`${service} is ${seconds} s off`, async () => {
      await product.stop();
      await startWith(service, seconds);
      await healed(product);
      const talk = await Conversation.begin(product.url);
      await talk.say('Was kostet ein Personalausweis?');
      await cancel(product, await book(product, 'Clara Schiefner'), 'Schiefner');
      assert.match(
        await talk.say('und welche Unterlagen brauche ich?'),
        /Foto|Lichtbild/,
        'a conversation from before goes on',
      );
      // Who signed in before is still let in, by those with the right clock and the wrong one alike.
      for (const rpc of ['staff/ListAccounts', 'knowledge/ListEntries', 'booking/ListOutbox', 'dialogue/ListHandOvers', 'responsibility/ListRules', 'messengers/ListAccounts', 'nlu/ListModels']) {
        await until(async () => (await admin.tryCall(rpc)).status !== 503, 30_000);  // it has begun anew, too
        await admin.call(rpc);
      }
      const question = `Wem gehört die Uhr ${service} ${seconds}?`;
      await admin.call('knowledge/SaveEntry', { entry: { question, answer: 'Der Kommune.', language: 'de' }, idempotencyKey: `uhr-${service}${seconds}` });
      // The operator's command signs as staff do, by the right clock.
      const { code, text } = product.cli('privacy', 'erase', 'erlenfurt', '--email', 'niemand@example.org');
      assert.equal(code, 0, text);
    });
  }
}

test('what was booked before stands', () => cancel(product, waiting, 'Wendtland'));

test('what other citizens were told meanwhile holds', () => bustle.end());
