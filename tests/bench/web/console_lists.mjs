// The console with 10 000 rows in each long list: how long until a page's first row, and until a search shows its hit.
//   AMTSLOTSE_CLI=build/release/services/cli/amtslotse-cli node tests/bench/web/console_lists.mjs
// Starts a product of its own and fills its SQLite files while it is down. Needs Debian's chromium and sqlite3.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { Colleague, operatorLink } from '../../browser/console.mjs';
import { startProduct } from '../../integration/product.mjs';

const ROWS = Number(process.env.ROWS ?? 10_000);
const REPEATS = Number(process.env.REPEATS ?? 3);
const CHROMIUM = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const folder = mkdtempSync(join(tmpdir(), 'amtslotse-lists-'));
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
let missed = 0;
function print(name, value, unit, goal) {
  const reached = goal === undefined || value <= goal;
  if (!reached) missed += 1;
  console.log([name, Number(value.toPrecision(4)), unit, goal === undefined ? '-' : `<= ${goal}${reached ? '' : ' MISSED'}`].join(', '));
}

const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})`;
const now = Math.floor(Date.now() / 1000);
const SEEDS = {
  knowledge: `${numbers} INSERT INTO entry SELECT 'erlenfurt', 'viel-' || i, 1, 1, 1, json_object('act', 'overview', 'answer', 'Antwort Nummer ' || i,
      'changed', ${now}, 'changed_by', 'test', 'id', 'viel-' || i, 'language', 'de', 'questions', json_array('Viele Fragen, Nummer ' || i), 'state', 1, 'version', 1,
      'replaces_catalogue', json('false')) FROM n;
    ${numbers} INSERT INTO unanswered SELECT 'erlenfurt', 'frage ' || i, substr('abcdefghijklmnopqrstuvwxyz', 1 + i % 26, 1) || hex(i * 7919) || ' gesucht Frage ' || i,
      'no_hit', 1 + i % 5, ${now} - i, '', '' FROM n;
    ${numbers} INSERT INTO audit SELECT 'erlenfurt', 1000 + i, ${now} - ${ROWS} + i, 'p-test', 'save_entry', 'viel-' || i, 'Zeile Nummer ' || i FROM n;`,
  booking: `${numbers} INSERT INTO outbox (municipality, kind, appointment, created, state, next_try, attempts, fence, last_error, sealed, channel, number)
      SELECT 'erlenfurt', 1, 0, ${now} - i, 2, 0, 1, 0, '', x'00', 1, 'E-' || i FROM n;`,
};
const PAGES = [['eintraege', 'Nummer 9876'], ['protokoll', 'Nummer 9876'], ['nachrichten', 'E-9876'], ['zustaendigkeiten', 'viel-9876']];

async function seeded() {
  const product = await startProduct({ data: folder });
  process.env.AMTSLOTSE_DATA = folder;
  const admin = new Colleague(product.url);
  await admin.redeem(operatorLink('erlenfurt', folder), 'test.administration');
  await admin.call('responsibility/SaveRule', { rule: { serviceId: 'personalausweis', officeId: 'buergerbuero-mitte', role: 'decides' }, expectedVersion: 0 });
  await product.stop();
  for (const [name, sql] of Object.entries(SEEDS)) execFileSync('sqlite3', [join(folder, name, `${name}.db`)], { input: sql });
  execFileSync('sqlite3', [join(folder, 'responsibility', 'responsibility.db')], { input: `${numbers}
    INSERT INTO town_rule SELECT r.municipality_id, 'viel-' || i, 1, json_set(r.content, '$.id', 'viel-' || i) FROM n, (SELECT * FROM town_rule LIMIT 1) r;
    UPDATE change_mark SET mark = mark + 1;` });
  return { admin, product: await startProduct({ data: folder }) };
}

/** Milliseconds from the page's address until its first row. */
async function firstRow(context, town, path, row) {
  const page = await context.newPage();
  const begun = performance.now();
  await page.goto(`${town}/staff/#/${path}`, { waitUntil: 'commit' });
  await page.locator(row).first().waitFor();
  const took = performance.now() - begun;
  return { page, took };
}

async function measureLists(context, town) {
  for (const [path, words] of PAGES) {
    const shown = [];
    const found = [];
    for (let i = 0; i < REPEATS; i += 1) {
      const { page, took } = await firstRow(context, town, path, 'amtslotse-list tbody tr');
      shown.push(took);
      await page.locator('amtslotse-list').first().evaluate((list) => new Promise((resolve) => {
        const look = () => (list.growing ? setTimeout(look, 20) : resolve());
        look();
      }));
      const begun = performance.now();
      await page.locator('amtslotse-list input[type=search]').first().fill(words);
      await page.locator('amtslotse-list').first().filter({ hasText: /1 Zeile/ }).waitFor();
      found.push(performance.now() - begun);
      await page.close();
    }
    print(`console.${path}.first_row`, median(shown), 'ms', 1000);
    print(`console.${path}.search`, median(found), 'ms', 1000);
  }
  const cases = [];
  for (let i = 0; i < REPEATS; i += 1) {
    const { page, took } = await firstRow(context, town, 'offene-fragen', '.case blockquote');
    cases.push(took);
    await page.close();
  }
  print('console.offene-fragen.first_row', median(cases), 'ms', 1000);
}

/** What the browser loads for the console without the calendar page: scripts and styles of the manifest. */
function measureSize() {
  const dist = fileURLToPath(new URL('../../../gateways/web/ui/dist/', import.meta.url));
  const manifest = JSON.parse(readFileSync(join(dist, readdirSync(dist).includes('.vite') ? '.vite/manifest.json' : 'manifest.json'), 'utf8'));
  const files = new Set();
  const visit = (key) => {
    const entry = manifest[key];
    if (!entry || files.has(entry.file) || /pages\/calendar\.ts$/.test(key)) return;
    files.add(entry.file);
    for (const css of entry.css ?? []) files.add(css);
    for (const next of [...(entry.imports ?? []), ...(entry.dynamicImports ?? [])]) visit(next);
  };
  visit('src/console/index.ts');
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);
  print('console.compressed', bytes / 1000, 'kB', 350);
}

measureSize();
const { product, admin } = await seeded();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const town = product.url.replace('localhost', 'erlenfurt.localhost');
  const context = await browser.newContext({ baseURL: town, locale: 'de-DE', viewport: { width: 1280, height: 800 } });
  const [name, value] = admin.cookie.split('=');
  await context.addCookies([{ name, value, url: town, httpOnly: true, sameSite: 'Strict' }]);
  await measureLists(context, town);
} finally {
  await browser.close();
  await product.stop();
  rmSync(folder, { recursive: true, force: true });
  rmSync(`${folder}.keys`, { recursive: true, force: true });
}
process.exitCode = missed > 0 ? 1 : 0;
