// The network policies are the design's arrows, both ends of each, and nothing else. The table is the one that the units of one
// machine are made of, packaging/units.sh; that the RPCs agree with it is checked here too.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { BlockList, isIPv6 } from 'node:net';
import { join } from 'node:path';
import test from 'node:test';
import { root } from '../integration/paths.mjs';
import { ofKind, render } from './chart.mjs';

const services = ['booking', 'dialogue', 'knowledge', 'messengers', 'nlu', 'responsibility', 'staff', 'web'];
const inUnits = (script) => execFileSync('bash', ['-c', `source packaging/units.sh; ${script}`], { cwd: root, encoding: 'utf8' }).trim();
const arrows = services.flatMap((caller) => inUnits(`called_by ${caller}`).split(' ').filter(Boolean).map((service) => [caller, service]));
// web is called from outside and calls nobody there.
const callOut = services.filter((service) => service !== 'web' && !inUnits(`network ${service}`).includes('IPAddressDeny=any'));

// Whom the operator's commands call (OPERATOR_… in docs/betrieb.md).
const commanded = ['booking', 'knowledge', 'nlu', 'staff'];

// "nlu:50051" for a pod and its port, "INGRESS:8080" for those of a namespace, "OUTSIDE 0.0.0.0/0" for addresses of the world, "ANYWHERE:5432" for a
// port of whatever address.
function endsOf(rule, side) {
  const ports = (rule.ports ?? [{}]).map(({ port, endPort }) => (port ? `:${port}${endPort ? `-${endPort}` : ''}` : ''));
  return (rule[side]?.length ? rule[side] : [{}]).flatMap(({ podSelector, namespaceSelector, ipBlock }) => {
    const labels = namespaceSelector?.matchLabels ?? {};
    const who = podSelector ? podSelector.matchLabels['app.kubernetes.io/component'] : ipBlock ? `OUTSIDE ${ipBlock.cidr}`
      : 'amtslotse.de/metrics' in labels ? 'METRICS' : { 'ingress-nginx': 'INGRESS', 'kube-system': 'NAMES' }[labels['kubernetes.io/metadata.name']] ?? 'ANYWHERE';
    return ports.map((port) => who + port);
  });
}
// What may reach each component, and what it may reach, by all policies together.
function allowed(objects) {
  const policies = ofKind(objects, 'NetworkPolicy');
  const pods = [...ofKind(objects, 'Deployment'), ...ofKind(objects, 'StatefulSet'), ...ofKind(objects, 'Job')];
  return Object.fromEntries(pods.map(({ spec: { template: { metadata: { labels } } } }) => {
    const own = policies.filter(({ spec }) => Object.entries(spec.podSelector.matchLabels).every(([key, value]) => labels[key] === value));
    assert.ok(['Ingress', 'Egress'].every((type) => own.some(({ spec }) => spec.policyTypes.includes(type))), `${labels['app.kubernetes.io/component']} is open`);
    const all = (key, side) => [...new Set(own.flatMap(({ spec }) => (spec[key] ?? []).flatMap((rule) => endsOf(rule, side))))].sort();
    return [labels['app.kubernetes.io/component'], { from: all('ingress', 'from'), to: all('egress', 'to') }];
  }));
}

// What the table makes of these values.
function expected({ redis = {}, postgres = {}, messengerWebhooks = {}, metrics = {}, commands = {} }, ports) {
  const stores = ['booking', 'dialogue', 'knowledge', 'messengers', 'responsibility', 'staff'];
  const result = Object.fromEntries(services.map((name) => [name, { from: metrics.enabled === false ? [] : ['METRICS:9100'], to: ['NAMES:53'] }]));
  if (!redis.address) result.redis = { from: [], to: ['NAMES:53'] };
  for (const [caller, service] of arrows) {
    if (service === 'redis' && redis.address) {
      result[caller].to.push(redis.address.startsWith('sentinel:') ? 'ANYWHERE:1024-65535' : `ANYWHERE:${redis.address.split(':').pop()}`);
      continue;
    }
    result[service].from.push(`${caller}:${ports[service]}`);
    result[caller].to.push(`${service}:${ports[service]}`);
  }
  for (const service of callOut) result[service].to.push('OUTSIDE 0.0.0.0/0', 'OUTSIDE ::/0');
  result.web.from.push(`INGRESS:${ports.web}`);
  if (messengerWebhooks.enabled) result.messengers.from.push('INGRESS:8090');
  if (commands.enabled || commands.volumes) {
    result.commands = { from: [], to: ['NAMES:53', ...commanded.map((service) => `${service}:${ports[service]}`)] };
    for (const service of commanded) result[service].from.push(`commands:${ports[service]}`);
  }
  if (postgres.connectionSecret) {
    result.migrate = { from: [], to: ['NAMES:53'] };
    for (const service of [...stores, 'migrate']) result[service].to.push('ANYWHERE:5432');
    if (postgres.own?.enabled) result.postgres = { from: [...stores, 'migrate'].map((service) => `${service}:5432`), to: ['NAMES:53'] };
  }
  for (const ends of Object.values(result)) for (const side of Object.values(ends)) side.sort();
  return result;
}
const portsOf = (objects) => Object.fromEntries(ofKind(objects, 'Service').map(({ metadata, spec }) => [metadata.name.replace('stadt-', ''), spec.ports[0].port]));

const matrix = {
  'as shipped': {},
  'with a Redis elsewhere': { redis: { address: 'redis.example:6380' } },
  'with sentinels, PostgreSQL and webhooks': { redis: { address: 'sentinel:stadt@s1:26379' }, postgres: { connectionSecret: 'database' }, messengerWebhooks: { enabled: true } },
  'with PostgreSQL from the chart': { postgres: { connectionSecret: 'database', own: { enabled: true } } },
  'with a pod for commands': { commands: { enabled: true } },
  'with volumes to be copied': { commands: { volumes: true } },
  'without metrics': { metrics: { enabled: false } },
};
for (const [name, values] of Object.entries(matrix)) {
  test(`${name}: whoever has an arrow may, at both ends, and nobody else`, () => {
    const objects = render(values);
    assert.deepEqual(allowed(objects), expected(values, portsOf(objects)));
  });
}

// Whether `address` lies in one of the blocks, and in none of their exceptions.
function mayReach(objects, component, address) {
  const inside = (list) => { const all = new BlockList(); for (const cidr of list) { const [net, bits] = cidr.split('/'); all.addSubnet(net, Number(bits), isIPv6(net) ? 'ipv6' : 'ipv4'); } return all.check(address, isIPv6(address) ? 'ipv6' : 'ipv4'); };
  const blocks = ofKind(objects, 'NetworkPolicy').filter(({ spec }) => spec.podSelector.matchLabels['app.kubernetes.io/component'] === component)
    .flatMap(({ spec }) => spec.egress ?? []).flatMap(({ to }) => to ?? []).flatMap(({ ipBlock }) => (ipBlock ? [ipBlock] : []));
  return blocks.some(({ cidr, except }) => inside([cidr]) && !inside(except ?? []));
}

test('who calls out reaches the world, and neither the cluster, a private network nor the metadata of the cloud', () => {
  const objects = render();
  for (const service of callOut) {
    for (const public_ of ['8.8.8.8', '193.99.144.80', '2a02:2e0:3fe::1']) assert.ok(mayReach(objects, service, public_), `${service} ${public_}`);
    for (const within of ['10.96.0.1', '10.244.1.7', '172.20.0.5', '192.168.1.10', '100.64.3.2', '169.254.169.254', '127.0.0.1', 'fd00::12', 'fe80::1', '::1'])
      assert.ok(!mayReach(objects, service, within), `${service} ${within}`);
  }
  for (const service of ['web', 'dialogue', 'nlu', 'responsibility']) assert.ok(!mayReach(objects, service, '8.8.8.8'), service);
  const house = render({ networkPolicies: { egressOf: { booking: ['10.1.2.3/32'] } } });
  assert.ok(mayReach(house, 'booking', '10.1.2.3') && !mayReach(house, 'booking', '10.1.2.4') && !mayReach(house, 'booking', '8.8.8.8'));
  assert.ok(mayReach(house, 'staff', '8.8.8.8') && !mayReach(house, 'staff', '10.1.2.3'));
});

test('the table is read whole', () => {
  assert.deepEqual(callOut, ['booking', 'knowledge', 'messengers', 'staff']);
  assert.equal(arrows.length, 15);
});

test('any rule that is missing is noticed, and any caller too many', () => {
  const values = matrix['as shipped'];
  const whole = JSON.stringify(render(values));
  const wanted = expected(values, portsOf(JSON.parse(whole)));
  let changed = 0;
  const notices = (change, what) => {
    const objects = JSON.parse(whole);
    change(ofKind(objects, 'NetworkPolicy'));
    changed += 1;
    assert.throws(() => assert.deepEqual(allowed(objects), wanted), what);
  };
  ofKind(JSON.parse(whole), 'NetworkPolicy').forEach(({ metadata, spec }, i) => {
    for (const [key, side] of [['ingress', 'from'], ['egress', 'to']]) {
      (spec[key] ?? []).forEach((rule, j) => {
        notices((policies) => { policies[i].spec[key].splice(j, 1); }, `${metadata.name} without ${key} ${j}`);
        const stranger = { podSelector: { matchLabels: { 'app.kubernetes.io/component': 'stranger' } } };
        notices((policies) => { policies[i].spec[key][j][side].push(stranger); }, `${metadata.name}, one too many`);
        (rule[side] ?? []).forEach((_, k) => notices((policies) => {
          policies[i].spec[key][j][side].splice(k, 1);
        }, `${metadata.name} without ${side} ${k}`));
      });
    }
  });
  assert.ok(changed > 60, `${changed}`);
});

test('the RPCs know the same arrows', () => {
  const rules = [...readFileSync(join(root, 'services/rpc/callers.cc'), 'utf8').matchAll(/Rule\{"(\w+)\/\w*", ([^}]*)\},(.*)/g)]
    // Those two are also served by dialogue, which passes them on for web.
    .map(([, service, callers]) => [service.toLowerCase(), [...callers.matchAll(/k([A-Z]\w+)/g)].map(([, name]) => name.toLowerCase())]);
  const servedBy = { persons: 'booking', housekeeping: 'knowledge' };
  const passedOn = new Set(['web nlu']);
  const known = new Set(rules.flatMap(([service, callers]) => callers.filter((caller) => caller !== 'operator').map((caller) => `${caller} ${servedBy[service] ?? service}`)));
  for (const one of passedOn) assert.ok(known.delete(one), one);
  assert.deepEqual([...known].sort(), arrows.filter(([, service]) => service !== 'redis').map((arrow) => arrow.join(' ')).sort());
});
