// The catalogue in PostgreSQL: the product answers from it, and the operator's commands read and fill it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cli } from './paths.mjs';
import { PostgresServer } from './postgres.mjs';
import { Conversation, startProduct } from './product.mjs';

let postgres;
let product;
let environment;
const folder = mkdtempSync(join(tmpdir(), 'al-kp-'));
before(async () => {
  postgres = new PostgresServer();
  environment = { KNOWLEDGE_POSTGRES: postgres.connection, RESPONSIBILITY_KNOWLEDGE_POSTGRES: postgres.connection };
  product = await startProduct({ data: folder, environment });
});
after(async () => {
  await product?.stop();
  postgres?.remove();
  rmSync(folder, { recursive: true, force: true });
});

function run(...words) {
  return new Promise((resolve) => {
    const child = spawn(cli, ['--data', folder, ...words], { env: { ...process.env, ...environment } });
    let out = '';
    let errors = '';
    child.stdout.on('data', (bytes) => { out += bytes; });
    child.stderr.on('data', (bytes) => { errors += bytes; });
    child.on('close', (code) => resolve({ code, out, errors }));
  });
}
async function json(...words) {
  const { code, out, errors } = await run(...words, '--json');
  assert.equal(code, 0, out + errors);
  return JSON.parse(out);
}
async function works() {
  const found = await json('search', 'hund anmelden', '--limit', '3');
  assert.match(JSON.stringify(found), /Hundesteuer/);
  const resolved = await json('resolve', '--service', 'kfz-zulassung', '--place', '24201 Erlenfurt');
  assert.equal(resolved.result, 'unique');
  assert.match(resolved.offices[0].name, /Zulassung/);
  const lint = await run('lint', '--json');  // findings end it with 1
  assert.equal(JSON.parse(lint.out).count > 0, lint.code === 1, lint.errors);
}

test('the chat answers and names the office', async () => {
  const answer = await (await Conversation.begin(product.url)).say('Welches Amt ist für den Reisepass zuständig?');
  assert.match(JSON.stringify(answer), /Bürgerbüro/);
});

test('a service that may be several is offered as a choice', async () => {
  const unclear = await json('resolve', '--service', 'beantragen', '--place', 'Erlenfurt');
  assert.equal(unclear.result, 'need_input');
  assert.equal(unclear.need, 'service');
  assert.ok(unclear.choices.length > 1 && unclear.choices.every(({ id, name }) => id && name), JSON.stringify(unclear));
  const { out } = await run('resolve', '--service', 'beantragen', '--place', 'Erlenfurt');
  assert.match(out, /^\? .*beantragen.*\(.+\)$/m);
  assert.match(out, /welche Leistung/);
});

test('commands search, resolve, lint and import while it runs', async () => {
  await works();
  const file = join(folder, 'faq.csv');
  writeFileSync(file, 'question,answer\nWo steht der Blaubeerbrunnen?,Der Blaubeerbrunnen steht am Markt.\n');
  const { code, out, errors } = await run('import', '--municipality', 'erlenfurt', file);
  assert.equal(code, 0, out + errors);
  assert.match(JSON.stringify(await json('search', 'Blaubeerbrunnen')), /Blaubeerbrunnen/);
});

test('and when it is stopped', async () => {
  await product.stop();
  await works();
});
