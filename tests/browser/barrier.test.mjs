// The feedback form of the accessibility statement: from the citizen to whoever of the staff answers.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, test } from 'node:test';
import { administrator, colleague, entrance } from './console.mjs';
import { checkAccessible, checkNoSidewaysScrolling, PHONE, url, useBrowser } from './support.mjs';

const open = useBrowser();
const enter = entrance(open);
const town = url.replace('localhost', 'erlenfurt.localhost');
let admin;
before(async () => { admin = await administrator(url); });

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
  await staff.getByRole('button', { name: 'Rückgängig' }).click();
  await staff.getByRole('link', { name: 'Barriere gemeldet: /termin' }).last().click();
  await staff.getByText('blinde.leserin@example.org').waitFor();
  const report = staff.url().split('/').at(-1);
  await staff.getByRole('button', { name: 'Beantwortet' }).click();
  await staff.getByRole('dialog').getByRole('button', { name: 'Beantwortet' }).click();
  await staff.getByText('wird gleich abgehakt').waitFor();
  await staff.getByRole('button', { name: 'Schließen' }).click();
  await staff.getByText('Die Meldung ist abgehakt').waitFor();
  assert.equal((await admin.call('dialogue/GetHandOver', { handOverId: report })).handOver.telephone ?? '', '');
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
