// The console's pages about responsibility, as staff use them.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { administrator, colleague, entrance } from './console.mjs';
import { checkAccessible, checkNoSidewaysScrolling, DESK, PHONE, url, useBrowser } from './support.mjs';

const open = useBrowser();
const enter = entrance(open);
const town = url.replace('localhost', 'erlenfurt.localhost');
let editor;
before(async () => { editor = await colleague(await administrator(url), ['editor']); });

for (const path of ['zustaendigkeiten', 'wer-ist-zustaendig?ort=Ahornweg%205', 'gebiete?leistung=kfz-zulassung', 'pruefung', 'regel-aenderungen']) {
  test(`staff page „${path}“ can be used by everyone, light and dark, on the phone and at the desk`, async (t) => {
    for (const [colorScheme, viewport] of [['light', DESK], ['dark', PHONE]]) {
      const page = await enter(t, editor, path, { colorScheme, viewport });
      await page.waitForLoadState('networkidle');
      await checkAccessible(page, `${path} ${colorScheme}`);
      await checkNoSidewaysScrolling(page);
      assert.deepEqual(page.mistakes, []);
    }
  });
}

test('a rule is added, decides at once, stands in the changes, and is deleted again', async (t) => {
  const page = await enter(t, editor, 'zustaendigkeiten');
  await page.getByRole('button', { name: 'Regel hinzufügen' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Speichern' }).click();
  await dialog.getByRole('alert').getByText('Bitte eine Leistung wählen.').waitFor();
  await dialog.getByLabel(/^Leistung/).selectOption('hundesteuer');
  await dialog.getByLabel(/^Gebiet/).fill('Erlenfurt');
  await dialog.getByLabel(/^Stelle/).selectOption('buergerbuero-nord');
  await dialog.getByRole('button', { name: 'Speichern' }).click();
  await page.getByText('Die Regel ist gespeichert').waitFor();
  await page.goto(`${town}/staff/#/wer-ist-zustaendig`);
  await page.getByLabel('Ort oder Anschrift').fill('24201 Erlenfurt');
  await page.getByLabel(/^Leistung/).selectOption('hundesteuer');
  await page.getByRole('button', { name: 'Nachsehen' }).click();
  await page.getByRole('cell').getByText('Bürgerbüro Nord').first().waitFor();
  await page.goto(`${town}/staff/#/regel-aenderungen`);
  await page.getByRole('row').nth(1).waitFor();
  await page.goto(`${town}/staff/#/zustaendigkeiten`);
  await page.getByRole('button', { name: /^Löschen: / }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Löschen' }).click();
  await page.getByText('Die Regel ist gelöscht.').waitFor();
});

test('the map draws the areas that have rules', async (t) => {
  const page = await enter(t, editor, 'gebiete?leistung=kfz-zulassung');
  await page.getByRole('img', { name: /^Karte/ }).waitFor();
  assert.ok(await page.locator('svg[role=img] circle').count() >= 1);
});
