// A day is closed on which two citizens have an appointment: staff lead both to new times, and undo gives the old ones back.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, test } from 'node:test';
import { administrator, colleague } from './console.mjs';
import { checkAccessible, url, useBrowser } from './support.mjs';

const open = useBrowser();
const town = url.replace('localhost', 'erlenfurt.localhost');
const LOCATION = 'standort-nord';
let admin;
let lead;
before(async () => {
  admin = await administrator(url);
  lead = await colleague(admin, ['lead']);
});

/** A day far enough ahead that no other test books on it, with two free times of the location. */
async function quietDay() {
  const from = new Date(Date.now() + 24 * 86_400_000).toISOString().slice(0, 10);
  const filter = { services: [{ serviceId: 'meldebescheinigung', quantity: 1 }], locationIds: [LOCATION], fromDate: from };
  const { slots } = await admin.call('booking/FindSlots', { filter, limit: 2 });
  assert.equal(slots.length, 2);
  return { day: slots[0].localBegin.slice(0, 10), slots };
}

async function book(slot, name) {
  const { appointment } = await admin.call('booking/BookForCaller', { locationId: slot.locationId, beginUnix: slot.beginUnix, services: [{ serviceId: 'meldebescheinigung', quantity: 1 }],
    contact: { name, email: `${name.split(' ')[1].toLowerCase()}@example.org`, language: 'de' }, channel: 'telephone', idempotencyKey: randomBytes(8).toString('hex') });
  return appointment;
}

const dayOf = async (name) => {
  const { appointments } = await admin.call('booking/SearchAppointments', { query: name.split(' ')[1] });
  return appointments.find((each) => each.name === name)?.slot.localBegin.slice(0, 10);
};

test('location staff close a day and lead two citizens to new times; undo gives both back', async (t) => {
  const { day, slots } = await quietDay();
  const names = [0, 1].map(() => `Berta Verlegt${randomBytes(3).toString('hex')}`);
  for (const [index, name] of names.entries()) await book(slots[index], name);
  const page = await open(t, null, { baseURL: town });
  const [cookie, value] = lead.cookie.split('=');
  await page.context().addCookies([{ name: cookie, value, url: town, httpOnly: true, sameSite: 'Strict' }]);
  await page.goto(`${town}/staff/#/kalender/${LOCATION}/schliesstage`);
  await page.getByRole('button', { name: 'Schließzeit hinzufügen' }).click();
  await page.getByLabel('Erster Tag').fill(day);
  await page.getByLabel('Grund').fill('Wasserschaden');
  await page.getByRole('button', { name: 'Übernehmen' }).click();
  await page.getByRole('button', { name: 'Prüfen und speichern' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('heading', { name: /^\d+ Termine sind betroffen/ }).waitFor();
  for (const name of names) await dialog.getByText(name).waitFor();
  await checkAccessible(page, 'affected');
  await dialog.getByRole('button', { name: 'So ausführen' }).click();
  await page.getByText(/\d+ Termine verlegt oder abgesagt/).waitFor();
  for (const name of names) assert.notEqual(await dayOf(name), day, name);
  const { days = [] } = await admin.call('booking/FindDays', { filter: { services: [{ serviceId: 'meldebescheinigung', quantity: 1 }], locationIds: [LOCATION], fromDate: day, toDate: day } });
  assert.equal(days.filter((each) => each.free > 0).length, 0, 'nobody can book there now');
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.getByRole('cell', { name: 'Wasserschaden' }).waitFor({ state: 'detached' });
  for (let tries = 0; tries < 300 && (await dayOf(names[1])) !== day; tries += 1) await page.waitForTimeout(100);
  for (const name of names) assert.equal(await dayOf(name), day, name);
});
