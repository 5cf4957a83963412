// Every question the console asks before a step, and every page without a mouse.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, test } from 'node:test';
import { administrator, Colleague, colleague, entrance, PAGES, PASSWORD, totp } from './console.mjs';
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
  await page.getByRole('table', { name: 'Gefundene Termine' }).waitFor();
  for (const step of ['Absagen', 'Name ändern']) {
    await checkDialog(page, page.locator('main').getByRole('button', { name: step }).first(), step);
  }
});

test('so can those about what was imported, what an entry was, and where one is signed in', async (t) => {
  const { entry } = await admin.call('knowledge/SaveEntry', { entry: { question: `Wann ist ${unique()}?`, answer: 'Im Mai.' } });
  await admin.call('knowledge/SaveEntry', { entry: { ...entry, answer: 'Im Juni.' }, expectedVersion: entry.version });
  // The same person in a second place.
  const here = await colleague(admin, ['administrator']);
  const there = new Colleague(admin.url);
  await there.post('/sign-in', { name: here.name, password: PASSWORD, totp: totp(here.secret, 1) });
  const page = await enter(t, here, 'import', { viewport: PHONE, colorScheme: 'dark' });
  await checkDialog(page, page.getByRole('button', { name: 'Zurücknehmen' }).first(), 'take an import back');
  await page.goto(`http://${admin.host}/staff/#/eintrag/${entry.id}`);
  await checkDialog(page, page.getByRole('button', { name: /^Unterschied zeigen/ }).first(), 'versions');
  await page.goto(`http://${admin.host}/staff/#/konto`);
  await checkDialog(page, page.locator('main').getByRole('button', { name: 'Abmelden' }).first(), 'end a session');
  assert.deepEqual(page.mistakes, []);
});

// Where a question has something to type, it is there again after a reload, until the question is put away.
const TYPED = [['hinweise', 'Neuer Hinweis', 'Überschrift', 'Wahl am Sonntag'], ['abrufe', 'Neuer Abruf', 'Adresse der Datei', 'https://example.org/katalog.xml'],
  ['konten', 'Neues Konto', 'Anmeldename', 'ida.gross'], ['kalender/standort-nord/zeiten', 'Öffnungszeit hinzufügen', 'Von', '09:30'],
  ['kalender/standort-nord/schliesstage', 'Schließzeit hinzufügen', 'Grund', 'Betriebsausflug']];

test('what was typed into a question survives a reload, and is gone when the question is put away', async (t) => {
  const { lines } = await admin.call('staff/ListAudit', { pageSize: 50 });
  const mark = lines.map((line) => line.actor).find((actor) => actor.startsWith('p-'));
  const page = await enter(t, admin);
  for (const [path, name, label, text] of [...TYPED, ['protokoll', `Name erfragen: ${mark}`, 'Grund', 'Beschwerde vom Montag']]) {
    const typed = page.getByRole('dialog').getByLabel(label).first();
    const ask = async () => {
      if (path === 'protokoll') await page.getByLabel('Bereich', { exact: true }).selectOption('staff');
      await page.locator('main').getByRole('button', { name: new RegExp(`^${name}`) }).first().click();
    };
    await page.goto(`http://${admin.host}/staff/#/${path}`);
    await ask();
    await typed.fill(text);
    await page.reload();
    await ask();
    assert.equal(await typed.inputValue(), text, `${path}: ${name}`);
    await page.getByRole('dialog').getByText('sind wieder da').waitFor();
    await page.keyboard.press('Escape');
    await ask();
    assert.notEqual(await typed.inputValue(), text, `${path}: put away`);
    await page.keyboard.press('Escape');
  }
});

test('a session that ends over a question takes nothing away', async (t) => {
  const editor = await colleague(admin, ['editor']);
  const page = await enter(t, editor, 'hinweise');
  const open = () => page.getByRole('button', { name: 'Neuer Hinweis' }).click();
  const title = page.getByRole('dialog').getByLabel('Überschrift');
  await open();
  await title.fill('Straßenfest in der Altstadt');
  await editor.post('/sign-out');
  await page.getByRole('dialog').getByRole('button', { name: 'Speichern' }).click();
  await page.getByLabel('Anmeldename').fill(editor.name);
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.getByLabel('Passwort').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByLabel('Code aus der App').fill(totp(editor.secret, 1));
  await page.keyboard.press('Enter');
  await open();
  assert.equal(await title.inputValue(), 'Straßenfest in der Altstadt');
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
