// What packaging/Containerfile says, without building it (that does tests/image/): its list of packages, and what it gets to see.
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

test('the image\'s build gets every folder that it adds, and none besides', () => {
  const kept = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n').filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const [always] = readFileSync(join(root, 'CMakeLists.txt'), 'utf8').split('if(AMTSLOTSE_TESTS)');
  const added = [...always.matchAll(/^add_subdirectory\((\S+)\)/gm)].map(([, folder]) => folder);
  assert.deepEqual(kept.sort(), [...added, 'CMakeLists.txt', 'CMakePresets.json', 'LICENSE', 'cmake', 'packaging/debian-packages.txt'].sort());
});
