// The image's list of packages, made by the command that stands in packaging/Containerfile.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { build, root } from '../integration/paths.mjs';
import { services } from './machines.mjs';

const programs = [...services, 'cli'].map((name) => join(build, 'services', name, `amtslotse-${name}`));
const said = (program, ...flags) => spawnSync(program, flags, { encoding: 'utf8' }).stdout;

test('the image has the package of every library that a process needs', () => {
  const command = /ldd [\s\S]+?> \/opt\/amtslotse\/packages/.exec(readFileSync(join(root, 'packaging', 'Containerfile'), 'utf8'))[0]
    .replaceAll('\\\n', ' ').replace('/opt/amtslotse/services/*/*', programs.join(' ')).replace('> /opt/amtslotse/packages', '');
  const packages = new Set(said('sh', '-c', command).split('\n').filter(Boolean));
  const libraries = new Set([...said('ldd', ...programs).matchAll(/=> (\/\S+)/g)].map((match) => said('readlink', '-f', match[1]).trim()));
  assert.ok(libraries.size > 50, `${libraries.size} libraries`);
  const ownerOf = (path) => said('dpkg', '-S', path).split(':')[0] || said('dpkg', '-S', path.replace(/^\/usr/, '')).split(':')[0];
  assert.deepEqual([...libraries].filter((library) => !packages.has(ownerOf(library))), []);
});
