// Dashboard and alerts ask for metrics, labels and methods that the processes really export; each alert has its runbook.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cli, patience, root } from '../integration/paths.mjs';
import { Conversation, freePort, request, startProduct, until } from '../integration/product.mjs';

const services = ['dialogue', 'booking', 'knowledge', 'nlu', 'responsibility', 'staff', 'messengers', 'web'];
const alerts = readFileSync(join(root, 'packaging/monitoring/alerts.yaml'), 'utf8');
const dashboard = JSON.parse(readFileSync(join(root, 'packaging/monitoring/grafana.json'), 'utf8'));
const counters = readFileSync(join(root, 'services/messengers/counters.cc'), 'utf8');  // of accounts, which there is none of here
let product;
let ports;
let exported = '';
before(async () => {
  ports = await Promise.all(services.map(() => freePort()));
  // One process has a certificate, for the alert about it.
  const data = mkdtempSync(join(tmpdir(), 'al-monitoring-'));
  for (const flags of [['create'], ['issue', 'web']]) {
    const run = spawnSync(cli, ['ca', ...flags, '--data', data], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stdout + run.stderr);
  }
  // There are regular backups.
  writeFileSync(join(data, 'booking', 'last-backup'), '');
  product = await startProduct({ data, environment: { WEB_TLS_DIR: `${data}.keys/tls/web`, WEB_MESSAGES_PER_MINUTE: '600', ...Object.fromEntries(services.map((name, i) => [`${name.toUpperCase()}_METRICS_LISTEN`, `127.0.0.1:${ports[i]}`])) } });
  product.ownsFolder = true;
  const talk = await Conversation.begin(product.url);
  await talk.say('Ich brauche einen Termin für ein Führungszeugnis');
  await talk.choose(1);
  await talk.say('Anna Probe');
  const code = /Absagecode: ([^\s"\\.,]+)/.exec(await talk.say('anna.probe@example.org'))[1];
  const later = await Conversation.begin(product.url);
  await later.say('ich möchte meinen Termin absagen');
  await later.say(code);
  await later.say('Probe');
  assert.match(await later.say('ja'), /abgesagt/);
  await later.catchUp();
  for (const port of ports) exported += (await request(`http://127.0.0.1:${port}/metrics`)).body;
});
after(() => product?.stop());

const expressions = [...[...alerts.matchAll(/expr: '(.*)'/g)].map(([, text]) => text), ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))];

test('every metric, label and method that is asked for is exported', () => {
  assert.ok(expressions.length >= 12);
  for (const expression of expressions) {
    for (const [metric] of expression.matchAll(/amtslotse_\w+/g)) assert.match(exported, new RegExp(`^${metric}[{ ]`, 'm'), metric);
    for (const [metric] of expression.matchAll(/messengers_\w+/g)) assert.ok(counters.includes(`"${metric}"`), metric);
    for (const [, label] of expression.matchAll(/[{,](\w+)=~?"/g)) assert.ok(['job'].includes(label) || exported.includes(`${label}="`), label);
    for (const [, method] of expression.matchAll(/method="([^"]+)"/g)) assert.ok(exported.includes(`method="${method}"`), method);
    for (const [, service, methods] of expression.matchAll(/method=~"(\w+)\/\(([^)]+)\)"/g))
      for (const method of methods.split('|')) assert.ok(exported.includes(`method="${service}/${method}"`), `${service}/${method}`);
  }
});

test('every queue and every kind of access to Redis is counted, and the dashboard shows the queues', () => {
  for (const queue of ['hand_overs', 'callbacks', 'deliveries', 'unanswered', 'waiting_list'])
    assert.match(exported, new RegExp(`amtslotse_queue_waiting\\{queue="${queue}"\\} \\d`), queue);
  for (const method of ['begin_session', 'commit_session', 'read_messages'])
    assert.match(exported, new RegExp(`amtslotse_rpc_calls_total\\{[^}]*method="Redis/${method}"`), method);
  assert.ok(dashboard.panels.some(({ targets }) => targets.some(({ expr }) => expr.includes('amtslotse_queue_waiting'))));
});

const calls = (text, { direction = 'out', method, code = 'OK' }) =>
  Number(new RegExp(`^amtslotse_rpc_calls_total\\{code="${code}",direction="${direction}",method="${method}"\\} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
const metricsOf = async (name) => (await request(`http://127.0.0.1:${ports[services.indexOf(name)]}/metrics`)).body;

test('what web asks of Redis is counted: limits, and the connection that wakes open chats with what it was told', async () => {
  const { id, token } = (await request(`${product.url}/api/v1/conversations`, { method: 'POST', host: 'erlenfurt.localhost', body: {} })).body;
  const stream = connect(Number(new URL(product.url).port), '127.0.0.1');
  stream.write(`GET /api/v1/conversations/${id}/events HTTP/1.1\r\nHost: erlenfurt.localhost\r\nAuthorization: Bearer ${token}\r\nAccept: text/event-stream\r\n\r\n`);
  await once(stream, 'data');
  await until(async () => calls(await metricsOf('web'), { direction: 'in', method: 'Redis/wake_up' }) > 0, 10_000);
  stream.destroy();
  const web = await metricsOf('web');
  assert.ok(calls(web, { method: 'Redis/subscribe' }) >= 1);
  assert.ok(calls(web, { method: 'Redis/take_limit' }) >= 1);
  assert.match(web, /^amtslotse_rpc_seconds_count\{direction="out",method="Redis\/take_limit"\} [1-9]/m);
});

test('transactions are counted for each store of each service, with how long they took and how often they began anew', async () => {
  const stores = { booking: ['booking'], knowledge: ['knowledge'], dialogue: ['dialogue'], staff: ['staff'], messengers: ['messengers'], responsibility: ['responsibility', 'knowledge'] };
  for (const [service, names] of Object.entries(stores)) {
    const text = await metricsOf(service);
    for (const name of names) {
      const method = `Sql/${name}_${service === name ? 'write' : 'read'}`;
      assert.ok(calls(text, { method }) > 0, `${service} ${method}`);
      assert.match(text, new RegExp(`^amtslotse_rpc_seconds_sum\\{direction="out",method="${method}"\\} [0-9.e-]*[1-9]`, 'm'), `${service} ${method}`);
      assert.match(text, new RegExp(`^amtslotse_sql_retries_total\\{store="${name}"\\} \\d`, 'm'), `${service} ${name}`);
    }
  }
});

// The limit on the size of files stands for a full disk and needs no rights.
test('a transaction that fails at the store is counted as one', async () => {
  const failed = async () => calls(await metricsOf('booking'), { method: 'Sql/booking_write', code: 'UNAVAILABLE' });
  assert.equal(await failed(), 0);
  const limit = (size) => assert.equal(spawnSync('prlimit', ['--pid', String(product.processes().get('booking')), `--fsize=${size}:`], { encoding: 'utf8' }).stderr, '');
  const talk = await Conversation.begin(product.url);
  await talk.say('Ich brauche einen Termin für ein Führungszeugnis');
  limit(4096);
  try { assert.match(await talk.choose(1), /nicht erreichbar/); } finally { limit('unlimited'); }
  assert.ok(await failed() >= 1);
  assert.match(alerts, /alert: AmtslotseStoreFails\n +expr: '.*Sql\/.*UNAVAILABLE/);
});

test('until when a certificate is good is exported, of the process and of its CA', () => {
  const until = (name) => Number(new RegExp(`amtslotse_certificate_valid_until_seconds\\{certificate="${name}"\\} (\\S+)`).exec(exported)?.[1]);
  const days = (name) => (until(name) - Date.now() / 1000) / 86_400;
  assert.ok(days('web') > 360 && days('web') < 367, `${days('web')}`);
  assert.ok(days('ca') > 3600, `${days('ca')}`);
});

test('brackets match, and every alert says when, how bad, in words, and where its runbook is', () => {
  for (const expression of expressions)
    for (const [open, close] of ['()', '{}', '[]']) assert.equal(expression.split(open).length, expression.split(close).length, expression);
  const runbook = readFileSync(join(root, 'docs/alarme.md'), 'utf8');
  const blocks = alerts.split('- alert: ').slice(1);
  assert.ok(blocks.length >= 6);
  for (const block of blocks) {
    const name = block.split('\n')[0].trim();
    for (const part of [/\n +for: \d+[mh]/, /severity: (page|ticket)/, /summary: "/, new RegExp(`runbook: docs/alarme.md#${name.toLowerCase()}\n`)]) assert.match(`${block}\n`, part, name);
    const section = runbook.split(`## ${name}\n`)[1]?.split('\n## ')[0] ?? '';
    assert.ok(section.length > 150, `${name} has no runbook`);
  }
});

test('the chart has the same alerts', () => {
  const chart = readFileSync(join(root, 'helm/amtslotse/templates/monitoring.yaml'), 'utf8');
  const namesIn = (text) => [...text.matchAll(/alert: (\w+)/g)].map(([, name]) => name).sort();
  assert.deepEqual(namesIn(chart), namesIn(alerts));
});

test('with metrics everything stops as fast as without, also while somebody is connected to them', async (t) => {
  const readers = ports.map((port) => connect(port, '127.0.0.1').on('error', () => {}));
  await Promise.all(readers.map((reader) => once(reader, 'connect')));
  const begin = performance.now();
  product.child.kill('SIGTERM');
  await product.ended;
  const seconds = (performance.now() - begin) / 1000;
  for (const reader of readers) reader.destroy();
  t.diagnostic(`stopped in ${seconds.toFixed(1)} s`);
  assert.ok(seconds < (patience > 1 ? 4.5 : 3), `${seconds} s`);
});
