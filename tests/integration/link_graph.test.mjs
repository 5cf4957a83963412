// Domain libraries are plain C++: they neither link nor include gRPC, protobuf or HTTP.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { build, root } from './paths.mjs';

const domainLibraries = ['amtslotse_keys', 'amtslotse_nlu_text', 'amtslotse_calendar', 'amtslotse_nlu', 'amtslotse_knowledge',
  'amtslotse_responsibility', 'amtslotse_booking', 'amtslotse_dialogue_core'];
const forbiddenLibrary = /grpc|protobuf|httplib|curl|amtslotse_(proto|rpc)/i;
const forbiddenHeader = /\/(grpc|grpcpp|google\/protobuf|curl)\/|\/httplib\.h|\.pb\.h$/;

const links = new Map(readFileSync(join(build, 'link-graph.txt'), 'utf8').trim().split('\n').map((line) => {
  const [target, libraries] = line.split(': ');
  return [target.replace(/:$/, ''), libraries ? libraries.split(' ') : []];
}));

function pathToForbidden(target, seen = new Set()) {
  if (forbiddenLibrary.test(target)) return [target];
  if (seen.has(target)) return null;
  seen.add(target);
  for (const library of links.get(target) ?? []) {
    const path = pathToForbidden(library, seen);
    if (path) return [target, ...path];
  }
  return null;
}

// "object: #deps …" followed by one indented header a line, and a blank line.
function headersByLibrary() {
  const headers = new Map();
  let library = null;
  for (const line of execFileSync('ninja', ['-C', build, '-t', 'deps'], { encoding: 'utf8', maxBuffer: 1 << 30 }).split('\n')) {
    if (line.startsWith('    ')) {
      if (library) headers.get(library).add(line.trim());
    } else {
      library = /CMakeFiles\/([^/]+)\.dir\/.*#deps/.exec(line)?.[1] ?? null;
      if (library && !headers.has(library)) headers.set(library, new Set());
    }
  }
  return headers;
}

for (const library of domainLibraries) {
  test(`${library} links no gRPC, protobuf or HTTP`, () => {
    assert.ok(links.has(library), `${library} is no target`);
    assert.equal(pathToForbidden(library), null);
  });
}

test('domain libraries include no header of gRPC, protobuf or HTTP', () => {
  const headers = headersByLibrary();
  for (const library of domainLibraries) {
    assert.ok(headers.get(library)?.size > 0, `${library} was not built`);
    assert.deepEqual([...headers.get(library)].filter((header) => forbiddenHeader.test(header)), []);
  }
});

test('what every process shares knows none of them', () => {
  const folder = join(root, 'services', 'rpc');
  const included = readdirSync(folder).filter((name) => /\.(h|cc)$/.test(name))
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/^#include "(.*)"$/gm)].map(([, header]) => `${name}: ${header}`));
  assert.ok(included.length > 30);
  assert.deepEqual(included.filter((line) => !/: (services\/rpc|keys|amtslotse\/staff|grpc\/health)\//.test(line)), []);
});

test('the test itself would notice: dialogue links gRPC', () => {
  assert.ok(pathToForbidden('amtslotse_rpc') !== null);
  assert.ok(links.has('amtslotse_dialogue'));
  assert.deepEqual(pathToForbidden('amtslotse_dialogue')?.[0], 'amtslotse_dialogue');
});
