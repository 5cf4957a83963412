// An administrator takes the demonstration out, as the guide's last step, and brings it back. On a product of its own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startProduct } from '../integration/product.mjs';
import { colleague, Colleague, entrance, operatorLink, PASSWORD, totp } from './console.mjs';
import { checkAccessible, checkNoSidewaysScrolling, PHONE, useBrowser } from './support.mjs';

const open = useBrowser();
const enter = entrance(open);
let product;
let town;
let admin;
before(async () => {
  product = await startProduct({ program: process.env.AMTSLOTSE_CLI });
  town = product.url.replace('localhost', 'erlenfurt.localhost');
  admin = new Colleague(product.url);
  await admin.redeem(operatorLink('erlenfurt', product.folder), 'test.administration');
  await colleague(admin, ['editor']);
});
after(() => product?.stop());

/** Proves who one is in the dialog that asks, with the code of a later step where the first was used already. */
async function confirm(page) {
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Bitte bestätigen Sie, dass Sie es sind').waitFor();
  for (const ahead of [0, 1]) {
    await dialog.locator('#nochmal-passwort').fill(PASSWORD);
    await dialog.locator('#nochmal-code').fill(totp(admin.secret, ahead));
    await dialog.getByRole('button', { name: 'Bestätigen' }).click();
    const refused = dialog.getByText('stimmen nicht');
    await Promise.race([refused.waitFor(), dialog.waitFor({ state: 'detached' })]).catch(() => {});
    if (!(await dialog.isVisible())) return;
  }
}

test('the guide counts what the demonstration brought as open and leads to its removal', async (t) => {
  const page = await enter(t, admin, 'einrichten', { viewport: PHONE });
  const step = page.locator('.steps li').filter({ hasText: 'Vorführdaten entfernen' });
  assert.match(await step.innerText(), /offen/);
  assert.match(await page.locator('.steps li').filter({ hasText: 'Pflichtangaben' }).innerText(), /offen/);
  await checkAccessible(page, 'guide');
  await step.getByRole('link', { name: /Öffnen/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Vorführdaten entfernen' }).waitFor();
  await page.getByText('Standorte, die schließen').waitFor({ timeout: 30_000 });
  await checkAccessible(page, 'removal');
  await checkNoSidewaysScrolling(page);
});

test('an administrator sees what goes, confirms twice, and brings all of it back', async (t) => {
  const page = await enter(t, admin, 'vorfuehrdaten');
  await page.getByText(/\d+ Leistungen/).waitFor({ timeout: 30_000 });
  assert.match(await page.locator('main').innerText(), /\d+ Ämter[\s\S]*\d+ FAQ-Einträge/);
  const remove = page.getByRole('button', { name: 'Vorführdaten entfernen' });
  await remove.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Abbrechen' }).click();
  await remove.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Vorführdaten entfernen' }).click();
  await confirm(page);
  await page.getByText('Die Vorführdaten sind entfernt.').first().waitFor({ timeout: 60_000 });
  assert.equal((await admin.call('knowledge/ListServices', { pageSize: 1 })).total ?? 0, 0);
  assert.equal((await admin.call('booking/ListLocations')).locations.length, 0);
  assert.equal((await admin.call('knowledge/ListEntries', { pageSize: 1, state: 'published' })).total ?? 0, 0);
  assert.equal((await admin.call('knowledge/GetMunicipality')).municipality.demo ?? false, false);

  await page.reload();
  await page.getByRole('button', { name: 'Alles zurückholen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Alles zurückholen' }).click();
  await page.getByText('Die Vorführdaten sind wieder da.').first().waitFor({ timeout: 60_000 });
  assert.ok((await admin.call('knowledge/ListServices', { pageSize: 1 })).total > 10);
  assert.ok((await admin.call('booking/ListLocations')).locations.length > 0);
  assert.ok((await admin.call('knowledge/ListEntries', { pageSize: 1, state: 'published' })).total > 10);
  await page.getByText(/\d+ Leistungen/).waitFor({ timeout: 30_000 });
});
