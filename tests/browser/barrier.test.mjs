// The feedback form of the accessibility statement: from the citizen to whoever of the staff answers.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, test } from 'node:test';
import { administrator, colleague } from './console.mjs';
import { checkAccessible, checkNoSidewaysScrolling, PHONE, url, useBrowser } from './support.mjs';

const open = useBrowser();
const town = url.replace('localhost', 'erlenfurt.localhost');
let admin;
before(async () => { admin = await administrator(url); });

async function enter(t, person, path) {
  const page = await open(t, null, { baseURL: town });
  const [name, value] = person.cookie.split('=');
  await page.context().addCookies([{ name, value, url: town, httpOnly: true, sameSite: 'Strict' }]);
  await page.goto(`${town}/staff/#/${path}`);
  await page.locator('main#inhalt h1').first().waitFor();
  return page;
}

test('a barrier that a citizen reports reaches the staff, who tick it off when it is answered', async (t) => {
  const what = `Der Kalender liest mir ${randomBytes(3).toString('hex')} nicht vor.`;
  const citizen = await open(t, '/termin', { javaScriptEnabled: false, viewport: PHONE });
  await citizen.getByRole('contentinfo').getByRole('link', { name: 'Barrierefreiheit' }).click();
  await citizen.getByRole('button', { name: 'Meldung senden' }).press('Enter');
  await citizen.getByRole('link', { name: 'Bitte beschreiben Sie, was nicht funktioniert.' }).waitFor();
  await citizen.goto(`${url}/termin`);
  await citizen.getByRole('contentinfo').getByRole('link', { name: 'Barrierefreiheit' }).click();
  assert.equal(await citizen.getByLabel('Auf welcher Seite?').inputValue(), '/termin', 'where the citizen came from');
  await citizen.getByLabel('Was funktioniert nicht?').fill(what);
  await citizen.getByLabel('E-Mail-Adresse oder Telefonnummer').fill('blinde.leserin@example.org');
  await citizen.getByRole('button', { name: 'Meldung senden' }).press('Enter');
  await citizen.getByText('Danke, Ihre Meldung ist angekommen.').waitFor();
  await citizen.getByText(/Wir antworten Ihnen bis \S+, \d+\. \S+ \d{4}/).waitFor();

  const staff = await enter(t, admin, 'gespraeche');
  await staff.getByLabel('Anzeigen').selectOption('Gemeldete Barrieren');
  await staff.getByRole('link', { name: 'Barriere gemeldet: /termin' }).last().click();
  await staff.getByText(what).waitFor();
  await staff.getByText('blinde.leserin@example.org').waitFor();
  await checkAccessible(staff, 'report');
  await checkNoSidewaysScrolling(staff);
  await staff.getByRole('button', { name: 'Beantwortet' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: 'Beantwortet' }).click();
  await staff.getByText('Die Angaben wurden nach dem Abhaken gelöscht.').waitFor();
  assert.equal(await staff.getByText('blinde.leserin@example.org').count(), 0);
});

test('the form can be used by everyone, with and without mistakes, in both languages', async (t) => {
  const page = await open(t, '/en/barrierefreiheit', { colorScheme: 'dark', viewport: { width: 320, height: 640 } });
  await page.getByRole('button', { name: 'Send report' }).click();
  await page.locator('main').getByRole('alert').waitFor();
  await checkAccessible(page, 'mistakes');
  await checkNoSidewaysScrolling(page);
});

test('what is sent twice is reported once, what is too long is refused in words', async () => {
  const post = (fields) => fetch(`${url}/barrierefreiheit`, { method: 'POST', body: new URLSearchParams(fields) });
  const text = `Doppelt ${randomBytes(4).toString('hex')}`;
  for (let time = 0; time < 2; time += 1) assert.equal((await post({ barriere: text, seite: text, schluessel: 'einmal' })).status, 200);
  const { handOvers } = await admin.call('dialogue/ListHandOvers', { state: 'report' });
  assert.equal(handOvers.filter((each) => each.topic.includes(text)).length, 1);
  const long = await post({ barriere: 'x'.repeat(4001) });
  assert.equal(long.status, 422);
  assert.match(await long.text(), /Bitte kürzen Sie diese Angabe/);
});

test('staff of one office do not see what was reported to the town', async () => {
  const [office] = (await admin.call('knowledge/ListOffices')).offices;
  const front = await colleague(admin, ['location_staff'], [office.id]);
  const { handOvers = [] } = await front.call('dialogue/ListHandOvers', { state: 'report' });
  assert.equal(handOvers.length, 0);
});
