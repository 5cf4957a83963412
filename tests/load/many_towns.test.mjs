// A county in one installation: 47 towns with 300 services each take less than 900 MB at rest, and each answers its own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cli } from '../integration/paths.mjs';
import { Conversation, request, startProduct } from '../integration/product.mjs';
import { writeTown } from './many_towns.mjs';
import { usage } from './town_load.mjs';

const towns = 47;
const folder = mkdtempSync(join(tmpdir(), 'al-county-'));
let product;
before(async () => {
  product = await startProduct();
  for (let number = 1; number <= towns; number += 1) {
    const town = writeTown(folder, number, 300);
    const run = spawnSync(cli, ['import', town.folder, '--data', product.folder], { encoding: 'utf8' });
    assert.equal(run.status, 0, run.stdout + run.stderr);
  }
});
after(async () => {
  await product?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const megabytes = () => Object.values(usage(product.processes())).reduce((total, one) => total + one.pssMb, 0);

test('all of them fit, after the imports and after a new start', async (t) => {
  const imported = megabytes();
  product.child.kill('SIGTERM');
  await product.ended;
  const again = await startProduct({ data: product.folder });
  again.ownsFolder = true;
  product = again;
  t.diagnostic(`${imported.toFixed(0)} MB after the imports, ${megabytes().toFixed(0)} MB after a new start`);
  assert.ok(imported < 900 && megabytes() < 900);
});

test('each town answers with its own catalogue', async () => {
  for (const number of [1, 24, 47]) {
    const id = `ort-${String(number).padStart(2, '0')}`;
    const { status, body } = await request(`${product.url}/api/v1/services?pageSize=5`, { host: `${id}.localhost` });
    assert.equal(status, 200);
    assert.equal(body.services.length, 5);
    const talk = await Conversation.begin(product.url, id);
    const answer = await talk.say('Was kostet es, einen Hund anzumelden?');
    assert.match(answer, /10,00/);
    assert.match(talk.messages.map((message) => message.text).join(' '), new RegExp(`Ort ${number}`));
  }
});
