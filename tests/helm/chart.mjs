// The chart's objects for given values, rendered by render.go.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../integration/paths.mjs';

export const chart = join(root, 'helm', 'amtslotse');

const folder = mkdtempSync(join(tmpdir(), 'amtslotse-helm-'));
const program = join(folder, 'render');
// Debian's Go libraries, no network.
execFileSync('go', ['build', '-o', program, join(root, 'tests', 'helm', 'render.go')],
  { env: { ...process.env, GO111MODULE: 'off', GOPATH: '/usr/share/gocode', GOFLAGS: '', GOCACHE: join(folder, 'cache') } });
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

// JSON is YAML. Throws with the schema's or the template's own words when it refuses.
function run(values, ...flags) {
  const file = join(folder, 'values.yaml');
  writeFileSync(file, JSON.stringify(values));
  const ran = spawnSync(program, [chart, file, ...flags], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (ran.status !== 0) throw new Error(ran.stderr);
  return ran.stdout;
}
export const render = (values = {}) => JSON.parse(run(values));
// What the operator reads after an installation.
export const notes = (values = {}) => run(values, '--notes');

export const ofKind = (objects, kind) => objects.filter((object) => object.kind === kind);
export const named = (objects, kind, name) => ofKind(objects, kind).find((object) => object.metadata.name === name);
