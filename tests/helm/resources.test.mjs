// Requests and limits are those of the table of measured figures in docs/performance.md.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { root } from '../integration/paths.mjs';
import { named, ofKind, render } from './chart.mjs';

const section = readFileSync(join(root, 'docs/performance.md'), 'utf8').split('\n## What a process needs\n')[1].split('\n## ')[0];
// process → measured megabytes idle and at most, thousandths of a core idle and under load
const measured = new Map([...section.matchAll(/^\| (\w+) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|/gm)]
  .map(([, name, idle, most, idleCpu, cpu]) => [name, { idle: Number(idle), most: Number(most), idleCpu: Number(idleCpu), cpu: Number(cpu) }]));
const services = ['booking', 'dialogue', 'knowledge', 'messengers', 'nlu', 'responsibility', 'staff', 'web'];
const mebibytes = (quantity) => Number(/^(\d+)Mi$/.exec(quantity)[1]);
const thousandths = (quantity) => Number(/^(\d+)m$/.exec(quantity)[1]);

test('every container says what it needs and what it may use', () => {
  for (const values of [{}, { commands: { enabled: true, volumes: true }, postgres: { connectionSecret: 'database', own: { enabled: true } }, training: { claim: 'models' } }]) {
    const objects = render(values);
    const pods = [...ofKind(objects, 'Deployment'), ...ofKind(objects, 'StatefulSet'), ...ofKind(objects, 'Job')];
    for (const { metadata, spec } of pods) {
      for (const { name, resources } of [...spec.template.spec.containers, ...(spec.template.spec.initContainers ?? [])]) {
        assert.ok(thousandths(resources.requests.cpu) > 0 && mebibytes(resources.requests.memory) > 0, `${metadata.name}: ${name}`);
        assert.ok(mebibytes(resources.limits.memory) >= mebibytes(resources.requests.memory), `${metadata.name}: ${name}`);
      }
    }
  }
});

test('what they ask for follows from what was measured, each for itself', () => {
  assert.deepEqual([...measured.keys()].filter((name) => name !== 'redis').sort(), services);
  const objects = render();
  for (const service of services) {
    const { idle, most, cpu } = measured.get(service);
    const { requests, limits } = named(objects, 'Deployment', `stadt-${service}`).spec.template.spec.containers[0].resources;
    assert.ok(mebibytes(requests.memory) >= most, `${service} asks for ${requests.memory}, but takes up to ${most}`);
    assert.ok(mebibytes(requests.memory) <= most * 1.5 + 16, `${service} asks for ${requests.memory}, but takes only ${most}`);
    assert.ok(mebibytes(limits.memory) >= most * 2, `${service}: ${limits.memory} leaves no room beside ${most}`);
    assert.ok(thousandths(requests.cpu) >= cpu, `${service} asks for ${requests.cpu}, but takes ${cpu}m`);
    assert.ok(idle <= most);
  }
  assert.ok(new Set(services.map((service) => JSON.stringify(named(objects, 'Deployment', `stadt-${service}`).spec.template.spec.containers[0].resources))).size > 5);
});
