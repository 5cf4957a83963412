// Redis hangs or dies: the citizen is told, nothing hangs, and it heals by itself.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { patience } from '../integration/paths.mjs';
import { Conversation, request, startProduct, until } from '../integration/product.mjs';
import { Bustle } from './town.mjs';

let bustle;
let product;
before(async () => {
  product = await startProduct({ environment: { DIALOGUE_REDIS_TIMEOUT_MS: '500' } });  // as shipped
  bustle = Bustle.begin(product);
});
after(async () => {
  if (bustle) bustle.going = false;
  await product?.stop();
});

const healed = () => until(async () => (await request(`${product.url}/health`)).status === 200, 10_000, () => product.output);

test('a hanging Redis is told within 5 s, as a problem in German, and the conversation goes on afterwards', async () => {
  const talk = await Conversation.begin(product.url);
  await talk.say('Was kostet ein Personalausweis?');
  const pid = product.processes().get('redis');
  process.kill(pid, 'SIGSTOP');
  try {
    const begin = Date.now();
    const answer = await talk.post({ text: 'und welche Unterlagen?' }, 'during');
    assert.ok(Date.now() - begin < 5_000 * patience, `${Date.now() - begin} ms`);
    assert.equal(answer.status, 503);
    assert.match(answer.headers['content-type'], /^application\/problem\+json/);
    assert.match(answer.body.detail ?? answer.body.title, /später|gleich|Moment|nicht erreichbar|Störung/i);
    // What an operator finds: who asked, and why it failed, under the same request in both processes.
    const whys = () => ['web', 'dialogue'].map((service) => readFileSync(join(product.folder, 'logs', `${service}.log`), 'utf8').split('\n')
      .filter((line) => line.includes('"event":"call_failed"')).map((line) => JSON.parse(line)));
    const together = async () => {
      const { requestId } = (await talk.post({ text: 'und welche Unterlagen?' }, 'during')).body;
      const [web, dialogue] = whys().map((lines) => lines.find((line) => line.request_id === requestId));
      return web?.method === 'Dialogue/Send' && /^Redis\//.test(dialogue?.method) && /redis/.test(dialogue.why);
    };
    // Others' failures may take the one line of a second.
    await until(together, 30_000, () => JSON.stringify(whys()));
    const another = await request(`${product.url}/api/v1/conversations`, { method: 'POST', host: 'erlenfurt.localhost', body: {} });
    assert.equal(another.status, 503);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  // The lease that Redis was asked for while it hung is nobody's: what comes next does not wait until it expires (8 s).
  const resumed = Date.now();
  await until(async () => (await talk.post({ text: 'und welche Unterlagen?' }, 'during')).status === 200, 10_000);
  assert.ok(Date.now() - resumed < 4_000 * patience, `${Date.now() - resumed} ms after Redis went on`);
  await healed();
  assert.match(await talk.say('und wie lange dauert das?'), /Woche|Tag|Monat/);
});

test('after Redis died and came back, a conversation begins anew and says so', async () => {
  const talk = await Conversation.begin(product.url);
  await talk.say('Was kostet ein Personalausweis?');
  const before = product.output.length;
  process.kill(product.processes().get('redis'), 'SIGKILL');
  await product.waitFor(/redis ist wieder bereit/, 10_000, before);
  await healed();
  let answer;
  await until(async () => (answer = await talk.post({ text: 'Was kostet ein Reisepass?' }, 'again')).status === 200, 10_000);
  assert.equal(answer.body.sessionExpired, true);
  assert.match(JSON.stringify(answer.body.messages), /70,00/);
});

test('what other citizens were told meanwhile holds', () => bustle.end());
