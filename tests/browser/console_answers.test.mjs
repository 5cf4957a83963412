// Staff at what the town answers: imports and their reports, the editor, notices, fetches, the audit.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { before, test } from 'node:test';
import { administrator, colleague, entrance } from './console.mjs';
import { checkAccessible, DESK, PHONE, url, useBrowser } from './support.mjs';

const enter = entrance(useBrowser());
const unique = () => randomBytes(3).toString('hex');
let admin;
let editor;
before(async () => {
  admin = await administrator(url);
  editor = await colleague(admin, ['editor']);
});

const box = (page, selector) => page.locator(selector).first().boundingBox();
const published = (question, answer) =>
  editor.call('knowledge/SaveEntry', { entry: { question: `${question} ${unique()}?`, answer, state: 'published' } });

test('the report of an earlier import can be opened, and what was taken back says so', async (t) => {
  const xml = String((await admin.request('GET', '/export?format=xzufi')).body);
  const mark = `Umbau ${unique()}`;
  const page = await enter(t, admin, 'import', { viewport: DESK });
  await page.locator('#datei').setInputFiles({ name: `${mark}.xml`, mimeType: 'text/xml', buffer: Buffer.from(xml.replace(/&lt;p&gt;/, `&lt;p&gt;${mark} `)) });
  await page.getByLabel('Nur prüfen').check();
  assert.equal(await page.getByRole('button', { name: 'Importieren' }).count(), 0, 'what is only checked is not called an import');
  await page.getByRole('button', { name: 'Prüfen', exact: true }).click();
  await page.locator('#bericht').getByText('Es wurde nichts geändert').waitFor();
  await page.getByLabel('Nur prüfen').uncheck();
  await page.getByRole('button', { name: 'Importieren' }).click();
  await page.locator('#bericht').getByText('Der Import ist in Kraft').waitFor();
  const first = page.getByRole('table', { name: 'Frühere Importe' }).locator('tbody tr').first();
  await first.getByText(`${mark}.xml`).waitFor();
  assert.match(await first.innerText(), /\bSie\b/);
  await first.getByRole('button', { name: /^Bericht/ }).click();
  const report = page.getByRole('dialog', { name: `Bericht: ${mark}.xml` });
  await report.getByText(/Änderungen im Einzelnen|Keine Anmerkungen/).first().waitFor();
  await checkAccessible(page, 'stored report');
  await report.getByRole('button', { name: 'Schließen' }).click();

  await first.getByRole('button', { name: 'Zurücknehmen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Zurücknehmen' }).click();
  await first.getByText(`Zurückgenommen: ${mark}.xml`).waitFor();
  const second = page.getByRole('table', { name: 'Frühere Importe' }).locator('tbody tr').nth(1);
  assert.match(await second.innerText(), new RegExp(`${mark}.xml zurückgenommen`));
  const order = await page.locator('main h2').allInnerTexts();
  assert.ok(order.indexOf('Frühere Importe') < order.indexOf('Was häufigen Anliegen noch fehlt'), `${order}`);
});

test('a file that would delete most is asked about, and entries from a list can be taken back', async (t) => {
  const page = await enter(t, admin, 'import', { viewport: DESK });
  const services = () => admin.call('knowledge/ListServices', {}).then((answer) => (answer.services ?? []).length);
  const before = await services();
  const pick = async (name, type, text) => {
    await page.locator('#datei').setInputFiles({ name, mimeType: type, buffer: Buffer.from(text) });
    await page.getByRole('button', { name: 'Importieren' }).click();
  };
  await page.getByLabel('Die Datei ist vollständig').check();
  await pick('klein.xml', 'text/xml', `<?xml version="1.0" encoding="UTF-8"?>
<xzufi:transfer xmlns:xzufi="http://xoev.de/schemata/xzufi/2_2_0" xzufiVersion="2.2.0"><xzufi:nachrichtenkopf/><xzufi:schreibe><xzufi:leistung>
<xzufi:id>klein</xzufi:id><xzufi:modulText><xzufi:inhalt languageCode="de">Klein</xzufi:inhalt><xzufi:leikaTextmodul><code>03</code></xzufi:leikaTextmodul></xzufi:modulText>
</xzufi:leistung></xzufi:schreibe></xzufi:transfer>`);
  const question = page.getByRole('dialog', { name: 'Das meiste würde gelöscht' });
  await question.getByText(/kommen in der Datei nicht mehr vor/).waitFor();
  await checkAccessible(page, 'loss');
  await question.getByRole('button', { name: 'Abbrechen' }).click();
  await page.locator('#bericht').getByText('Es wurde nichts geändert').waitFor();
  assert.equal(await services(), before);

  const mark = unique();
  await page.getByLabel('Die Datei ist vollständig').uncheck();
  await pick(`liste-${mark}.csv`, 'text/csv', `Frage;Antwort\nWo wächst ${mark}?;Im Garten.\n`);
  await page.locator('#bericht').getByText('Die Einträge gelten ab sofort').waitFor();
  const first = page.getByRole('table', { name: 'Frühere Importe' }).locator('tbody tr').first();
  await first.getByText(`liste-${mark}.csv`).waitFor();
  await first.getByRole('button', { name: 'Zurücknehmen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Zurücknehmen' }).click();
  await first.getByText(`Zurückgenommen: liste-${mark}.csv`).waitFor();
  const { entries } = await admin.call('knowledge/ListEntries', { query: mark });
  assert.deepEqual(entries.map((entry) => entry.state), ['archived']);
  assert.deepEqual(page.mistakes, []);
});

test('differences are phrases that stand apart, said as struck out and new, and persons are no marks', async (t) => {
  const { entry } = await published('Wer macht mit', 'Am Markt im Süden, noch eine Person.');
  await admin.call('knowledge/SaveEntry', { entry: { ...entry, answer: 'Am Markt in der Zweiten, noch zwei Personen.' }, expectedVersion: entry.version });
  const page = await enter(t, editor, `eintrag/${entry.id}`);
  assert.match(await page.locator('.title .lead').innerText(), /eine andere Person/);
  assert.match(await page.locator('aside').innerText(), /, Sie\b/);
  await page.getByRole('button', { name: 'Unterschied zeigen: Fassung 1' }).click();
  const shown = page.getByRole('dialog').locator('.diff').first();
  const text = (await shown.textContent()).replace(/\s+/g, ' ').trim();
  assert.equal(text, 'Am Markt gestrichen: im Süden, noch eine Person. neu: in der Zweiten, noch zwei Personen.');
  assert.equal(await page.getByText(/p-[\w-]{12}/).count(), 0);
});

test('the editor keeps its fields together and its buttons in one row', async (t) => {
  const { entry } = await published('Wie weit ist der Umbau', 'Bis zum Sommer.');
  const page = await enter(t, editor, `eintrag/${entry.id}`, { viewport: DESK });
  await page.getByLabel('Testfrage').fill('Was kostet ein Personalausweis?');
  const heading = await box(page, 'amtslotse-try-out h2');
  const label = await box(page, 'amtslotse-try-out label');
  assert.ok(label.y - heading.y - heading.height >= 8, 'heading and field stand apart');
  await page.getByRole('button', { name: 'Fragen', exact: true }).click();
  await page.getByRole('heading', { name: 'Gefunden wurde' }).waitFor();
  const question = await box(page, '.split > form > :nth-child(1)');
  const variants = await box(page, '.split > form > :nth-child(2)');
  assert.ok(variants.y - question.y - question.height <= 32, `${variants.y - question.y - question.height} px between two fields`);
  assert.ok((await box(page, 'form > .bar')).height <= 72, 'one row of buttons');
});

test('on a phone the buttons of a new notice are to be seen', async (t) => {
  const page = await enter(t, editor, 'hinweise', { viewport: PHONE });
  await page.getByRole('button', { name: 'Neuer Hinweis' }).click();
  for (const name of ['Abbrechen', 'Speichern']) {
    const { y, height } = await page.getByRole('dialog').getByRole('button', { name }).boundingBox();
    assert.ok(y + height <= PHONE.height, `${name}: ${y + height}`);
  }
  await checkAccessible(page, 'notice');
});

test('a fetch is hourly, daily or weekly, and what "complete" takes away is said', async (t) => {
  const page = await enter(t, admin, 'abrufe');
  await page.getByRole('button', { name: 'Neuer Abruf' }).click();
  const dialog = page.getByRole('dialog');
  assert.deepEqual(await dialog.getByLabel('Wie oft').locator('option').allInnerTexts(), ['stündlich', 'täglich', 'wöchentlich']);
  assert.match(await dialog.getByRole('checkbox', { name: 'Die Datei ist vollständig' }).evaluate(
    (tick) => document.getElementById(tick.getAttribute('aria-describedby')).textContent), /verschwinden dann aus allen Antworten/);
  await dialog.getByLabel('Adresse der Datei').fill(`https://katalog.example/${unique()}`);
  await dialog.getByLabel('Wie oft').selectOption('wöchentlich');
  await dialog.getByLabel('Angehalten').check();
  await dialog.getByRole('button', { name: 'Speichern' }).click();
  await page.getByRole('cell', { name: 'wöchentlich' }).first().waitFor();
});

test('a target is set for one service, changed, and taken back, and one that nobody can follow is not', async (t) => {
  const stored = async () => ((await admin.call('knowledge/GetMunicipality')).municipality.targets ?? [])
    .map(({ act, serviceId, link }) => `${act} ${serviceId ?? ''} ${link.label} ${link.url}`);
  const before = await stored();
  const page = await enter(t, admin, 'ziele');
  await page.getByRole('button', { name: 'Neues Ziel' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Wofür').selectOption('Bezahlen');
  const service = dialog.getByRole('combobox', { name: 'Leistung' });
  await service.fill('Hundesteuer');
  await page.locator('.picker__list [role=option]').first().waitFor();
  await dialog.getByLabel('Name des Ziels').fill('Bürgerkasse');
  await dialog.getByLabel('Adresse').fill('javascript:alert(1)');
  const save = () => dialog.getByRole('button', { name: 'Speichern' }).click();
  await save();
  await dialog.getByRole('alert').getByText('aus der Liste').waitFor();
  await service.focus();
  await service.press('ArrowDown');
  await service.press('Enter');
  await save();
  await dialog.getByRole('alert').getByText('Die Adresse beginnt mit').waitFor();
  await checkAccessible(page, 'target');
  await dialog.getByLabel('Adresse').fill('https://kasse.example/hund');
  await save();
  await page.getByRole('status').getByText('gilt ab sofort').waitFor();
  const row = page.getByRole('row').filter({ hasText: 'Bürgerkasse' });
  assert.match(await row.innerText(), /Bezahlen[\s\S]*Hund/);
  assert.deepEqual((await stored()).filter((each) => !before.includes(each)), ['payment hundesteuer Bürgerkasse https://kasse.example/hund']);

  await page.getByRole('button', { name: 'Neues Ziel' }).click();
  await dialog.getByLabel('Wofür').selectOption('Bezahlen');
  await service.fill('Hundesteuer');
  await page.locator('.picker__list [role=option]').first().waitFor();
  await service.press('ArrowDown');
  await service.press('Enter');
  await dialog.getByLabel('Name des Ziels').fill('Zweite Kasse');
  await dialog.getByLabel('Adresse').fill('https://kasse.example/zwei');
  await save();
  await dialog.getByRole('alert').getByText('gibt es schon ein Ziel').waitFor();
  await dialog.getByRole('button', { name: 'Abbrechen' }).click();

  await row.getByRole('button', { name: /^Löschen/ }).click();
  await page.getByRole('status').getByText('gelöscht').waitFor();
  assert.deepEqual(await stored(), before);
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.getByRole('status').getByText('Zurückgenommen').waitFor();
  assert.equal((await stored()).length, before.length + 1);
  await row.getByRole('button', { name: /^Löschen/ }).click();
  await page.getByRole('status').getByText('gelöscht').waitFor();
});

test('the audit tells publishing, archiving and drafts apart, and says where a question went and which notice is gone', async (t) => {
  const { entry } = await editor.call('knowledge/SaveEntry', { entry: { question: `Wo ist die Rollschuhbahn ${unique()}?`, answer: 'Im Park.' } });
  const live = await editor.call('knowledge/SetEntryState', { entryId: entry.id, state: 'published', expectedVersion: entry.version });
  const draft = await editor.call('knowledge/SaveEntry', { entry: { ...live.entry, state: 'draft', answer: 'Am Fluss.' }, expectedVersion: live.entry.version });
  await editor.call('knowledge/SetEntryState', { entryId: entry.id, state: 'archived', expectedVersion: draft.entry.version });
  const title = `Sperrung ${unique()}`;
  const { notice } = await editor.call('knowledge/SaveNotice', { notice: { title, beginUnix: Math.floor(Date.now() / 1000) + 9e6 }, idempotencyKey: title });
  await editor.call('knowledge/DeleteNotice', { noticeId: notice.id });
  const page = await enter(t, admin, 'protokoll');
  await page.getByRole('cell').or(page.getByRole('rowheader')).getByText(`Hinweis gelöscht: ${title}`).waitFor();
  const deeds = (await page.getByRole('table').innerText()).split('\n').filter((line) => line.includes(entry.question)).map((line) => line.split(': ')[0]);
  assert.deepEqual(deeds.slice(0, 4), ['FAQ-Eintrag archiviert', 'FAQ-Entwurf gespeichert', 'FAQ-Eintrag veröffentlicht', 'FAQ-Eintrag angelegt']);
});
