// Every setting that the chart gives, or that a comment or a document names, is one that its process reads.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { root } from '../integration/paths.mjs';
import { ofKind, render } from './chart.mjs';

const services = ['booking', 'dialogue', 'knowledge', 'messengers', 'nlu', 'responsibility', 'staff', 'web'];
const read = (...path) => readFileSync(join(root, ...path), 'utf8');
const filesBelow = (folder, endings) => readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
  const path = join(folder, entry.name);
  if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : filesBelow(path, endings);
  return endings.some((ending) => entry.name.endsWith(ending)) ? [path] : [];
});

const namesReadBy = (folder) => filesBelow(folder, ['.cc']).flatMap((path) =>
  [...read(path).matchAll(/reader(?:\.|->)(?:Text|Required|Number|Flag|Seconds|Milliseconds)\(\s*"([A-Z_]+)"/g)].map(([, name]) => name));
const ofAll = namesReadBy('services/rpc');
const known = new Set(services.flatMap((service) => [...ofAll, ...namesReadBy(`services/${service}`)]
  .flatMap((name) => [name, `${name}_FILE`]).map((name) => `${service.toUpperCase()}_${name}`)));

const isSetting = new RegExp(`(?<![A-Z_{])(?:${services.map((name) => name.toUpperCase()).join('|')})_[A-Z_]+(?![A-Z_a-z<*])`, 'g');
const unknownIn = (text) => [...text.matchAll(isSetting)].map(([name]) => name).filter((name) => !known.has(name));

test('what the processes read is found', () => {
  assert.ok(known.size > 200, `${known.size}`);
  for (const name of ['BOOKING_AUDIT_DAYS', 'BOOKING_SMTP_URL', 'WEB_LISTEN', 'STAFF_ACTOR_KEY_FILE', 'KNOWLEDGE_POSTGRES']) assert.ok(known.has(name), name);
  assert.deepEqual(unknownIn('BOOKING_HOLD_MINUTES=15 and BOOKING_AUDIT_DAYS=2'), ['BOOKING_HOLD_MINUTES']);
});

test('the chart takes the settings that a process reads, and no others', () => {
  const { definitions, properties } = JSON.parse(read('helm', 'amtslotse', 'values.schema.json'));
  for (const service of services) {
    const names = [...new Set([...ofAll, ...namesReadBy(`services/${service}`)])].sort();
    assert.deepEqual(definitions[`${service}Setting`].enum, names, `${service}: values.schema.json, definitions`);
    assert.deepEqual(definitions[`${service}SettingFile`].enum, names.filter((name) => !name.endsWith('_FILE')).map((name) => `${name}_FILE`), service);
    for (const group of ['settings', 'settingsFromSecrets'])
      assert.match(JSON.stringify(properties[group].properties[service].propertyNames), new RegExp(`definitions/${service}Setting"`), `${group}.${service}`);
  }
});

test('the examples in values.yaml exist', () => {
  const examples = [...read('helm/amtslotse/values.yaml').matchAll(/settings: \{(\w+): \{(\w+):/g)];
  assert.ok(examples.length > 0);
  for (const [, service, name] of examples) assert.ok(known.has(`${service.toUpperCase()}_${name}`), `${service}: ${name}`);
});

test('what the chart gives its processes exists', () => {
  const stores = Object.fromEntries(['booking', 'knowledge', 'messengers', 'staff', 'responsibility'].map((name) => [name, { stores: false }]));
  for (const values of [{}, { tls: { enabled: true }, postgres: { connectionSecret: 'database' }, services: stores, redis: { address: 'r:1', passwordSecret: 'r' },
    messengerWebhooks: { enabled: true } }]) {
    for (const { metadata, spec } of [...ofKind(render(values), 'Deployment'), ...ofKind(render(values), 'Job')]) {
      for (const { name } of spec.template.spec.containers[0].env ?? []) {
        if (services.some((service) => name.startsWith(`${service.toUpperCase()}_`))) assert.ok(known.has(name), `${metadata.name}: ${name}`);
      }
    }
  }
});

test('what comments and documents name exists', () => {
  const places = [...filesBelow('docs', ['.md']), ...filesBelow('helm', ['.md', '.yaml']), ...filesBelow('services', ['.h']), ...filesBelow('packaging', ['.sh', '.yaml']),
    'README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'tests/integration/product.mjs'];
  assert.ok(places.length > 100);
  assert.deepEqual(places.flatMap((path) => unknownIn(read(path)).map((name) => `${path}: ${name}`)), []);
});
