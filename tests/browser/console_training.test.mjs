// What staff see of the assistant's learning: which state answers, what would change, switching and back.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { administrator, colleague, entrance } from './console.mjs';
import { checkAccessible, checkNoSidewaysScrolling, PHONE, url, useBrowser } from './support.mjs';

const open = useBrowser();
const enter = entrance(open);
let admin;
let editor;
before(async () => {
  admin = await administrator(url);
  editor = await colleague(admin, ['editor']);
});

test('an editor sees which state answers and that it was shipped', async (t) => {
  const page = await enter(t, editor, 'lernen', { viewport: PHONE, colorScheme: 'dark' });
  await page.locator('#stand').waitFor();
  assert.match(await page.locator('#stand').innerText(), /Von 100 Testfragen versteht er \d+ richtig/);
  await checkAccessible(page, 'lernen');
  await checkNoSidewaysScrolling(page);
});

test('location staff are refused', async () => {
  const counter = await colleague(admin, ['location_staff']);
  assert.equal((await counter.tryCall('nlu/ListModels')).body.code, 'refused');
  assert.equal((await counter.tryCall('nlu/ActivateModel', { version: 'x' })).body.code, 'refused');
});

// Training itself takes minutes; what it streams is played here, the switching below is real.
test('after learning the answers that would change are shown, and the new state can be put to use and taken back', async (t) => {
  const { models } = await admin.call('nlu/ListModels');
  const active = models.find((model) => model.active);
  const page = await enter(t, editor, 'lernen');
  const lines = [{ step: 'Lernen', fraction: 0.5 }, { step: 'Fertig', fraction: 1, verdict: 'not_worse',
    candidate: { ...active, version: 'neu-1', trainedUnix: 1_790_000_000, active: false, shipped: false, ownExamples: 12, verdict: 'not_worse' },
    changed: [{ text: 'Wo darf ich grillen?', actBefore: 'address', actAfter: 'out_of_scope', actWanted: 'out_of_scope', ownCase: true },
      { text: 'Was kostet der Hund?', actBefore: 'fee', actAfter: 'overview', actWanted: 'fee' }] }];
  await page.route('**/staff/api/v1/training', (route) => route.fulfill({ status: 200, contentType: 'application/x-ndjson',
    body: lines.map((line) => `${JSON.stringify(line)}\n`).join('') }));
  const asked = [];
  await page.route('**/call/nlu/ActivateModel', async (route) => {
    asked.push(route.request().postDataJSON().version);
    await route.fulfill({ status: 200, contentType: 'application/json', body: '{}' });
  });
  await page.getByRole('button', { name: 'Jetzt lernen' }).click();
  const result = page.locator('#ergebnis');
  await result.getByText('versteht nicht weniger').waitFor();
  assert.match(await result.innerText(), /Wo darf ich grillen\?[\s\S]*Adresse[\s\S]*gehört nicht hierher[\s\S]*jetzt richtig/);
  assert.match(await result.innerText(), /Was kostet der Hund\?[\s\S]*nicht mehr richtig/);
  await checkAccessible(page, 'result of learning');
  await result.getByRole('button', { name: 'Einsetzen' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Diese Antworten würden sich ändern').first().waitFor();
  await dialog.getByRole('button', { name: 'Einsetzen' }).click();
  await page.getByRole('status').getByText('Der Stand antwortet ab sofort').waitFor();
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.getByText('wieder der vorige Stand').waitFor();
  assert.deepEqual(asked, ['neu-1', active.version]);
});

test('where learning is switched off, staff read that and whom to ask', async (t) => {
  const page = await enter(t, editor, 'lernen', { viewport: PHONE });
  await page.route('**/staff/api/v1/training', (route) => route.fulfill({ status: 200, contentType: 'application/x-ndjson', body: '{"problem":"off"}\n' }));
  await page.getByRole('button', { name: 'Jetzt lernen' }).click();
  const said = page.locator('.kern-alert', { hasText: 'ausgeschaltet' });
  await said.waitFor();
  assert.match(await said.innerText(), /zugeordnete Fragen bleiben aufgehoben[\s\S]*Wer Amtslotse betreibt/);
  assert.equal(await page.getByRole('button', { name: 'Jetzt lernen' }).count(), 0);
  await checkAccessible(page, 'learning is off');
  await checkNoSidewaysScrolling(page);
});

test('a state that answers already can be put to use again, an unknown one cannot', async () => {
  const { models } = await editor.call('nlu/ListModels');
  const active = models.find((model) => model.active);
  assert.equal((await editor.call('nlu/ActivateModel', { version: active.version })).active.version, active.version);
  assert.equal((await editor.tryCall('nlu/ActivateModel', { version: 'gibt-es-nicht' })).body.code, 'not_found');
  assert.equal((await editor.tryCall('nlu/ListModels', { changesOf: 'gibt-es-nicht' })).body.code, 'not_found');
});
