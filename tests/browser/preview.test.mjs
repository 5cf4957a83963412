// A town's own words and looks: seen before they hold, then in force.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { administrator, colleague, entrance } from './console.mjs';
import { checkAccessible, url, useBrowser } from './support.mjs';

const open = useBrowser();
const enter = entrance(open);
const town = url.replace('localhost', 'erlenfurt.localhost');
const OWN = 'Moin! Was liegt an?';
let admin;
let stored;
before(async () => {
  admin = await administrator(url);
  stored = (await admin.call('knowledge/GetMunicipality')).municipality;
});
after(async () => {
  const { municipality } = await admin.call('knowledge/GetMunicipality');
  await admin.call('knowledge/SaveMunicipality', { municipality: stored, expectedVersion: municipality.version });
});

async function preview(page) {
  const [tab] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('button', { name: 'Vorschau öffnen' }).click()]);
  return tab;
}

test('words, colour and legal texts are seen on the real page before anybody else sees them, then by all', async (t) => {
  const page = await enter(t, admin, 'texte');
  await page.getByLabel('Text suchen').waitFor();
  await page.getByLabel('Text suchen').fill('Was möchten Sie erledigen');
  await page.getByLabel('„Was möchten Sie erledigen?“').fill(OWN);
  await page.getByLabel('Farbe der Kommune').fill('#7a1f5c');
  const tab = await preview(page);
  await tab.getByRole('heading', { level: 1, name: OWN }).waitFor();
  await tab.getByText('Noch ist nichts davon veröffentlicht').waitFor();
  assert.equal(await tab.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--town').trim()), '#7a1f5c');
  await checkAccessible(tab, 'preview');
  assert.doesNotMatch(await (await fetch(`${url}/`)).text(), new RegExp(OWN.slice(0, 5)));

  await page.getByRole('button', { name: 'Speichern und sofort zeigen' }).click();
  await page.getByText('Die Bürgerseiten zeigen es').waitFor();
  const citizen = await open(t);
  await assert.doesNotReject(async () => {
    for (let tries = 0; tries < 60 && !(await citizen.getByRole('heading', { level: 1, name: OWN }).count()); tries += 1) {
      await citizen.waitForTimeout(500);
      await citizen.reload();
    }
    await citizen.getByRole('heading', { level: 1, name: OWN }).waitFor();
  });
});

test('the chat says the town\'s own words in the preview', async (t) => {
  const page = await enter(t, admin, 'texte');
  await page.getByLabel('Text suchen').waitFor();
  await page.getByLabel('Text suchen').fill('chat.placeholder');
  const field = page.locator('.own-texts textarea').first();
  await field.fill('Was möchtest du wissen?');
  await page.getByLabel('Seite', { exact: true }).selectOption('Chat');
  const tab = await preview(page);
  await tab.locator('amtslotse-chat').locator('[name=message][placeholder="Was möchtest du wissen?"]').waitFor();
});

test('a text that cannot work is named before it is shown or saved', async (t) => {
  const page = await enter(t, admin, 'texte');
  await page.getByLabel('Text suchen').waitFor();
  await page.getByLabel('Text suchen').fill('page.asOf');
  await page.getByLabel('„Stand {date}“').fill('Stand {tag}');
  await page.getByRole('button', { name: 'Vorschau öffnen' }).click();
  await page.getByText('In geschweiften Klammern darf nur stehen').waitFor();
  await checkAccessible(page, 'a wrong text');
  await page.getByRole('button', { name: 'Verwerfen' }).click().catch(() => {});
});

test('nobody without the right sees a draft', async () => {
  const editor = await colleague(admin, ['editor']);
  const form = (csrf) => { const data = new FormData(); data.set('csrf', csrf); data.set('stadt', JSON.stringify(stored)); data.set('seite', '/'); return data; };
  const post = (person, csrf) => fetch(`${url}/staff/vorschau`, { method: 'POST', body: form(csrf), headers: { Cookie: person.cookie } });
  assert.equal((await post(editor, editor.csrf)).status, 403);
  assert.equal((await post(admin, 'falsch')).status, 403);
  assert.equal((await post({ cookie: '' }, '')).status, 403);
});
