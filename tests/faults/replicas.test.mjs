// Two of each process that keeps no file, on PostgreSQL and a Redis with three sentinels, behind a balancer: a
// conversation wanders between them, the master fails over, one of each is killed – nothing is lost or done twice.
import assert from 'node:assert/strict';
import http2 from 'node:http2';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Colleague } from '../browser/console.mjs';
import { Line, call, encode, rpcs } from '../integration/grpc.mjs';
import { patience } from '../integration/paths.mjs';
import { Conversation, request, until } from '../integration/product.mjs';
import { Cluster, replicated, settled } from './cluster.mjs';
import { Bustle, askDuring, book, cancel, healedSince, leftSince, noneDoubled } from './town.mjs';

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

test('the last place of a slot is given once, whichever replica of booking is asked', async (t) => {
  const hold = rpcs.find(({ method }) => method === 'Booking/Hold');
  const replicas = product.ports.booking.map((port) => new Line(() => http2.connect(`http://127.0.0.1:${port}`)));
  let asked = 0;
  const isHeld = async (which, town, slot) => {
    const values = { municipality_id: town, location_id: slot.locationId, begin_unix: slot.beginUnix,
      services: [{ service_id: 'fuehrungszeugnis', quantity: 1 }], channel: 'chat', idempotency_key: `last-${(asked += 1)}` };
    const answer = await call(replicas[which], hold.path, encode('booking', hold.request, values));
    assert.equal(answer.code, 0, answer.message ?? answer.refused);
    return answer.bytes[5] === 10;  // after the frame's head HoldResponse.held, and not a refusal
  };
  const won = [0, 0];
  const roundsAt = async (town, location) => {
    const path = `/api/v1/slots?service=fuehrungszeugnis&location=${location}&limit=200`;
    const { slots } = (await request(product.url + path, { host: `${town}.localhost` })).body;
    const before = asked;
    // Every third, so that one time's places are no other's. From 20 holds in a minute on a replica wants proof of work.
    for (const slot of slots.filter((_, index) => index % 3 === 0)) {
      if (asked - before > 30) return;
      for (let left = slot.free; left > 1; left -= 1) assert.ok(await isHeld(left % 2, town, slot), 'there is room');
      const held = await Promise.all([isHeld(0, town, slot), isHeld(1, town, slot)]);
      assert.equal(held.filter(Boolean).length, 1, `${slot.localBegin}: ${held}`);
      won[held.indexOf(true)] += 1;
    }
  };
  try {
    for (const at of [['erlenfurt', 'standort-nord'], ['erlenfurt', 'standort-mitte'], ['krummwik', 'standort-amt-wikland']]) await roundsAt(...at);
  } finally {
    for (const replica of replicas) replica.destroy();
  }
  t.diagnostic(`won at the replicas: ${won}`);
  assert.ok(won[0] + won[1] >= 20, `${won}`);
  noneDoubled(product, (statement) => product.postgres.query(statement, 'booking'));
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

test('Redis fails over: the conversation goes on within 10 s, at the new master', async (t) => {
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
  const end = Date.now();
  await until(
    async () => (await talk.post({ text: 'und wie lange dauert das?' }, 'during')).status === 200,
    leftSince(end),
    () => product.output,
  );
  t.diagnostic(`goes on ${Date.now() - end} ms after the failover`);
  // The next question may reach another replica, which notices a moment later.
  let next;
  await until(
    async () => (next = await talk.post({ text: 'und welche Unterlagen?' }, 'after')).status === 200,
    leftSince(end),
    () => product.output,
  );
  assert.match(JSON.stringify(next.body.messages), /Foto|Ausweis|Lichtbild/);
  await healedSince(product, end);
  await settled(product);
  await cancel(product, code, 'Kortenbach');
});

for (const service of replicated.filter((each) => each !== 'web')) {
  test(`one of two ${service} is killed: no question fails but the one it had`, async () => {
    const code = await book(product, 'Klara Petersen');
    const child = product.replica(service, 0);
    const talk = await Conversation.begin(product.url);
    const killed = Date.now();
    child.kill('SIGKILL');
    await askDuring(talk, { text: 'Was kostet ein Personalausweis?' }, 'during');
    await child.ended;
    await healedSince(product, killed);
    await settled(product);
    await cancel(product, code, 'Petersen');
  });
}

for (const service of replicated.filter((each) => each !== 'web')) {
  test(`one of two ${service} hangs: after ten seconds everybody is answered by the other`, async (t) => {
    const { pid } = product.replica(service, 0);
    process.kill(pid, 'SIGSTOP');
    let slowest = 0;
    try {
      await pause(10_000);
      for (let times = 0; times < 8; times += 1) {
        const begin = performance.now();
        const talk = await Conversation.begin(product.url);
        assert.match(await talk.say('Was kostet ein Personalausweis?'), /46,00 €/);
        assert.match(await talk.say('dann bitte einen Termin'), /Uhr|passt/);
        slowest = Math.max(slowest, performance.now() - begin);
      }
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    t.diagnostic(`at most ${Math.round(slowest)} ms for a conversation of two questions`);
    assert.ok(slowest < 2000 * patience, `${slowest} ms`);
    await settled(product);
  });
}

test('what other citizens were told meanwhile holds', () => bustle.end((statement) => product.postgres.query(statement, 'booking')));

test('who tries names and passwords at one process has tried them at the other', async () => {
  const [first, second] = product.ports.web.map((port) => new Colleague(`http://127.0.0.1:${port}`));
  let names = 0;  // another each time: what is counted per name is staff's
  const attempt = async (colleague) => (await colleague.request('POST', '/sign-in', { name: `niemand${names += 1}`, password: 'Falsches Passwort' })).status;
  assert.deepEqual([await attempt(first), await attempt(second)], [401, 401]);
  await until(async () => (await attempt(first)) === 429, 60_000);
  // A try comes back each second.
  assert.ok([await attempt(second), await attempt(second)].includes(429));
});
