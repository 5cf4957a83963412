// `serve` where others can reach the pages: not without what the law requires of every town, nor with made-up towns.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { allLegal, legalText, writeKahlstadt } from './kahlstadt.mjs';
import { cli } from './paths.mjs';
import { startProduct } from './product.mjs';

const folder = mkdtempSync(join(tmpdir(), 'amtslotse-public-'));
const data = join(folder, 'data');
after(() => rmSync(folder, { recursive: true, force: true }));

const run = (words, environment = {}) => {
  const { status, stdout, stderr } = spawnSync(cli, [...words, '--data', data], { encoding: 'utf8', timeout: 240_000, env: { ...process.env, ...environment } });
  return { status, text: stdout + stderr };
};
const serve = (flags, environment) => run(['serve', '--port', '0', ...flags], environment);
const bring = (legal) => {
  const { status, text } = run(['import', writeKahlstadt(join(folder, 'kahlstadt'), legal)]);
  assert.equal(status, 0, text);
};

test('open to other machines, it names what each town lacks, and the way on, and no page was open meanwhile', () => {
  bring({ imprint: legalText('Impressum') });
  const refused = serve(['--listen', '0.0.0.0']);
  assert.equal(refused.status, 1, refused.text);
  for (const expected of [/--listen 0\.0\.0\.0 macht Amtslotse öffentlich/, /Stadt Kahlstadt: keine Datenschutzerklärung/, /Stadt Kahlstadt: keine Erklärung zur Barrierefreiheit/,
    /Vorführ-Städte würden eingerichtet[\s\S]*--no-demo/, /--trial/]) assert.match(refused.text, expected);
  assert.doesNotMatch(refused.text, /Impressum|bereit:/);
  assert.ok(existsSync(join(data, 'logs', 'knowledge.log')) && !existsSync(join(data, 'logs', 'web.log')));
});

test('behind a proxy with HTTPS, a town with all three texts is served, and a made-up one is not', async () => {
  bring({ imprint: allLegal.imprint, privacy: allLegal.privacy });
  const refused = serve(['--no-demo'], { WEB_HTTPS: 'true' });
  assert.equal(refused.status, 1, refused.text);
  assert.match(refused.text, /WEB_HTTPS=true macht Amtslotse öffentlich[\s\S]*Stadt Kahlstadt: keine Erklärung zur Barrierefreiheit/);
  assert.doesNotMatch(refused.text, /Vorführ/);
  bring(allLegal);
  const product = await startProduct({ data, flags: ['--no-demo'], environment: { WEB_HTTPS: 'true' } });
  assert.deepEqual(await product.stop(), { code: 0, signal: null }, product.output);
  assert.equal(run(['demo']).status, 0);
  const demo = serve(['--no-demo', '--listen', '0.0.0.0']);
  assert.equal(demo.status, 1, demo.text);
  for (const expected of [/Erlenfurt: eine erfundene Vorführ-Stadt/, /Krummwik: eine erfundene Vorführ-Stadt/, /neuer Datenordner/]) assert.match(demo.text, expected);
  assert.doesNotMatch(demo.text, /Kahlstadt/);
});

test('for a trial it opens to others all the same and says what that is not for', async () => {
  const product = await startProduct({ data, flags: ['--listen', '0.0.0.0', '--trial'] });
  await product.waitFor(/--listen 0\.0\.0\.0 macht Amtslotse öffentlich, --trial lässt es ungeprüft: nur zum Ausprobieren/);
  await product.stop();
});
