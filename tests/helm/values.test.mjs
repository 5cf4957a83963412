// A value that is none of the chart's is refused by its name, as Helm does with values.schema.json; and what an operator reads first.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { chart, notes, render } from './chart.mjs';

const schema = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8'));

test('a slip of the pen is named', () => {
  const wrong = [
    [{ service: {} }, /Additional property service is not allowed/],
    [{ services: { bookings: { replicas: 1 } } }, /services: Additional property bookings is not allowed/],
    [{ services: { booking: { replica: 2 } } }, /services\.booking: Additional property replica/],
    [{ services: { web: { stores: true } } }, /services\.web: Additional property stores/],
    [{ services: { nlu: { replicas: '2' } } }, /services\.nlu\.replicas: Invalid type/],
    [{ services: { nlu: { memory: '112M' } } }, /services\.nlu\.memory: Does not match pattern/],
    [{ url: 'termine.example' }, /url: Does not match pattern/],
    [{ url: 'https://termine.example/' }, /url: Does not match pattern/],
    [{ redis: { address: 'redis.example' } }, /redis\.address: Does not match pattern/],
    [{ settings: { booking: { 'audit-days': '7' } } }, /audit-days/],
    [{ settings: { web: { NOPE: '1' } } }, /NOPE/],
    [{ settings: { web: { AUDIT_DAYS: '1' } } }, /AUDIT_DAYS/],
    [{ settings: { nlu: { NOPE_FILE: '/x' } } }, /NOPE_FILE/],
    [{ settingsFromSecrets: { booking: { SMTP_PASWORD: { secret: 'mail', key: 'password' } } } }, /SMTP_PASWORD/],
    [{ networkPolicies: { egressOf: { web: ['world'] } } }, /egressOf: Additional property web/],
    [{ settings: { buchung: {} } }, /settings: Additional property buchung/],
    [{ podSecurity: { runAsUser: 0 } }, /podSecurity\.runAsUser: Must be greater/],
    [{ networkPolicies: { egress: ['10.0.0.1'] } }, /networkPolicies\.egress\.0: Does not match pattern/],
    [{ maintenance: { enabled: true } }, /Additional property maintenance/],
  ];
  for (const [values, message] of wrong) assert.throws(() => render(values), message, JSON.stringify(values));
});

test('every object of values is described to its last property, and every value has its place', () => {
  const walk = (part, path) => {
    if (part.type !== 'object') return;
    if (path !== '.global' && path !== '.networkPolicies.items' && !path.endsWith('tolerations.items')) assert.notEqual(part.additionalProperties, undefined, path);
    for (const [name, below] of Object.entries(part.properties ?? {})) walk(below, `${path}.${name}`);
  };
  walk(schema, '');
  const named = [...readFileSync(join(chart, 'values.yaml'), 'utf8').matchAll(/^(\w+):/gm)].map(([, name]) => name);
  assert.deepEqual(Object.keys(schema.properties).filter((name) => name !== 'global').sort(), named.sort());
});

test('after an installation the operator reads how it goes on', () => {
  const first = notes();
  assert.match(first, /commands\.enabled=true/);
  assert.match(first, /logs deploy\/stadt-web -c before-start/);
  assert.match(first, /tls\.enabled=false/);
  assert.doesNotMatch(first, /<no value>|%!/);
  const careful = notes({ tls: { enabled: true }, metrics: { rules: true }, commands: { enabled: true } });
  assert.match(careful, /exec deploy\/stadt-commands -- amtslotse import/);
  assert.doesNotMatch(careful, /Hinweis/);
  assert.match(notes({ trial: true, ingress: { enabled: false } }), /port-forward svc\/stadt-web 8080:8080/);
  assert.match(notes({ commands: { volumes: true } }), /stehen, bis/);
});
