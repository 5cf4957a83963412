// The chart's alerts: asked as on one machine, of labels that the scraping gives, with a way to their runbooks.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { root } from '../integration/paths.mjs';
import { ofKind, render } from './chart.mjs';

const everything = render({ metrics: { serviceMonitor: true, rules: true } });
const rulesOf = (objects) => ofKind(objects, 'PrometheusRule')[0].spec.groups[0].rules;
const rules = rulesOf(everything);

test('the alerts ask what those of one machine ask, but for how processes are named', () => {
  const alone = readFileSync(join(root, 'packaging/monitoring/alerts.yaml'), 'utf8');
  const asked = Object.fromEntries([...alone.matchAll(/alert: (\w+)\n +expr: '(.*)'\n +for: (\w+)/g)].map(([, name, ...rest]) => [name, rest]));
  for (const { alert, expr, for: pause } of rules) {
    if (alert === 'AmtslotseProcessMissing') assert.match(expr, /^up\{app_kubernetes_io_name="amtslotse"\} == 0$/);
    else assert.deepEqual([expr, pause], asked[alert], alert);
  }
});

test('every process is scraped, and carries the labels that alerts ask for', () => {
  const [{ spec }] = ofKind(everything, 'ServiceMonitor');
  const scraped = ofKind(everything, 'Service').filter((service) => Object.entries(spec.selector.matchLabels).every(([key, value]) => service.metadata.labels[key] === value)
    && service.spec.ports.some(({ name }) => spec.endpoints.some(({ port }) => port === name)));
  assert.deepEqual(scraped.map(({ metadata }) => metadata.name).sort(),
    ofKind(everything, 'Deployment').map(({ metadata }) => metadata.name).filter((name) => name !== 'stadt-redis').sort());
  // What the operator always gives to a target, and what is copied from the Service, as Prometheus writes it.
  const always = ['job', 'instance', 'namespace', 'pod', 'service', 'container', 'endpoint'];
  const copied = new Map((spec.targetLabels ?? []).map((name) => [name.replace(/[^a-zA-Z0-9_]/g, '_'), name]));
  let asked = 0;
  for (const { alert, expr, annotations } of rules) {
    const [, selector] = /^up\{([^}]*)\}/.exec(expr) ?? [];
    if (selector === undefined) continue;
    for (const [, label, value] of selector.matchAll(/(\w+)="([^"]*)"/g)) {
      asked += 1;
      assert.ok(copied.has(label), `${alert}: nothing gives ${label}`);
      for (const { metadata } of scraped) assert.equal(metadata.labels[copied.get(label)], value, `${alert}: ${metadata.name}`);
    }
    for (const [, label] of annotations.summary.matchAll(/\$labels\.(\w+)/g)) assert.ok(always.includes(label) || copied.has(label), `${alert}: ${label}`);
  }
  assert.ok(asked > 0);
});

test('a label in the words of an alert is one that its expression keeps', () => {
  for (const { alert, expr, annotations } of rules.filter(({ expr }) => !expr.startsWith('up'))) {
    const kept = [...expr.matchAll(/ by \(([^)]*)\)/g)].flatMap(([, names]) => names.split(/, */));
    for (const [, label] of annotations.summary.matchAll(/\$labels\.(\w+)/g)) assert.ok(kept.includes(label), `${alert}: ${label}`);
  }
});

const alert = (name) => rules.find((rule) => rule.alert === name);

test('calls that ended by their time are failures, but for those that last as long as their caller wants', () => {
  const { expr } = alert('AmtslotseCallsFail');
  assert.match(expr, /direction="in",code="DEADLINE_EXCEEDED",method!~"Nlu\/Train\|Knowledge\/\(Import\|Export\|ExportExamples\)"/);
  const streams = ['nlu', 'knowledge', 'dialogue', 'booking', 'responsibility', 'staff', 'messengers'].flatMap((service) =>
    [...readFileSync(join(root, `proto/amtslotse/${service}/v1/${service}.proto`), 'utf8').matchAll(/rpc (\w+)\((?:stream )?\w+\) returns \(stream/g)].map(([, name]) => `${service}/${name}`));
  assert.deepEqual(streams, ['nlu/Train', 'knowledge/Import', 'knowledge/Export', 'knowledge/ExportExamples']);
});

test('one that hangs is noticed by what its callers count: it ends no call itself', () => {
  const [, own, callers] = /^\((.*)\) or \((.*)\)$/.exec(alert('AmtslotseCallsFail').expr);
  assert.match(own, /direction="in"/);
  assert.match(callers, /direction="out",code=~"UNAVAILABLE\|DEADLINE_EXCEEDED"/);
  for (const service of ['Nlu', 'Knowledge', 'Responsibility', 'Booking', 'Dialogue', 'Staff']) assert.ok(callers.includes(service), service);
  assert.doesNotMatch(callers, /Messengers/);
});

test('that nobody asks is told by the same hours a week before: no clock, no weekend, no change of the clock', () => {
  const { expr } = alert('AmtslotseNobodyAsks');
  assert.doesNotMatch(expr, /hour\(|day_of_week\(/);
  assert.match(expr, /\[6h\] offset 1w\)\) >= 10$/);
  // A process that was started again and never asked since has no such counter.
  assert.match(expr, /\(sum\(increase\([^)]*\[6h\]\)\) or vector\(0\)\) == 0 and on\(\) /);
});

test('every alert leads to its runbook, where the operator keeps it', () => {
  assert.equal(rules.length, 13);
  for (const { alert, annotations } of rules) {
    const [file, heading] = annotations.runbook_url.split('#');
    assert.ok(existsSync(join(root, file)), annotations.runbook_url);
    assert.ok([...readFileSync(join(root, file), 'utf8').matchAll(/^## (.*)$/gm)].some(([, title]) => title === alert && title.toLowerCase() === heading), alert);
  }
  const elsewhere = rulesOf(render({ metrics: { rules: true, runbooks: 'https://wiki.example/alarme' } }));
  assert.equal(elsewhere[0].annotations.runbook_url, 'https://wiki.example/alarme#amtslotsecallsfail');
});
