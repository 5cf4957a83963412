// Where training is switched off (no place that keeps models), staff and operators read that, and what to do.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { administrator } from '../browser/console.mjs';
import { cli } from './paths.mjs';
import { startProduct } from './product.mjs';

let admin;
let product;
before(async () => {
  product = await startProduct({ environment: { NLU_TRAINING: 'false' } });
  Object.assign(process.env, { AMTSLOTSE_CLI: cli, AMTSLOTSE_DATA: product.folder });
  admin = await administrator(product.url);
});
after(() => product?.stop());

test('the console is told that learning is off, not that something failed', async () => {
  const answer = await admin.request('POST', '/training', { idempotencyKey: 'eins' });
  assert.deepEqual([answer.status, answer.body], [200, { problem: 'off' }]);
  const { models, trainingOff } = await admin.call('nlu/ListModels');
  assert.ok(models.some((model) => model.active && model.shipped), 'the shipped state still answers');
  assert.equal(trainingOff, true);  // so that nobody has to press the button to learn it
});

test('the operator reads it too', () => {
  const { status, stdout, stderr } = spawnSync(cli, ['nlu', 'train', 'erlenfurt', '--data', product.folder], { encoding: 'utf8' });
  assert.equal(status, 1, stdout + stderr);
  assert.match(stderr, /Das Lernen ist hier ausgeschaltet\. NLU_TRAINING=true/);
});
