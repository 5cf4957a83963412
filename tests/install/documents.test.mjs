// What the documents point to is there: files, headings, folders of the repository, commands and their options.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { cli, root } from '../integration/paths.mjs';

const made = new Set(['node_modules', 'build', 'dist', '.git', 'output', 'data']);  // not ours, or made by a run
function documentsIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return made.has(entry.name) && folder === root || entry.name === 'node_modules' ? [] : documentsIn(path);
    return entry.name.endsWith('.md') ? [{ path, name: relative(root, path), text: readFileSync(path, 'utf8') }] : [];
  });
}
const documents = documentsIn(root).filter(({ name }) => !name.startsWith('knowledge/data/demo/') || name.endsWith('README.md'));
const everything = (find) => documents.flatMap((document) => find(document).map((wrong) => `${document.name}: ${wrong}`));

// As GitHub and most viewers name a heading.
const anchorOf = (heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
const headingsOf = (text) => [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading));

test('every link leads to a file, and to a heading in it', () => {
  assert.ok(documents.length > 20);
  assert.deepEqual(everything(({ path, text }) => [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link).filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file, anchor] = link.split('#');
    const target = file ? join(dirname(path), file) : path;
    return !existsSync(target) || (anchor && !headingsOf(readFileSync(target, 'utf8')).includes(anchor));
  })), []);
});

// `a/{b,c}.h` are two; <dienst> and * stand for any name.
const alternatives = (path) => {
  const braces = /^(.*)\{(.*)\}(.*)$/.exec(path);
  return braces ? braces[2].split(',').map((part) => braces[1] + part.trim() + braces[3]) : [path];
};
function isThere(path, folder = root) {
  const [first, ...rest] = path.split('/').filter(Boolean);
  if (first === undefined) return true;
  if (!/[<*]/.test(first)) return existsSync(join(folder, first)) && isThere(rest.join('/'), join(folder, first));
  if (!existsSync(folder)) return false;
  const pattern = new RegExp(`^${first.replace(/[.+()]/g, '\\$&').replace(/<[^>]*>|\*/g, '.*')}$`);
  return readdirSync(folder, { withFileTypes: true }).some((entry) => pattern.test(entry.name) && (entry.isDirectory() || rest.length === 0)
    && isThere(rest.join('/'), join(folder, entry.name)));
}
const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !made.has(entry.name)).map((entry) => entry.name);
const stores = new Set(['booking/erasures']);  // of a data folder

test('every file and folder of the repository that is named is there', () => {
  // The changelog tells of what was.
  assert.deepEqual(everything(({ name, text }) => name === 'CHANGELOG.md' ? [] : [...text.matchAll(/`([\w./{},<>* -]+)`/g)]
    .flatMap(([, path]) => alternatives(path)).filter((path) => folders.includes(path.split('/')[0]) && path.includes('/') && !path.includes(' '))
    .filter((path) => !stores.has(path) && !isThere(path))), []);
});

const help = (words) => spawnSync(cli, [...words, '--help'], { encoding: 'utf8' }).stdout;
const listed = (text) => [...text.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name);
const commands = new Map(listed(help([])).map((name) => [name, listed(help([name]))]));
// Those of the scripts, and where their options stand.
const source = (path) => readFileSync(join(root, path), 'utf8');
const installation = source('packaging/installation.sh');
const scripts = new Map([['run', help(['serve'])], ['test', source('packaging/test.sh')], ['bench', source('packaging/bench.sh')], ['install', installation],
  ['upgrade', installation], ['rollback', installation], ['uninstall', installation], ['licences', ''], ['build', ''], ['help', ''], ['status', ''], ['start', ''], ['stop', ''],
  ['restart', '']]);

// Undefined when it can be called so.
function wrongIn(call) {
  const [, name, ...words] = call.trim().split(/\s+/);
  const flags = words.filter((word) => /^--[a-z]/.test(word)).map((word) => word.replace(/[=\])}.,;]+.*$/, ''));
  const group = (commands.get(name) ?? []).includes(words[0]) ? [name, words[0]] : [name];
  if (!scripts.has(name) && !commands.has(name)) return `${name} is no command`;
  if (name !== 'search' && commands.get(name)?.length > 0 && /^[a-z]+$/.test(words[0] ?? '') && group.length === 1) return `${name} ${words[0]} is no command`;
  const known = scripts.get(name) ?? help(group);
  return flags.filter((flag) => !['--data', '--keys', '--help'].includes(flag) && !known.includes(flag)).map((flag) => `${group.join(' ')} ${flag}`)[0];
}

test('every command that is named exists, with its options', () => {
  assert.ok(commands.size > 10 && commands.get('nlu').includes('understand'), [...commands.keys()].join(' '));
  const calls = everything(({ text }) => [...text.matchAll(/```sh\n([\s\S]*?)```|`([^`\n]+)`/g)].flatMap(([, block, span]) => (block ?? span).split('\n'))
    .flatMap((line) => line.replace(/ #.*$/, '').split(/&&|\|\||;/)).map((part) => part.trim().replace(/^sudo /, ''))
    .filter((part) => /^(\.\/)?amtslotse [a-z]/.test(part)));
  assert.ok(calls.length > 30);
  assert.deepEqual(calls.map((call) => [call, wrongIn(call.replace(/^[^:]*: /, ''))]).filter(([, wrong]) => wrong), []);
});
