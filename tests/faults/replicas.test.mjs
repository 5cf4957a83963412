// Two of each process that keeps no file, on PostgreSQL and a Redis with three sentinels, behind a balancer: a
// conversation wanders between them, the master fails over, one of each is killed – nothing is lost or done twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Colleague } from '../browser/console.mjs';
import { Conversation, request, until } from '../integration/product.mjs';
import { Cluster, replicated, settled } from './cluster.mjs';
import { Bustle, askDuring, book, cancel, healed } from './town.mjs';

let bustle;
let product;
before(async () => {
  product = await Cluster.start(2);
});
after(async () => {
  if (bustle) bustle.going = false;
  await product?.remove();
});

test('a conversation wanders between the replicas of web and dialogue', async () => {
  await cancel(product, await book(product, 'Zweierlei Gerstenberg'), 'Gerstenberg');
  assert.ok(Math.min(...product.balancer.served) > 3, `${product.balancer.served}`);
});

test('the last place of a slot is given once, whoever of the replicas is asked', async () => {
  const host = 'erlenfurt.localhost';
  const { body } = await request(`${product.url}/api/v1/slots?service=fuehrungszeugnis&limit=1`, { host });
  const start = body.slots[0].start;
  const talks = await Promise.all(Array.from({ length: 12 }, () => Conversation.begin(product.url)));
  const held = await Promise.all(
    talks.map(async (talk) => {
      await talk.say('Ich brauche einen Termin für ein Führungszeugnis');
      const choice = talk.last.flatMap((message) => message.choices ?? [])[0];
      const answer = await talk.post({ choice: choice.id }, 'choose');
      return /Name|reserviert|halte/i.test(JSON.stringify(answer.body));
    }),
  );
  const left = (
    await request(`${product.url}/api/v1/slots?service=fuehrungszeugnis&limit=200`, { host })
  ).body.slots.find((slot) => slot.start === start);
  assert.ok(held.some(Boolean));
  assert.ok((left?.free ?? 0) >= 0);
});

test('who signs in at one process is signed in at the other, and what is changed at one holds at all', async () => {
  const admin = new Colleague(product.url);
  await admin.redeem(/#\/link\/(\S+)/.exec(product.operate('staff', 'link', 'erlenfurt'))[1], 'test.administration');
  for (let times = 0; times < 4; times += 1) assert.equal((await admin.call('staff/ListAccounts')).accounts.length, 1);
  const rule = { serviceId: 'hundesteuer', ars: '010990001001', officeId: 'buergerbuero-nord', role: 'decides' };
  await admin.call('responsibility/SaveRule', { rule });
  let good = 0;
  const decides = async () => {
    const path = '/api/v1/responsibility?service=hundesteuer&plz=24201';
    const { body } = await request(product.url + path, { host: 'erlenfurt.localhost' });
    good = body.offices?.[0]?.office.id === 'buergerbuero-nord' ? good + 1 : 0;
    return good >= 4;
  };
  await until(decides, 20_000, () => product.output);
});

test('Redis fails over: the conversation goes on within 10 s, at the new master', async () => {
  bustle = Bustle.begin(product);
  const code = await book(product, 'Agathe Kortenbach');
  const talk = await Conversation.begin(product.url);
  await talk.say('Was kostet ein Personalausweis?');
  const { sentinels } = product;
  const old = await sentinels.master();
  sentinels.children.get(old).kill('SIGKILL');
  const answer = await askDuring(talk, { text: 'und wie lange dauert das?' }, 'during');
  if (answer.status !== 200)
    assert.match(JSON.stringify(answer.body), /später|gleich|Moment|nicht erreichbar|Störung/i);
  await until(
    async () => ![0, old].includes(await sentinels.master()),
    15_000,
    () => 'no failover',
  );
  await until(
    async () => (await talk.post({ text: 'und wie lange dauert das?' }, 'during')).status === 200,
    10_000,
    () => product.output,
  );
  // The next question may reach another replica, which notices a moment later.
  let next;
  await until(
    async () => (next = await talk.post({ text: 'und welche Unterlagen?' }, 'after')).status === 200,
    10_000,
    () => product.output,
  );
  assert.match(JSON.stringify(next.body.messages), /Foto|Ausweis|Lichtbild/);
  await settled(product);
  await cancel(product, code, 'Kortenbach');
});

for (const service of replicated.filter((each) => each !== 'web')) {
  test(`one of two ${service} is killed: no question fails but the one it had`, async () => {
    const code = await book(product, 'Klara Petersen');
    const child = product.replica(service, 0);
    const talk = await Conversation.begin(product.url);
    child.kill('SIGKILL');
    await askDuring(talk, { text: 'Was kostet ein Personalausweis?' }, 'during');
    await child.ended;
    await healed(product);
    await settled(product);
    await cancel(product, code, 'Petersen');
  });
}

test('what other citizens were told meanwhile holds', () => bustle.end());

test('who tries names and passwords at one process has tried them at the other', async () => {
  const [first, second] = product.ports.web.map((port) => new Colleague(`http://127.0.0.1:${port}`));
  let names = 0;  // another each time: what is counted per name is staff's
  const attempt = async (colleague) => (await colleague.request('POST', '/sign-in', { name: `niemand${names += 1}`, password: 'Falsches Passwort' })).status;
  assert.deepEqual([await attempt(first), await attempt(second)], [401, 401]);
  await until(async () => (await attempt(first)) === 429, 60_000);
  // A try comes back each second.
  assert.ok([await attempt(second), await attempt(second)].includes(429));
});
