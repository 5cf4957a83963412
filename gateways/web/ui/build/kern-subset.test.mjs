import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { kernSubset } from './kern-subset.mjs';

const postcss = createRequire(createRequire(import.meta.url).resolve('vite'))('postcss');
const KERN = '/x/node_modules/@kern-ux/native/dist/kern.css';
let folder;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'kern-'));
  writeFileSync(join(folder, 'a.ts'), 'class="kern-btn kern-btn--primary"');
});
after(() => rmSync(folder, { recursive: true }));

async function subset(css, host = false, file = 'sheet.css') {
  const source = postcss.parse(css, { from: KERN });
  source.source.input.file = KERN.replace('kern.css', file);
  const plugin = kernSubset({ 'sheet.css': { content: [folder], host } });
  return (await postcss([plugin]).process(source, { from: undefined })).css.replace(/\s+/g, ' ').trim();
}

test('rules of classes that no source names are dropped', async () => {
  assert.equal(await subset('.kern-btn{top:0} .kern-card{top:0} .kern-btn .kern-icon{top:0}'), '.kern-btn{top:0}');
});

test('custom properties stay only while something refers to them', async () => {
  assert.equal(await subset(':root{--kern-a:var(--kern-b);--kern-b:1;--kern-c:2} .kern-btn{top:var(--kern-a)}'),
    ':root{--kern-a:var(--kern-b);--kern-b:1} .kern-btn{top:var(--kern-a)}');
});

test('a shadow tree has a host and no page', async () => {
  assert.equal(await subset(':root{--kern-a:1} body{top:1px} .kern-btn{top:var(--kern-a)}', true), ':host{--kern-a:1} .kern-btn{top:var(--kern-a)}');
});

test('other style sheets pass unchanged', async () => {
  assert.equal(await subset('.kern-card{top:0}', false, 'other.css'), '.kern-card{top:0}');
});
