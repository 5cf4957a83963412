// Every store in PostgreSQL: a disaster takes all databases and files, a backup brings them back, and who was erased
// after it is erased again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { administrator } from '../browser/console.mjs';
import { Databases } from '../faults/stores.mjs';
import { book, cancel } from '../faults/town.mjs';
import { cli } from './paths.mjs';
import { freePort, request, startProduct } from './product.mjs';

const owners = ['booking', 'dialogue', 'knowledge', 'messengers', 'responsibility', 'staff'];
const folder = mkdtempSync(join(tmpdir(), 'al-backup-'));
const data = join(folder, 'data');
let environment;
let ports;
let postgres;
let product;
before(async () => {
  postgres = new Databases(...owners, 'erasures');
  const secret = (owner) => {
    writeFileSync(join(folder, owner), `${postgres.database(owner)}\n`, { mode: 0o600 });
    return join(folder, owner);
  };
  environment = { BOOKING_DATABASE: postgres.database('booking'), BOOKING_ERASURES_DATABASE: postgres.database('erasures'), DIALOGUE_DATABASE: postgres.database('dialogue'), KNOWLEDGE_POSTGRES_FILE: secret('knowledge'),
    RESPONSIBILITY_KNOWLEDGE_POSTGRES_FILE: secret('knowledge'), MESSENGERS_DATABASE: postgres.database('messengers'),
    RESPONSIBILITY_DATABASE: postgres.database('responsibility'), STAFF_DATABASE_FILE: secret('staff') };
  ports = new Map();
  for (const owner of owners) ports.set(owner, await freePort());
  const metrics = Object.fromEntries([...ports].map(([owner, port]) => [`${owner.toUpperCase()}_METRICS_LISTEN`, `127.0.0.1:${port}`]));
  product = await startProduct({ data, environment: { ...environment, ...metrics } });
});
after(async () => {
  await product?.stop();
  postgres?.remove();
  rmSync(folder, { recursive: true, force: true });
});

function operate(words, more = {}) {
  const result = spawnSync(cli, [...words, '--data', data], { encoding: 'utf8', env: { ...process.env, ...environment, ...more } });
  return { code: result.status, text: result.stdout + result.stderr };
}
const rows = (owner) => postgres.query(`SELECT relname, (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I', relname),
  false, true, '')))[1]::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`, owner);

test('the catalogue behind a file with the address answers an operator, and what is no place ends with an error', () => {
  const known = operate(['resolve', '--service', 'kfz-zulassung', '--place', '24201 Erlenfurt']);
  assert.equal(known.code, 0, known.text);
  assert.match(known.text, /Zulassung/);
  assert.equal(operate(['resolve', '--place', '99']).code, 1);
  assert.equal(operate(['resolve', '--service', 'Drachenzucht', '--place', 'Erlenfurt']).code, 1);
  assert.equal(operate(['resolve', '--service', 'beantragen', '--place', 'Erlenfurt']).code, 0);  // several may be meant
});

test('transactions of every database are counted, with how long they took', async () => {
  await book(product, 'Jette Zählmann', 'jette@example.org');
  const asked = { booking: ['booking', 'erasures'], responsibility: ['responsibility', 'knowledge'] };
  for (const owner of owners) {
    const { body } = await request(`http://127.0.0.1:${ports.get(owner)}/metrics`);
    for (const store of asked[owner] ?? [owner]) {
      const total = [...body.matchAll(new RegExp(`^amtslotse_rpc_calls_total\\{code="OK",direction="out",method="Sql/${store}_(?:read|write)"\\} (\\d+)`, 'gm'))];
      assert.ok(total.reduce((sum, [, count]) => sum + Number(count), 0) > 0, `${owner}: ${store}`);
      assert.match(body, new RegExp(`^amtslotse_rpc_seconds_sum\\{direction="out",method="Sql/${store}_(?:read|write)"\\} [0-9.e-]*[1-9]`, 'm'), `${owner}: ${store}`);
    }
  }
});

test('databases and files are lost; a restored backup has all of it, without those who were erased since', async () => {
  const stays = await book(product, 'Ole Bleibtreu', 'ole@example.org');
  await book(product, 'Wiltrud Kesselhagen', 'wiltrud@example.org');
  assert.equal(operate(['staff', 'link', 'erlenfurt']).code, 0);
  const taken = operate(['backup', join(folder, 'running')]);
  assert.equal(taken.code, 0, taken.text);
  const listed = JSON.parse(readFileSync(join(folder, 'running', 'sicherung.json'), 'utf8')).files.map(({ path }) => path);
  for (const owner of owners) assert.ok(listed.includes(`${owner}/${owner}.pgdump`), owner);
  await product.stop();

  const before = Object.fromEntries(owners.map((owner) => [owner, rows(owner)]));
  for (const owner of owners) assert.match(before[owner], /\|/, owner);
  assert.match(before.staff, /\|[1-9]/);
  assert.equal(operate(['backup', join(folder, 'stopped')]).code, 0);
  const erased = operate(['privacy', 'erase', 'erlenfurt', '--email', 'wiltrud@example.org']);
  assert.match(erased.text, /1 Termine, davon 1 künftige/);
  for (const owner of owners) postgres.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public', owner);
  rmSync(data, { recursive: true });

  // Nothing is touched while one of the databases is not named.
  const unnamed = operate(['restore', join(folder, 'stopped')], { STAFF_DATABASE_FILE: '/dev/null' });
  assert.equal(unnamed.code, 1);
  assert.match(unnamed.text, /Konten\. STAFF_DATABASE muss/);
  assert.equal(rows('booking'), '');
  const restored = operate(['restore', join(folder, 'stopped')]);
  assert.equal(restored.code, 0, restored.text);
  assert.match(restored.text, /1 Löschungen wiederholt/);
  for (const owner of owners.filter((one) => one !== 'booking')) assert.equal(rows(owner), before[owner], owner);

  product = await startProduct({ data, environment });
  assert.deepEqual(JSON.parse(operate(['privacy', 'export', 'erlenfurt', '--email', 'wiltrud@example.org']).text).appointments, []);
  await cancel(product, stays, 'Bleibtreu');
});

test('whom the console erased is erased again although every folder and the restored databases are lost', async () => {
  await book(product, 'Korbinian Tafel', 'korbinian@example.org');
  const appointments = () => JSON.parse(operate(['privacy', 'export', 'erlenfurt', '--email', 'korbinian@example.org']).text).appointments.length;
  assert.equal(appointments(), 1);
  const backup = join(folder, 'before-console');
  assert.equal(operate(['backup', backup]).code, 0);
  Object.assign(process.env, { AMTSLOTSE_CLI: cli, AMTSLOTSE_DATA: data });
  const admin = await administrator(product.url);
  const answer = await admin.request('POST', '/person/erase', { email: 'korbinian@example.org', reason: 'Antrag' });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.ok(!existsSync(join(data, 'booking', 'erasures')), 'the list lies in its database');
  await product.stop();
  for (const owner of owners) postgres.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public', owner);
  rmSync(data, { recursive: true });

  const unlisted = operate(['restore', backup], { BOOKING_ERASURES_DATABASE: `${postgres.database('none')}` });
  assert.equal(unlisted.code, 1);
  assert.match(unlisted.text, /BOOKING_ERASURES_DATABASE/);
  assert.equal(rows('booking'), '', 'nothing is brought back without the list');
  const forgotten = operate(['restore', backup], { BOOKING_ERASURES_DATABASE: '' });
  assert.match(forgotten.text, /Hinweis: [^\n]*BOOKING_ERASURES_DATABASE/);
  assert.equal(appointments(), 1, 'as the hint says');
  rmSync(data, { recursive: true });
  const restored = operate(['restore', backup]);
  assert.equal(restored.code, 0, restored.text);
  assert.doesNotMatch(restored.text, /Hinweis/);
  assert.equal(appointments(), 0, 'before anybody is served');
  product = await startProduct({ data, environment });
});
