// Every question the console asks before a step, and every page without a mouse.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, test } from 'node:test';
import { administrator, colleague, entrance, PAGES } from './console.mjs';
import { checkAccessible, checkNoSidewaysScrolling, PHONE, url, useBrowser } from './support.mjs';

const open = useBrowser();
const enter = entrance(open);
const unique = () => randomBytes(3).toString('hex');
let admin;
before(async () => {
  admin = await administrator(url);
  await colleague(admin, ['editor']);  // whom a link can be made for
});

/** On an open page: the button opens a dialog that all can use; Escape closes it and gives the focus back. */
async function checkDialog(page, button, what) {
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  assert.ok(await dialog.evaluate((element) => element.contains(document.activeElement)), `${what}: the focus is inside`);
  await checkAccessible(page, what);
  await checkNoSidewaysScrolling(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.ok(await button.evaluate((element) => element === document.activeElement), `${what}: the focus is back`);
}

const DIALOGS = [['hinweise', 'Neuer Hinweis'], ['abrufe', 'Neuer Abruf'], ['zustaendigkeiten', 'Regel hinzufügen'],
  ['konten', 'Neues Konto'], ['konten', 'Bearbeiten'], ['konten', 'Link erzeugen'],
  ['kalender/standort-mitte/zeiten', 'Öffnungszeit hinzufügen'], ['kalender/standort-mitte/schliesstage', 'Schließzeit hinzufügen'],
  ['kalender-abo', 'Neuen Link erzeugen'], ['tagesliste', 'Wartenummer ziehen']];

test('every question before a step can be used by everyone, closes with Escape and gives the focus back', async (t) => {
  const page = await enter(t, admin, '', { viewport: PHONE });
  for (const [path, name] of DIALOGS) {
    await page.goto(`http://${admin.host}/staff/#/${path}`);
    const button = page.locator('main').getByRole('button', { name: new RegExp(`^${name}`) }).first();
    await button.waitFor();
    await checkDialog(page, button, `${path}: ${name}`);
  }
  assert.deepEqual(page.mistakes, []);
});

test('so can those about something that is there', async (t) => {
  const { entry } = await admin.call('knowledge/SaveEntry', { entry: { question: `Wo ist das ${unique()}?`, answer: 'Hier.' } });
  await admin.call('knowledge/SetEntryState', { entryId: entry.id, state: 'published', expectedVersion: entry.version });
  await admin.call('knowledge/SaveSynonyms', { add: [{ term: `Blubber${unique()}`, means: 'Reisepass' }] });
  const services = [{ serviceId: 'meldebescheinigung', quantity: 1 }];
  const { slots } = await admin.call('booking/FindSlots', { filter: { services, channel: 'staff' }, limit: 1 });
  const name = `Dora Dialog${unique()}`;
  await admin.call('booking/BookForCaller', { locationId: slots[0].locationId, beginUnix: slots[0].beginUnix, services,
    contact: { name, email: 'dora@example.org', language: 'de' }, channel: 'telephone', idempotencyKey: randomBytes(8).toString('hex') });
  const page = await enter(t, admin, `eintrag/${entry.id}`, { colorScheme: 'dark' });
  await checkDialog(page, page.getByRole('button', { name: 'Archivieren' }), 'archive');
  await page.goto(`http://${admin.host}/staff/#/woerter`);
  await checkDialog(page, page.getByRole('button', { name: /^Entfernen/ }).first(), 'remove a word');
  await page.goto(`http://${admin.host}/staff/#/anruf`);
  await page.getByLabel('Termin finden').fill(name.split(' ')[1]);
  await page.keyboard.press('Enter');
  await page.getByRole('searchbox', { name: 'Suchen: Gefundene Termine' }).waitFor();
  for (const step of ['Absagen', 'Name ändern']) {
    await checkDialog(page, page.locator('main').getByRole('button', { name: step }).first(), step);
  }
});

const MOST = 12;

test('the keyboard alone reaches the controls of every page, in order and visibly', async (t) => {
  const page = await enter(t, admin);
  // The calendar's week is FullCalendar's own; what it does the tables beside it do.
  for (const path of PAGES.filter((each) => each !== 'kalender')) {
    await page.goto(`http://${admin.host}/staff/#/${path}`);
    await page.reload();
    await page.locator('main#inhalt h1').first().waitFor();
    await page.locator('.waiting').first().waitFor({ state: 'detached' });
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Zum Inhalt', path);
    await page.keyboard.press('Enter');
    await page.evaluate(() => {
      window.reached = [];
      document.addEventListener('focusin', ({ target }) => {
        const { outlineStyle, boxShadow } = getComputedStyle(target);
        if (target.closest('main') && target.localName !== 'main') window.reached.push([target, outlineStyle !== 'none' || boxShadow !== 'none']);
      });
    });
    const wanted = await page.evaluate((most) => [...document.querySelectorAll('main :is(a[href], button, input, select, textarea, summary)')]
      .filter((each) => !each.disabled && each.checkVisibility() && each.tabIndex >= 0).slice(0, most).length, MOST);
    // A date has several parts, each with a stop.
    for (let stop = 0; stop < 4 * wanted; stop += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((count) => new Set(window.reached.map(([element]) => element)).size >= count, wanted)) break;
    }
    const { reached, hidden } = await page.evaluate(() => ({ reached: new Set(window.reached.map(([element]) => element)).size,
      hidden: window.reached.filter(([, visible]) => !visible).map(([element]) => element.outerHTML.slice(0, 120)) }));
    assert.ok(reached >= wanted, `${path}: ${reached} of ${wanted} controls`);
    assert.deepEqual(hidden, [], `${path}: the focus is seen`);
  }
});
