// The terminal in the town hall: large, forgets, leads nowhere else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chat, checkAccessible, checkNoSidewaysScrolling, useBrowser } from './support.mjs';

const open = useBrowser();
const HALL = { viewport: { width: 1080, height: 1920 }, hasTouch: true };

async function terminal(t, options = HALL) {
  const page = await open(t, null, options);
  const answer = await page.request.get('/api/v1/locations');
  const [{ id, name }] = (await answer.json()).locations;
  await page.clock.install();
  await page.goto(`/terminal/${id}`);
  return { page, start: `/terminal/${id}`, name };
}

test('it shows large choices of its town hall', async (t) => {
  const { page, name } = await terminal(t);
  await page.getByText(name).first().waitFor();
  await checkAccessible(page, 'first page');
  await checkNoSidewaysScrolling(page);
  for (const tile of await page.locator('.tiles--terminal .tile').all()) {
    const { width, height } = await tile.boundingBox();
    assert.ok(width >= 200 && height >= 80, `${width} × ${height}`);
  }
  for (const duty of ['Impressum', 'Datenschutz', 'Barrierefreiheit']) assert.ok(await page.getByRole('link', { name: duty }).isVisible(), duty);
});

test('a minute after the last touch everything is forgotten, on the server too; it asks before', async (t) => {
  const { page, start } = await terminal(t);
  await page.getByRole('link', { name: 'Eine Frage stellen' }).click();
  const chat = new Chat(page);
  await chat.input.waitFor();
  await chat.say('Was kostet ein Reisepass?');
  const kept = await page.evaluate(() => JSON.parse(sessionStorage.getItem(Object.keys(sessionStorage)[0])));
  await page.clock.runFor(46_000);
  await page.getByRole('alertdialog').waitFor();
  await checkAccessible(page, 'asks');
  await page.getByRole('button', { name: 'Ich bin noch da' }).click();
  await page.getByRole('alertdialog').waitFor({ state: 'hidden' });
  assert.ok(await chat.own.first().isVisible(), 'nothing forgotten yet');
  await page.clock.runFor(61_000);
  await page.waitForURL(`**${start}`);
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  const after = await page.request.get(`/api/v1/conversations/${kept.id}/messages?after=0`, { headers: { Authorization: `Bearer ${kept.token}` } });
  assert.equal((await after.json()).gone, true);
});

test('the reset is one press away on every page', async (t) => {
  const { page, start } = await terminal(t);
  await page.getByRole('link', { name: 'Termin buchen' }).first().click();
  await page.locator('.tile a').first().click();
  await page.getByRole('heading', { level: 1, name: 'Ort und Zeit wählen' }).waitFor();
  assert.ok(page.url().includes(start), 'still the terminal');
  await page.getByRole('link', { name: 'Von vorn beginnen' }).click();
  await page.waitForURL(`**${start}`);
});

test('links that lead elsewhere are text', async (t) => {
  const { page, start } = await terminal(t);
  await page.goto(`${start}/aemter/buergerbuero-mitte`);
  await page.locator('main a[href^="https://www.openstreetmap.org"]').first().click();
  await page.locator('main a[href^="tel:"]').first().click();
  assert.ok(page.url().endsWith(`${start}/aemter/buergerbuero-mitte`));
});

test('it speaks English too', async (t) => {
  const { page } = await terminal(t);
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByRole('heading', { level: 1, name: 'Welcome. What would you like to do?' }).waitFor();
  await checkAccessible(page, 'English');
});

test('drawing a number gives one, or says who helps', async (t) => {
  const { page } = await terminal(t);
  await page.getByRole('link', { name: 'Nummer ziehen' }).click();
  await checkAccessible(page, 'what for');
  await page.locator('.tile--button').first().click();
  await page.locator('.ticket__number').or(page.locator('main').getByRole('alert')).waitFor();
  await checkAccessible(page, 'number');
});
