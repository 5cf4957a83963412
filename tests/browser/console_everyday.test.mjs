// Everyday work of staff who were never trained: what they did can be seen, found again and taken back.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, test } from 'node:test';
import { until } from '../integration/product.mjs';
import { administrator, colleague, entrance } from './console.mjs';
import { Chat, checkNoSidewaysScrolling, PHONE, useBrowser, url } from './support.mjs';

const open = useBrowser();
const enter = entrance(open);
// Letters only: digits may be masked as somebody's number.
const unique = () => [...randomBytes(6)].map((byte) => 'bcdfghjkmnpqrstvwxyz'[byte % 20]).join('');
let admin;
let editor;
before(async () => {
  admin = await administrator(url);
  editor = await colleague(admin, ['editor']);
});

const focused = (page, text) => until(() => page.evaluate((wanted) => document.activeElement.textContent.includes(wanted) && document.activeElement !== document.body, text),
  10_000, () => `the focus is not on „${text}“`);
/** Everything of it lies within the window and in front of all else. */
async function checkWhole(page, locator) {
  const box = await locator.boundingBox();
  const { width, height } = page.viewportSize();
  assert.ok(box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= height, JSON.stringify(box));
}

test('the way back is whole on a phone, hides no buttons at a desk, and gives the focus back', async (t) => {
  for (const viewport of [PHONE, { width: 1280, height: 800 }]) {
    const page = await enter(t, editor, 'eintrag/neu', { viewport });
    await page.getByLabel('Frage', { exact: true }).fill(`Wann öffnet die Rodelbahn ${unique()}?`);
    await page.getByLabel('Antwort', { exact: true }).fill('Im Januar.');
    await page.getByRole('button', { name: 'Veröffentlichen' }).click();
    const back = page.getByRole('button', { name: 'Rückgängig' });
    await back.waitFor();
    await checkWhole(page, back);
    await checkWhole(page, page.locator('.toast').getByRole('button', { name: 'Schließen' }));
    await checkNoSidewaysScrolling(page);
    const archive = page.getByRole('button', { name: 'Archivieren' });
    await archive.scrollIntoViewIfNeeded();
    const [bar, toast] = [await archive.boundingBox(), await page.locator('.toast').boundingBox()];
    if (viewport !== PHONE) assert.ok(toast.y + toast.height <= bar.y || toast.y >= bar.y + bar.height, 'the way back lies on a button');
    await back.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Zurückgenommen.').waitFor();
    assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY');
  }
});

test('an answer written for an open question settles it, and opens it again when it is taken back', async (t) => {
  const question = `Wo bekomme ich das Wurmelholz ${unique()}`;
  await new Chat(await open(t, '/chat')).say(question);
  const isOpen = async () => JSON.stringify(await editor.call('knowledge/ListUnanswered')).includes(question.slice(-6));
  await until(isOpen, 30_000, () => 'the question is not in the inbox');
  const page = await enter(t, editor, 'offene-fragen');
  await page.getByLabel('Fragen durchsuchen').fill(question.slice(-6));
  await page.locator('blockquote').getByText(question).waitFor();
  await page.getByRole('button', { name: 'Neue Antwort schreiben' }).click();
  await page.getByLabel('Antwort', { exact: true }).fill('Im Wald.');
  await page.getByRole('button', { name: 'Veröffentlichen' }).click();
  await page.getByText('Die offene Frage ist erledigt.').waitFor();
  assert.equal(await isOpen(), false);
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.getByText('Zurückgenommen.').waitFor();
  assert.equal(await isOpen(), true);
});

test('what was declined as no matter of the town is listed apart, and answered once it is assigned', async (t) => {
  const question = `Wie wird am Sonntag das Wetter in ${unique().replace(/\d/g, 'x')}heim`;
  const chat = new Chat(await open(t, '/chat'));
  assert.match(await chat.say(question), /Dazu kann ich nichts sagen/);
  const declined = async () => JSON.stringify(await editor.call('knowledge/ListUnanswered', { declined: true })).includes(question);
  await until(declined, 30_000, () => 'the question is not among those that were declined');
  assert.ok(!JSON.stringify(await editor.call('knowledge/ListUnanswered')).includes(question));
  const page = await enter(t, editor, 'offene-fragen');
  await page.getByRole('link', { name: 'Abgelehnt' }).click();
  await page.getByText('für keine Sache der Verwaltung hielt').waitFor();
  await page.getByLabel('Fragen durchsuchen').fill(question.slice(-9));
  await page.locator('blockquote').getByText(question).waitFor();
  await page.getByRole('combobox').fill('Meldebescheinigung');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowDown');
  const title = (await page.locator('[role=option][aria-selected=true] span').textContent()).trim();
  await page.keyboard.press('Enter');
  await page.getByText(`Zugeordnet zu „${title}“`).waitFor();
  assert.ok((await chat.say(question)).includes(title));
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.getByText('Die Frage ist wieder offen.').waitFor();
  assert.equal(await declined(), true);
});

test('at the desk every time of a day can be had; what was moved or cancelled and taken back stands in the list again', async (t) => {
  const page = await enter(t, admin, 'anruf', { viewport: PHONE });
  const surname = `Anruf${unique().replace(/\d/g, 'x')}`;
  await page.getByLabel('Leistung', { exact: true }).selectOption('meldebescheinigung');
  await page.getByLabel('Standort', { exact: true }).selectOption('standort-mitte');
  await page.getByRole('button', { name: 'Termin buchen' }).click();
  await page.getByText('Bitte wählen Sie eine Zeit.').waitFor();
  const day = page.locator('.times__day').first();
  assert.ok(await day.locator('.time').count() <= 2);
  await day.getByRole('button', { name: /^alle Zeiten/ }).click();
  await until(async () => await day.locator('.time').count() > 4, 20_000, () => 'no more times than before');
  await focused(page, await day.locator('.time').first().textContent());
  const time = day.locator('.time').nth(3);
  const booked = await time.textContent();
  await time.click();
  await page.getByLabel('Name', { exact: true }).fill(`Rita ${surname}`);
  await page.getByRole('button', { name: 'Termin buchen' }).click();
  await page.locator('#ergebnis').getByText(`${booked} Uhr`).waitFor();
  await page.getByRole('button', { name: 'Nächster Anruf' }).click();
  await until(() => page.evaluate(() => document.activeElement.id === 'suche'), 10_000, () => 'the next call does not begin at the search');
  await page.keyboard.type(surname);
  await page.keyboard.press('Enter');
  const found = page.locator('amtslotse-list');
  await found.getByText(`${booked} Uhr`).waitFor();
  await page.getByRole('button', { name: 'Verlegen' }).click();
  await focused(page, `Neue Zeit für Rita ${surname}`);
  await page.locator('.times__day').nth(2).locator('.time').first().click();
  await page.getByRole('status').getByText('Der Termin ist verlegt:').waitFor();
  await found.getByText(`${booked} Uhr`).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await found.getByText(`${booked} Uhr`).waitFor();
  await page.getByRole('button', { name: 'Absagen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Absagen' }).click();
  await page.getByRole('status').getByText('Der Termin ist abgesagt.').waitFor();
  await found.getByText(`${booked} Uhr`).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await found.getByText(`${booked} Uhr`).waitFor();
  // Nobody has come on a day that is yet to come.
  await page.goto(`http://${admin.host}/staff/#/tagesliste/standort-mitte`);
  const at = (await admin.call('booking/SearchAppointments', { query: surname })).appointments[0].slot.localBegin.slice(0, 10);
  if (at > new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format()) {
    await page.getByLabel('Tag', { exact: true }).fill(at);
    await page.getByText(`Rita ${surname}`).waitFor();
    assert.equal(await page.getByRole('button', { name: /^Ist da/ }).count(), 0);
  }
});

test('a number that was drawn by mistake can be taken out of the day again', async (t) => {
  const page = await enter(t, admin, 'tagesliste/standort-nord');
  await page.getByRole('button', { name: 'Wartenummer ziehen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Wartenummer ziehen' }).click();
  const said = page.locator('.toast [role=status]');
  await said.getByText(/Wartenummer \w+/).waitFor();
  const number = /Wartenummer (\w+)/.exec(await said.textContent())[1];
  await page.getByRole('button', { name: `Nicht mehr da: ${number}` }).click();
  await page.getByRole('row').filter({ hasText: number }).getByText('nicht gekommen').waitFor();
});

test('a new account says field by field, in German, what is missing, and keeps what was typed', async (t) => {
  const page = await enter(t, admin, 'konten');
  await page.getByRole('button', { name: 'Neues Konto' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Anmeldename').fill('Öznur Müller!');
  await dialog.getByLabel('E-Mail').fill('keine');
  await dialog.getByLabel(/^Standort:/).check();
  await dialog.getByRole('button', { name: 'Speichern' }).click();
  for (const words of ['kleine Buchstaben ohne Umlaute', 'Namen der Person', 'keine E-Mail-Adresse']) await dialog.getByText(words).waitFor();
  assert.doesNotMatch(await dialog.textContent(), /expected/);
  assert.equal(await dialog.getByLabel('Anmeldename').inputValue(), 'Öznur Müller!');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'k-name');
});

test('a table of entries is counted before it is taken over, and said to be in force afterwards', async (t) => {
  const id = `probe-${unique()}`;
  const page = await enter(t, admin, 'import');
  const take = async (text) => {
    await page.locator('#datei').setInputFiles({ name: 'faq.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: /^(Importieren|Prüfen)$/ }).click();
  };
  const table = `id;question;answer\n${id};Wo ist die Eislaufhalle ${id}?;Am Osthang.\n`;
  await take('id;question\n;\n');
  await page.getByRole('alert').getByText('nicht übernommen').waitFor();
  await page.getByLabel('Nur prüfen').check();
  await take(table);
  await page.locator('#bericht').getByText('Es wurde nichts geändert').waitFor();
  await page.locator('#bericht').getByText('1 neu').waitFor();
  await page.getByLabel('Nur prüfen').uncheck();
  await take(table);
  await page.locator('#bericht').getByText('Die Einträge gelten ab sofort').waitFor();
  await take(table);
  await page.locator('#bericht').getByText('Alles war schon so').waitFor();
});

test('a saved calendar leaves the focus on the page', async (t) => {
  const page = await enter(t, admin, 'kalender/standort-nord/schliesstage');
  const at = new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10);
  await page.getByRole('button', { name: 'Schließzeit hinzufügen' }).click();
  await page.getByLabel('Erster Tag').fill(at);
  await page.getByRole('button', { name: 'Übernehmen' }).click();
  await page.getByRole('button', { name: 'Prüfen und speichern' }).click();
  await page.getByRole('status').getByText('Es gilt ab sofort').waitFor();
  await until(() => page.evaluate(() => document.activeElement !== document.body), 10_000, () => 'the focus is lost');
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.getByRole('button', { name: 'Rückgängig' }).waitFor({ state: 'detached' });
});

test('changes to a calendar that wait while somebody else saves are still there, and what both changed is named', async (t) => {
  const get = () => admin.call('booking/GetCalendar', { locationId: 'standort-nord' });
  const save = async (change) => {
    const { calendarJson, version } = await get();
    const calendar = JSON.parse(calendarJson);
    change(calendar);
    await admin.call('booking/SaveCalendar', { calendarJson: JSON.stringify(calendar), expectedVersion: version });
  };
  const { calendarJson: before } = await get();
  t.after(() => save((calendar) => Object.assign(calendar, { closures: [], lead_minutes: undefined }, JSON.parse(before))));
  const page = await enter(t, admin, 'kalender/standort-nord/schliesstage');
  await page.getByRole('button', { name: 'Schließzeit hinzufügen' }).click();
  await page.getByLabel('Erster Tag').fill(new Date(Date.now() + 210 * 86_400_000).toISOString().slice(0, 10));
  await page.getByLabel('Grund').fill('Inventur');
  await page.getByRole('button', { name: 'Übernehmen' }).click();
  await page.getByText('noch nicht gelten').waitFor();
  await save((calendar) => { calendar.lead_minutes = 45; });
  await page.reload();
  await page.getByText('Ihre Änderungen stehen mit darin').waitFor();
  await page.getByRole('cell', { name: 'Inventur' }).waitFor();
  await save((calendar) => { calendar.closures = [...(calendar.closures ?? []), { date: '2027-07-01', reason: 'Stadtfest' }]; });
  await page.reload();
  await page.getByText('dasselbe geändert wie Sie: Schließtage').waitFor();
  await page.getByRole('cell', { name: 'Stadtfest' }).waitFor();
});
