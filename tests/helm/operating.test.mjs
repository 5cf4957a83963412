// The commands of docs/betrieb.md for Kubernetes, run as they stand there: against a local installation, with a folder in place of the
// cluster's volumes and the chart's objects in place of the cluster.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { cli, root } from '../integration/paths.mjs';
import { named, ofKind, render } from './chart.mjs';

const section = readFileSync(join(root, 'docs/betrieb.md'), 'utf8').split('\n## In Kubernetes\n')[1].split('\n## ')[0];
const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text);
const stopped = render({ commands: { volumes: true } });
const mounts = named(stopped, 'Deployment', 'stadt-commands').spec.template.spec.containers[0].volumeMounts;

test('the pod has the volumes of all that keep files, and none of them runs meanwhile', () => {
  const claims = (deployment) => deployment.spec.template.spec.volumes.filter(({ persistentVolumeClaim }) => persistentVolumeClaim).map((volume) => volume.persistentVolumeClaim.claimName).sort();
  assert.deepEqual(claims(named(stopped, 'Deployment', 'stadt-commands')), ofKind(stopped, 'PersistentVolumeClaim').map(({ metadata }) => metadata.name).sort());
  for (const deployment of ofKind(stopped, 'Deployment')) {
    if (deployment.metadata.name === 'stadt-commands' || claims(deployment).length === 0) continue;
    assert.equal(deployment.spec.replicas, 0, deployment.metadata.name);
    for (const { name, mountPath, subPath } of deployment.spec.template.spec.containers[0].volumeMounts.filter(({ name }) => name === 'store'))
      assert.ok(mounts.some((mount) => mount.mountPath === mountPath && mount.subPath === subPath), `${deployment.metadata.name}: ${name}`);
  }
  for (const name of ['stadt-web', 'stadt-dialogue', 'stadt-nlu']) assert.notEqual(named(stopped, 'Deployment', name).spec.replicas, 0);
  assert.equal(named(render(), 'Deployment', 'stadt-commands'), undefined);
});

test('the commands name what the chart has', () => {
  assert.equal(blocks.length, 4);
  for (const [, name] of section.matchAll(/deploy\/([\w-]+)/g)) assert.ok(named(stopped, 'Deployment', name), name);
  const stored = ofKind(render(), 'PersistentVolumeClaim').map(({ metadata }) => metadata.name.replace('stadt-', '')).sort().join(' ');
  for (const [line] of section.matchAll(/^.*tar -C .* -cf - .*$/gm)) assert.ok(line.includes(` -cf - ${stored} |`), line);
  for (const [, key] of section.matchAll(/--set (\w+)[.=]/g)) assert.match(readFileSync(join(root, 'helm/amtslotse/values.yaml'), 'utf8'), new RegExp(`^${key}:`, 'm'));
  const secret = /--from-file=.* amtslotse-keys|secret generic (\S+)/.exec(section)[1];
  assert.ok(named(render(), 'Deployment', 'stadt-booking').spec.template.spec.volumes.some((volume) => volume.secret?.secretName === secret));
  assert.ok(ofKind(stopped, 'Deployment').every(({ metadata }) => metadata.labels['app.kubernetes.io/instance'] === 'stadt'));
});

test('from the first start over a backup and its restore to other keys, each command does what it says', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'amtslotse-chart-operating-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const programs = join(folder, 'programs');
  const volumes = join(folder, 'volumes');
  mkdirSync(programs);
  for (const { mountPath } of mounts.filter(({ mountPath }) => mountPath.startsWith('/var/lib/amtslotse/'))) mkdirSync(mountPath.replace('/var/lib/amtslotse', volumes), { recursive: true });
  symlinkSync(join(root, 'knowledge/data/demo/erlenfurt'), join(folder, 'meine-kommune'));
  const program = (name, text) => { writeFileSync(join(programs, name), `#!/bin/bash\n${text}`); chmodSync(join(programs, name), 0o755); };
  program('amtslotse', `exec '${cli}' "$@"`);
  program('helm', `grep -o 'commands.volumes=[a-z]*' <<<"$*" >'${folder}/helm'`);
  // In the pod only while it is there; the secret is a folder.
  program('kubectl', `case "$1 $2" in
'rollout '*) ;;
'create secret') printf 'kind: Secret\\n' ;;
'replace '*) grep -q 'kind: Secret' && cp stadt.keys/* '${folder}/secret/' ;;
'exec '*)
  grep -q true '${folder}/helm' || exit 9
  while [[ $1 != -- ]]; do shift; done
  shift
  exec "\${@//\\/var\\/lib\\/amtslotse/${volumes.replaceAll('/', '\\/')}}" ;;
*) exit 8 ;;
esac`);
  mkdirSync(join(folder, 'secret'));
  const run = (script) => {
    const done = spawnSync('bash', ['-euo', 'pipefail', '-c', script.replaceAll('musterstadt ', 'erlenfurt ')], { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH: `${programs}:${process.env.PATH}` } });
    assert.equal(done.status, 0, `${script}\n${done.stdout}${done.stderr}`);
    return done.stdout;
  };
  const [first, backup, restore, rotate] = blocks;
  assert.match(run(first), /https:\/\/termine\.musterstadt\.de\/staff\/#\/link\//);
  for (const store of ['booking/booking.db', 'knowledge/knowledge.db', 'staff/staff.db']) assert.ok(existsSync(join(volumes, store)), store);

  rmSync(join(folder, 'stadt'), { recursive: true });  // another machine, another day
  assert.match(run(backup), /Gesichert nach[\s\S]*"appointments"/);
  const [taken] = readdirSync(join(folder, 'sicherungen'));

  // Left over from what is there now; would be taken for part of what is restored.
  writeFileSync(join(volumes, 'booking', 'booking.db-wal'), 'x');
  run('helm upgrade --set commands.volumes=true');
  assert.match(run(restore.replace('sicherung-20261121-023000', taken)), /Wiederhergestellt aus/);
  assert.deepEqual(readdirSync(join(volumes, 'booking')), ['booking.db']);
  assert.match(readFileSync(join(folder, 'helm'), 'utf8'), /false/);

  const before = readFileSync(join(folder, 'stadt.keys', 'booking.keys'), 'utf8');
  run(rotate);
  assert.notEqual(readFileSync(join(folder, 'secret', 'booking.keys'), 'utf8'), before);
});
