// The waiting room: a number is drawn, called and seen, heard and read aloud; the desk's slip; the figures of the day.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../integration/product.mjs';
import { administrator, entrance } from './console.mjs';
import { checkAccessible, checkNoSidewaysScrolling, url, useBrowser } from './support.mjs';

const open = useBrowser();
const enter = entrance(open);
const town = url.replace('localhost', 'erlenfurt.localhost');
const LOCATION = `wartezimmer-${randomBytes(3).toString('hex')}`;  // of its own, with a service that nobody else offers
const SERVICE = 'probe-wartezimmer';
let admin;

const calendar = JSON.stringify({ id: LOCATION, office_id: 'buergerbuero-mitte', name: 'Wartezimmer', address: 'Marktstraße 4, 24201 Erlenfurt', time_zone: 'Europe/Berlin',
  capacity_per_slot: 1, slot_minutes: 10, booking_window_days: 14, lead_minutes: 0, counters: [{ id: '1', name: 'Schalter 1' }, { id: '2', name: 'Schalter 2' }],
  opening_hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' })), services: [{ service_id: SERVICE, name: 'Probe', minutes: 10, max_quantity: 1, needs: 'name' }] });

before(async () => {
  admin = await administrator(url);
  await admin.call('booking/SaveCalendar', { calendarJson: calendar, expectedVersion: 0 });
});
after(async () => {
  const { version } = await admin.call('booking/GetCalendar', { locationId: LOCATION });
  await admin.call('booking/RetireLocation', { locationId: LOCATION, expectedVersion: version });
});

/** Draws a number at the terminal of this waiting room. */
async function draw(t) {
  const page = await open(t, `/terminal/${LOCATION}/nummer`);
  await page.locator(`.tile--button[value="${SERVICE}"]`).click();
  return page.locator('.ticket__number').innerText();
}
const callNext = (counter) => admin.call('booking/CallNext', { idempotencyKey: randomUUID(), locationId: LOCATION, counter });

test('a call is seen, heard and read aloud, and shows a number and a counter only', async (t) => {
  const [first, second] = [await draw(t), await draw(t)];
  const page = await open(t, null);
  await page.addInitScript(() => {
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function count(...when) { window.tones += 1; return start.apply(this, when); };
  });
  await page.goto(`/aufruf/${LOCATION}`);
  await page.getByText('2 Personen warten').waitFor();
  await page.getByRole('button', { name: 'Ton einschalten' }).click();
  const { visit } = await callNext('1');
  assert.equal(visit.ticketNumber, first);
  await page.getByRole('row', { name: `${first} Schalter 1` }).waitFor();
  assert.equal(await page.getByRole('alert').innerText(), `Nummer ${first}, Schalter 1.`);
  assert.equal(await page.evaluate(() => window.tones), 2, 'a gong of two tones');
  await checkAccessible(page, 'display');
  await callNext('2');
  await page.getByRole('row', { name: `${second} Schalter 2` }).waitFor();
  assert.equal(await page.getByRole('alert').innerText(), `Nummer ${second}, Schalter 2.`);
  assert.equal(await page.evaluate(() => window.tones), 4);
  assert.doesNotMatch(await page.locator('main').innerText(), /Probe/);
  const size = await page.locator('#calls th').first().evaluate((cell) => parseFloat(getComputedStyle(cell).fontSize));
  assert.ok(size >= 32, `${size} px`);
  await checkNoSidewaysScrolling(page, 'display');
});

test('who books for a caller hands out a slip with number, code and QR code', async (t) => {
  const page = await enter(t, admin, 'anruf');
  await page.locator('.time').first().waitFor();
  // On a slow line too only times of the service that is chosen now can be taken.
  await page.route('**/booking/FindSlots', async (route) => {
    await pause(400);
    await route.continue();
  });
  await page.getByLabel('Leistung').selectOption(SERVICE);
  await page.locator('.time').first().click();
  await page.getByLabel('Name').fill('Karl Tresen');
  await page.getByRole('button', { name: 'Termin buchen' }).click();
  const slip = page.locator('.slip');
  await slip.getByRole('img', { name: 'QR-Code zum Termin' }).waitFor();
  assert.match(await slip.innerText(), /Nummer\s+\d{9}[\s\S]*Absagecode\s+\S{4}-?\S{4}/);
  await checkAccessible(page, 'slip');
});

test('key figures of a location and of the whole town', async (t) => {
  const page = await enter(t, admin, 'kennzahlen');
  await page.getByLabel('Standort').selectOption(LOCATION);
  const drawn = page.locator('.figures div').filter({ hasText: 'ohne Termin' }).locator('strong');
  await page.getByText('ohne Termin').waitFor();
  await until(async () => await drawn.innerText() === '2', 30_000, () => 'not two numbers');
  await page.getByLabel('Standort').selectOption({ label: 'Ganze Kommune' });
  await page.getByText('ohne Termin').waitFor();
  assert.ok(Number(await drawn.innerText()) >= 2);
  await checkAccessible(page, 'figures of the town');
});
