// Each threat names a test that is there, and each reader of foreign bytes a fuzz program, and the other way round.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { root } from '../integration/paths.mjs';

const [threats, readers] = readFileSync(join(root, 'docs/bedrohungsmodell.md'), 'utf8').split('\n## Was fremde Bytes liest');
const rowsOf = (text) => text.split('\n').filter((line) => /^\| (?!-)/.test(line)).map((line) => line.split('|').slice(1, -1)).slice(1);
const namedIn = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

test('the tests that the threat model names are there', () => {
  const rows = rowsOf(threats);
  assert.ok(rows.length > 20);
  for (const [threat, , tests] of rows) {
    const names = namedIn(tests);
    assert.ok(names.length > 0, `${threat} names no test`);
    let folder = 'tests';
    for (const name of names) {
      const path = name.includes('/') ? name : join(folder, name);
      assert.ok(existsSync(join(root, path)), `${threat}: ${path}`);
      folder = dirname(path);
    }
  }
});

test('every fuzz program stands in the list, and every one in the list is built', () => {
  const listed = rowsOf(readers).flatMap(([, , programs]) => namedIn(programs)).sort();
  const sources = readdirSync(join(root, 'tests/fuzz')).filter((name) => name.endsWith('_fuzz.cc')).map((name) => name.slice(0, -3)).sort();
  assert.deepEqual(listed, sources);
  const built = readFileSync(join(root, 'tests/fuzz/CMakeLists.txt'), 'utf8');
  for (const name of sources) assert.match(built, new RegExp(`^amtslotse_add_fuzz\\(${name} SOURCES ${name}\\.cc `, 'm'));
});
