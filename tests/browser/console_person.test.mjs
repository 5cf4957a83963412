// One person's right to know and to be forgotten, as an administrator grants it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { Conversation } from '../integration/product.mjs';
import { administrator, entrance } from './console.mjs';
import { checkAccessible, checkNoSidewaysScrolling, PHONE, url, useBrowser } from './support.mjs';

const open = useBrowser();
const enter = entrance(open);
let admin;
before(async () => { admin = await administrator(url); });

async function book(name, email) {
  const services = [{ serviceId: 'meldebescheinigung', quantity: 1 }];
  const { slots } = await admin.call('booking/FindSlots', { filter: { services, channel: 'staff' }, limit: 1 });
  const [{ locationId, beginUnix }] = slots;
  const idempotencyKey = randomBytes(8).toString('hex');
  await admin.call('booking/BookForCaller', { locationId, beginUnix, services, contact: { name, email, language: 'de' },
    channel: 'telephone', idempotencyKey });
}

test('what is kept of a person is shown, handed out, and erased after a moment in which it can be taken back', async (t) => {
  const surname = `Vergissmein${randomBytes(3).toString('hex')}`;
  const email = `${surname.toLowerCase()}@example.org`;
  await book(`Vera ${surname}`, email);
  const talk = await Conversation.begin(url);
  await talk.say('Ich möchte wissen, welche Daten Sie über mich gespeichert haben');
  assert.match(await talk.send({ form: { name: `Vera ${surname}`, email } }), /eingegangen und an datenschutz@/);
  const page = await enter(t, admin, 'auskunft', { viewport: PHONE });
  await page.getByRole('button', { name: 'Suchen' }).click();
  await page.getByText('Bitte nennen Sie den Anlass.').waitFor();
  await checkAccessible(page, 'mistakes');
  await page.getByLabel('E-Mail-Adresse').fill(email);
  await page.getByLabel('Anlass').fill('Antrag vom Montag');
  await page.getByRole('button', { name: 'Suchen' }).click();
  await page.getByRole('heading', { name: 'Das ist gespeichert' }).waitFor();
  assert.match(await page.getByRole('table', { name: 'Termine' }).innerText(), new RegExp(`Vera ${surname}[\\s\\S]*${email}`));
  assert.match(await page.getByRole('table', { name: 'Anliegen zum Datenschutz' }).innerText(), /datenschutz@[\s\S]*Vera[\s\S]*welche Daten Sie über mich/);
  await checkAccessible(page, 'kept');
  await checkNoSidewaysScrolling(page);

  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Als Datei' }).click()]);
  assert.match(readFileSync(await file.path(), 'utf8'), new RegExp(`Vera ${surname}`));

  const erase = async () => {
    await page.getByRole('button', { name: 'Alles löschen' }).click();
    await page.getByRole('dialog').getByText('1 künftiger Termin wird dabei abgesagt').waitFor();
    await checkAccessible(page, 'erase');
    await page.getByRole('dialog').getByRole('button', { name: 'Alles löschen' }).click();
    await page.getByText('Wird gleich gelöscht').waitFor();
  };
  const found = async () => (await admin.call('booking/SearchAppointments', { query: surname })).appointments.length;
  await erase();
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.getByText('Es wurde nichts gelöscht').waitFor();
  assert.equal(await found(), 1);
  await erase();
  await page.getByRole('button', { name: 'Schließen' }).click();
  await page.getByText('Gelöscht: 1 Termin (davon 1 künftige abgesagt)').waitFor();
  const { body } = await admin.request('POST', '/person/kept', { email, reason: 'Antrag vom Montag' });
  assert.deepEqual([body.appointments, body.requests], [[], []]);
  assert.equal(await found(), 0);
  assert.deepEqual(page.mistakes, []);
});

test('whom nothing is kept of is told so', async (t) => {
  const page = await enter(t, admin, 'auskunft');
  await page.getByLabel('E-Mail-Adresse').fill(`niemand-${randomBytes(3).toString('hex')}@example.org`);
  await page.getByLabel('Anlass').fill('Antrag');
  await page.keyboard.press('Enter');
  await page.getByText('ist nichts gespeichert').waitFor();
});
