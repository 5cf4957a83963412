// Towns' own models in Kubernetes: trained only where something keeps them, with the memory that takes, and the same in every replica.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http2 from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { call, encode, Line, signActor } from '../integration/grpc.mjs';
import { build, root } from '../integration/paths.mjs';
import { freePort, until } from '../integration/product.mjs';
import { named, ofKind, render } from './chart.mjs';

const nlu = (values) => named(render(values), 'Deployment', 'stadt-nlu');
const envOf = (deployment) => Object.fromEntries(deployment.spec.template.spec.containers[0].env.map(({ name, value }) => [name, value]));
const storeOf = (deployment) => deployment.spec.template.spec.volumes.find(({ name }) => name === 'store');
const megabytes = (quantity) => Number(/^(\d+)Mi$/.exec(quantity)[1]);
const limitOf = (deployment) => megabytes(deployment.spec.template.spec.containers[0].resources.limits.memory);

const shared = { training: { claim: 'stadt-modelle' } };
const alone = { services: { nlu: { replicas: 1, autoscale: 0, stores: true } } };

test('without a place for models nothing is trained', () => {
  const deployment = nlu({});
  assert.deepEqual(storeOf(deployment), { name: 'store', emptyDir: {} });
  assert.equal(envOf(deployment).NLU_TRAINING, 'false');
});

test('with a volume of its own nlu runs once and trains', () => {
  const deployment = nlu(alone);
  assert.deepEqual([storeOf(deployment).persistentVolumeClaim.claimName, deployment.spec.replicas, envOf(deployment).NLU_TRAINING], ['stadt-nlu', 1, undefined]);
  assert.throws(() => render({ services: { nlu: { replicas: 1, stores: true } } }), /services\.nlu\.autoscale/);
  assert.throws(() => render({ services: { nlu: { autoscale: 0, stores: true } } }), /services\.nlu\.replicas/);
});

test('with a claim that all can write every replica trains and grows with the load', () => {
  const objects = render(shared);
  const deployment = named(objects, 'Deployment', 'stadt-nlu');
  assert.equal(storeOf(deployment).persistentVolumeClaim.claimName, 'stadt-modelle');
  assert.equal(envOf(deployment).NLU_TRAINING, undefined);
  assert.ok(named(objects, 'HorizontalPodAutoscaler', 'stadt-nlu'));
  assert.ok(!ofKind(objects, 'PersistentVolumeClaim').some(({ metadata }) => /nlu|modelle/.test(metadata.name)), 'the claim is the operator\'s');
  assert.throws(() => render({ ...shared, ...alone }), /services\.nlu\.stores and training\.claim/);
});

test('training has its memory beside what nlu needs, and is bounded by the same number', () => {
  const usual = limitOf(nlu({}));
  for (const values of [shared, alone]) {
    const deployment = nlu(values);
    const bound = Number(envOf(deployment).NLU_TRAINING_MEMORY_MB);
    assert.ok(bound >= 768, `a full training takes 650 MB: ${bound}`);
    assert.ok(limitOf(deployment) >= usual + bound, `${limitOf(deployment)} < ${usual} + ${bound}`);
  }
  assert.equal(limitOf(nlu({ training: { claim: 'm', memoryMegabytes: 2048 } })), usual + 2048);
  for (const name of ['TRAINING', 'TRAINING_MEMORY_MB']) assert.throws(() => render({ ...shared, settings: { nlu: { [name]: '64' } } }), new RegExp(`settings\\.nlu\\.${name}`));
  // The number is the one that bounds the child.
  assert.match(readFileSync(join(root, 'services/nlu/settings.cc'), 'utf8'), /trainer\.memory_mb = reader->Number\("TRAINING_MEMORY_MB"/);
  assert.match(readFileSync(join(root, 'services/nlu/training_job.cc'), 'utf8'), /setrlimit\(RLIMIT_AS/);
});

// A model of the town, as a training leaves it: the shipped one and a file more, which makes it another version.
function putModel(town) {
  const from = join(build, 'nlu', 'model');
  const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
  const manifest = JSON.parse(readFileSync(join(from, 'model.json'), 'utf8'));
  const files = { ...manifest.files, 'of-the-town': digest('its own') };
  const version = digest(Object.keys(files).sort().map((name) => files[name]).join('')).slice(0, manifest.version.length);
  cpSync(from, join(town, version), { recursive: true });
  writeFileSync(join(town, version, 'of-the-town'), 'its own');
  writeFileSync(join(town, version, 'model.json'), JSON.stringify({ ...manifest, files, version }));
  writeFileSync(join(town, version, 'report.json'), JSON.stringify({ verdict: 'not_worse', cases: 1, lost: 0, gained: 1, own_examples: 3, changed: [] }));
  return [version, manifest.version];
}

test('two processes on one claim: what becomes active in one is used by both', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'amtslotse-chart-nlu-'));
  const pods = [];
  t.after(async () => {
    for (const pod of pods) { pod.line.destroy(); pod.child.kill('SIGTERM'); await pod.ended; }
    rmSync(folder, { recursive: true, force: true });
  });
  const claim = join(folder, 'claim');
  mkdirSync(join(claim, 'erlenfurt'), { recursive: true });
  writeFileSync(join(folder, 'actor.key'), 'k'.repeat(32));
  const environment = envOf(nlu({ ...shared, metrics: { enabled: false } }));
  const start = async () => {
    const port = await freePort();
    const local = (value) => value.replace(/^0\.0\.0\.0:\d+$/, `127.0.0.1:${port}`).replace(/^\/var\/lib\/amtslotse\/nlu$/, claim)
      .replace('/etc/amtslotse/keys', folder).replace(/^\/opt\/amtslotse\/.*model$/, join(build, 'nlu', 'model'));
    const child = spawn(join(build, 'services', 'nlu', 'amtslotse-nlu'), [], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env.PATH, ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, local(value)])) } });
    const pod = { child, log: '', line: new Line(() => http2.connect(`http://127.0.0.1:${port}`)), ended: new Promise((resolve) => { child.once('close', resolve); }) };
    child.stderr.setEncoding('utf8').on('data', (text) => { pod.log += text; });
    pods.push(pod);
    await until(() => /"serving":true/.test(pod.log) || child.exitCode !== null, 60_000, () => pod.log);
    return pod;
  };
  const [first, second] = [await start(), await start()];
  const [version, before] = putModel(join(claim, 'erlenfurt'));
  const editor = { 'x-amtslotse-actor': signActor(join(folder, 'actor.key'), { municipality_id: 'erlenfurt' }) };
  const activate = (pod, wanted) => call(pod.line, '/amtslotse.nlu.v1.Nlu/ActivateModel', encode('nlu', 'ActivateModelRequest', { municipality_id: 'erlenfurt', version: wanted }), editor);
  const used = async (pod) => {
    const answer = await call(pod.line, '/amtslotse.nlu.v1.Nlu/Understand', encode('nlu', 'UnderstandRequest', { municipality_id: 'erlenfurt', text: 'was kostet ein pass' }));
    return [version, before].find((one) => answer.bytes?.includes(one)) ?? JSON.stringify(answer);
  };
  const bothUse = async (wanted) => {
    for (const pod of pods) {
      let now;
      await until(async () => (now = await used(pod)) === wanted, 60_000, () => `${now}: ${pod.log}`);
    }
  };
  await bothUse(before);
  const switched = await activate(first, version);
  assert.equal(switched.code, 0, switched.message);
  await bothUse(version);
  const back = await activate(second, '');
  assert.equal(back.code, 0, back.message);
  await bothUse(before);
  for (const pod of pods) await until(() => pod.log.includes('model_activated_elsewhere'), 60_000, () => pod.log);
});
