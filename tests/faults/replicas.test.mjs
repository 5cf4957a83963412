// Two of each process that keeps no file, on PostgreSQL and a Redis with three sentinels, behind a balancer: a conversation
// wanders between them, the master fails over, one of each is killed – nothing is lost or done twice.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { Installed, built } from '../install/installed.mjs';
import { Conversation, freePort, request, until } from '../integration/product.mjs';
import { Databases, Sentinels } from './stores.mjs';
import { askDuring, book, cancel, healed } from './town.mjs';

const twice = ['nlu', 'knowledge', 'responsibility', 'booking', 'dialogue', 'web'];
let postgres;
let sentinels;
let product;
let balancer;
const ports = {};
const served = [0, 0];

// Each connection to the next replica that answers.
function balance(targets) {
  let next = 0;
  const server = net.createServer((near) => {
    const which = next++ % targets.length;
    const join = (index, left) => {
      const far = net.connect(targets[index], '127.0.0.1');
      far.once('connect', () => { served[index] += 1; near.pipe(far); far.pipe(near); });
      far.once('error', () => (left > 0 ? join((index + 1) % targets.length, left - 1) : near.destroy()));
      near.once('close', () => far.destroy());
      far.once('close', () => far.connecting || near.destroy());
    };
    near.on('error', () => {});
    join(which, targets.length - 1);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

// The second replica: the same settings, but its own address.
function configure() {
  const both = (service) => `ipv4:${ports[service].map((port) => `127.0.0.1:${port}`).join(',')}`;
  const shared = {
    nlu: [`NLU_KNOWLEDGE=${both('knowledge')}`, 'NLU_TRAINING_HOUR=24'],
    knowledge: [`KNOWLEDGE_BOOKING=${both('booking')}`, `KNOWLEDGE_POSTGRES=${postgres.database('knowledge')}`],
    // Without rules of its own, which lie in a file.
    responsibility: ['RESPONSIBILITY_DATA_DIR=', `RESPONSIBILITY_KNOWLEDGE_POSTGRES=${postgres.database('knowledge')}`],
    booking: [`BOOKING_DATABASE=${postgres.database('booking')}`],
    dialogue: [`DIALOGUE_REDIS=${sentinels.address}`, `DIALOGUE_DATABASE=${postgres.database('dialogue')}`,
      ...['nlu', 'knowledge', 'responsibility', 'booking'].map((service) => `DIALOGUE_${service.toUpperCase()}=${both(service)}`)],
    web: [`WEB_REDIS=${sentinels.address}`, 'WEB_CONVERSATIONS_PER_MINUTE=0', ...['dialogue', 'knowledge', 'responsibility', 'booking'].map((service) => `WEB_${service.toUpperCase()}=${both(service)}`)],
  };
  for (const service of twice) writeFileSync(product.at(`/etc/amtslotse/${service}.conf`), `${shared[service].join('\n')}\n`);
}

const listens = (service, which) => ({ [`${service.toUpperCase()}_LISTEN`]: `127.0.0.1:${ports[service][which]}` });
const start = (service, which) => product.start(service, listens(service, which));
// The process that is that replica now.
const replica = (service, which) => product.children.find((child) => JSON.stringify(child.more) === JSON.stringify(listens(service, which)));

before(async () => {
  postgres = new Databases('knowledge', 'booking', 'dialogue');
  sentinels = await Sentinels.start();
  product = new Installed();
  const { code, text } = product.run('install', '--built', built);
  assert.equal(code, 0, text);
  product.settle();
  for (const service of twice) ports[service] = [await freePort(), await freePort()];
  configure();
  product.start('staff');
  for (const service of twice) for (const which of [0, 1]) start(service, which);
  balancer = await balance(ports.web);
  product.url = `http://127.0.0.1:${balancer.address().port}`;
  for (const port of ports.web)
    await until(async () => (await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => ({ ok: false }))).ok, 90_000, () => product.output);
  // As the installed command does: with the settings of this machine's processes.
  const options = product.options(product.unit('web'));
  const demo = spawnSync(product.at('/opt/amtslotse/current/services/cli/amtslotse-cli'),
    ['demo', '--data', product.at('/var/lib/amtslotse'), '--keys', product.at('/etc/amtslotse/keys')],
    { ...options, env: { ...options.env, KNOWLEDGE_POSTGRES: postgres.database('knowledge'), BOOKING_DATABASE: postgres.database('booking') }, encoding: 'utf8' });
  assert.equal(demo.status, 0, demo.stdout + demo.stderr);
  await healed(product);
});
after(async () => {
  balancer?.close();
  await product?.remove();
  await sentinels?.remove();
  postgres?.remove();
});

test('a conversation wanders between the replicas of web and dialogue', async () => {
  await cancel(product, await book(product, 'Zweierlei Gerstenberg'), 'Gerstenberg');
  assert.ok(Math.min(...served) > 3, `${served}`);
});

test('the last place of a slot is given once, whoever of the replicas is asked', async () => {
  const host = 'erlenfurt.localhost';
  const { body } = await request(`${product.url}/api/v1/slots?service=fuehrungszeugnis&limit=1`, { host });
  const start = body.slots[0].start;
  const talks = await Promise.all(Array.from({ length: 12 }, () => Conversation.begin(product.url)));
  const held = await Promise.all(talks.map(async (talk) => {
    await talk.say('Ich brauche einen Termin für ein Führungszeugnis');
    const choice = talk.last.flatMap((message) => message.choices ?? [])[0];
    const answer = await talk.post({ choice: choice.id }, 'choose');
    return /Name|reserviert|halte/i.test(JSON.stringify(answer.body));
  }));
  const left = (await request(`${product.url}/api/v1/slots?service=fuehrungszeugnis&limit=200`, { host })).body.slots.find((slot) => slot.start === start);
  assert.ok(held.some(Boolean));
  assert.ok((left?.free ?? 0) >= 0);
});

test('Redis fails over: the conversation goes on within 10 s, at the new master', async () => {
  const code = await book(product, 'Agathe Kortenbach');
  const talk = await Conversation.begin(product.url);
  await talk.say('Was kostet ein Personalausweis?');
  const old = await sentinels.master();
  sentinels.children.get(old).kill('SIGKILL');
  const answer = await askDuring(talk, { text: 'und wie lange dauert das?' }, 'during');
  if (answer.status !== 200) assert.match(JSON.stringify(answer.body), /später|gleich|Moment|nicht erreichbar|Störung/i);
  await until(async () => ![0, old].includes(await sentinels.master()), 15_000, () => 'no failover');
  await until(async () => (await talk.post({ text: 'und wie lange dauert das?' }, 'during')).status === 200, 10_000, () => product.output);
  assert.match(await talk.say('und welche Unterlagen?'), /Foto|Ausweis|Lichtbild/);
  await cancel(product, code, 'Kortenbach');
});

for (const service of twice.filter((each) => each !== 'web')) {
  test(`one of two ${service} is killed: no question fails but the one it had`, async () => {
    const code = await book(product, 'Klara Petersen');
    const child = replica(service, 0);
    const talk = await Conversation.begin(product.url);
    child.kill('SIGKILL');
    await askDuring(talk, { text: 'Was kostet ein Personalausweis?' }, 'during');
    await child.ended;
    await healed(product);
    await cancel(product, code, 'Petersen');
  });
}
