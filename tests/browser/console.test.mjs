// The console as staff use it.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { before, test } from 'node:test';
import { until } from '../integration/product.mjs';
import { administrator, colleague, entrance, PASSWORD, totp } from './console.mjs';
import { Chat, checkAccessible, checkNoSidewaysScrolling, DESK, PHONE, url, useBrowser } from './support.mjs';

const open = useBrowser();
const enter = entrance(open);
const town = url.replace('localhost', 'erlenfurt.localhost');
const unique = () => randomBytes(3).toString('hex');
let admin;
let editor;
let secondEditor;
let locationStaff;
before(async () => {
  admin = await administrator(url);
  editor = await colleague(admin, ['editor']);
  secondEditor = await colleague(admin, ['editor']);
  locationStaff = await colleague(admin, ['location_staff']);
});

const PAGES = ['', 'konto', 'offene-fragen', 'eintraege', 'eintrag/neu', 'hinweise', 'leistungen', 'leistungen/personalausweis', 'woerter',
  'lernen', 'import', 'abrufe', 'ziele', 'texte', 'konten', 'protokoll', 'tagesliste', 'anruf', 'kalender', 'warteliste', 'nachrichten', 'nachrichtentexte',
  'kalender-abo', 'gespraeche', 'besetzte-zeiten', 'fragen', 'kennzahlen', 'einrichten', 'vorfuehrdaten', 'messenger', 'auskunft', 'gibt-es-nicht'];

for (const path of PAGES) {
  test(`staff page „${path}“ can be used by everyone, light and dark, on the phone and at the desk`, async (t) => {
    for (const [colorScheme, viewport] of [['light', DESK], ['dark', PHONE], ['light', { width: 320, height: 640 }]]) {
      const page = await enter(t, admin, path, { colorScheme, viewport });
      await page.waitForLoadState('networkidle');
      // FullCalendar names its header cells by aria-label, which this best practice (no WCAG criterion) does not count.
      await checkAccessible(page, `${path} ${colorScheme}`, path === 'kalender' ? ['empty-table-header'] : []);
      await checkNoSidewaysScrolling(page);
      assert.deepEqual(page.mistakes, []);
      assert.equal(await page.locator('h1').count(), 1);
    }
  });
}

test('signing in takes name, password and code, by keyboard alone', async (t) => {
  const page = await open(t, null, { baseURL: town });
  await page.goto(`${town}/staff/`);
  await page.getByLabel('Anmeldename').waitFor();
  await checkAccessible(page, 'sign-in');
  await page.getByLabel('Anmeldename').focus();
  await page.keyboard.type(editor.name);
  await page.keyboard.press('Tab');
  await page.keyboard.type('ein falsches Passwort');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('stimmen nicht').waitFor();
  await page.getByLabel('Passwort').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByLabel('Code aus der App').waitFor();
  await page.keyboard.type(totp(editor.secret, 1));  // the code of this moment was used when the account was set up
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /Guten Tag/ }).waitFor();
  await page.getByRole('button', { name: 'Abmelden' }).click();
  await page.getByLabel('Anmeldename').waitFor();
});

test('an editor publishes an entry and the chat answers with it', async (t) => {
  const word = `Fliederfest ${unique()}`;
  const page = await enter(t, editor, 'eintrag/neu');
  await page.getByLabel('Frage', { exact: true }).fill(`Wann ist das ${word}?`);
  await page.getByLabel('Antwort', { exact: true }).fill(`Das **${word}** ist am ersten Sonntag im Mai.`);
  assert.equal(await page.locator('aside strong').first().textContent(), word, 'the preview shows Markdown');
  await page.getByRole('button', { name: 'Veröffentlichen' }).click();
  await page.getByRole('status').getByText('Der Assistent antwortet ab sofort damit').waitFor();
  const ask = async () => new Chat(await open(t, '/chat')).say(`Wann ist das ${word}?`);
  let said;
  await until(async () => /ersten Sonntag im Mai/.test(said = await ask()), 30_000, () => said);
});

test('of two editors who change one entry, the second sees both versions and loses nothing', async (t) => {
  const { entry } = await editor.call('knowledge/SaveEntry', { entry: { question: `Wo kann ich Boote leihen ${unique()}?`, answer: 'Am Steg.' } });
  const pages = [await enter(t, editor, `eintrag/${entry.id}`), await enter(t, secondEditor, `eintrag/${entry.id}`)];
  for (const [index, page] of pages.entries()) await page.getByLabel('Antwort', { exact: true }).fill(index === 0 ? 'Am Steg, ab 9 Uhr.' : 'Am Bootshaus.');
  await pages[0].getByRole('button', { name: 'Als Entwurf speichern' }).click();
  await pages[0].getByText('Als Entwurf gespeichert.').waitFor();
  await pages[1].getByRole('button', { name: 'Als Entwurf speichern' }).click();
  const dialog = pages[1].getByRole('dialog');
  await dialog.getByText('inzwischen geändert').waitFor();
  assert.match(await dialog.textContent(), /ab 9 Uhr/);
  assert.match(await dialog.textContent(), /Bootshaus/);
  await checkAccessible(pages[1], 'conflict');
  await dialog.getByRole('button', { name: 'Meine Fassung behalten' }).click();
  await pages[1].getByRole('button', { name: 'Als Entwurf speichern' }).click();
  await pages[1].getByText('Als Entwurf gespeichert.').waitFor();
  const { entry: now, versions } = await editor.call('knowledge/GetEntry', { entryId: entry.id, withVersions: true });
  assert.equal(now.answer.trim(), 'Am Bootshaus.');
  assert.ok(versions.some((version) => /ab 9 Uhr/.test(version.answer)), 'the other version is kept');
});

test('what is not saved survives a reload', async (t) => {
  const page = await enter(t, editor, 'eintrag/neu');
  await page.getByLabel('Frage', { exact: true }).fill('Halb fertige Frage');
  await page.reload();
  await page.getByText('wieder da').waitFor();
  assert.equal(await page.getByLabel('Frage', { exact: true }).inputValue(), 'Halb fertige Frage');
  await page.getByRole('button', { name: 'Verwerfen' }).click();
  assert.equal(await page.getByLabel('Frage', { exact: true }).inputValue(), '');
});

test('an older version comes back into the editor', async (t) => {
  const { entry } = await editor.call('knowledge/SaveEntry', { entry: { question: `Wann öffnet die Eisbahn ${unique()}?`, answer: 'Im Dezember.' } });
  await editor.call('knowledge/SaveEntry', { entry: { ...entry, answer: 'Im Januar.' }, expectedVersion: entry.version });
  const page = await enter(t, editor, `eintrag/${entry.id}`);
  await page.getByRole('button', { name: /Unterschied zeigen/ }).first().click();
  const dialog = page.getByRole('dialog');
  assert.equal(await dialog.locator('ins').first().textContent(), 'Januar.');
  await dialog.getByRole('button', { name: 'Wiederherstellen' }).click();
  await page.getByText('Fassung 1 ist wieder da').waitFor();
  assert.equal((await page.getByLabel('Antwort', { exact: true }).inputValue()).trim(), 'Im Dezember.');
});

test('a draft lies beside what is published: it is answered with only when it is published, and all steps can be taken back', async (t) => {
  const question = `Wann fährt der Bücherbus ${unique()}?`;
  const { entry } = await editor.call('knowledge/SaveEntry', { entry: { question, answer: 'Am Montag.', state: 'published' } });
  const stored = async () => {
    const { versions } = await editor.call('knowledge/GetEntry', { entryId: entry.id, withVersions: true });
    const live = versions.find((version) => version.state !== 'draft');
    return [versions[0].state, versions[0].answer.trim(), live.state, live.answer.trim()].join(' ');
  };
  const page = await enter(t, editor, `eintrag/${entry.id}`);
  const answer = page.getByLabel('Antwort', { exact: true });
  const toast = (text) => page.getByRole('status').getByText(text).waitFor();
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const takeBack = async () => { await press('Rückgängig'); await toast('Zurückgenommen'); };
  await answer.fill('Am Dienstag.');
  await press('Als Entwurf speichern');
  await toast('antwortet weiter mit Fassung 1');
  assert.equal(await stored(), 'draft Am Dienstag. published Am Montag.');
  assert.match(await page.locator('.title .lead').innerText(), /veröffentlicht Damit antwortet der Assistent: Fassung 1,[\s\S]*Entwurf Noch nicht sichtbar: Fassung 2,/);
  await checkAccessible(page, 'a draft beside');

  await press('Entwurf verwerfen');
  await toast('verworfen');
  assert.equal(await stored(), 'published Am Montag. published Am Montag.');
  await takeBack();
  assert.equal(await stored(), 'draft Am Dienstag. published Am Montag.');

  await press('Veröffentlichen');
  await toast('Veröffentlicht');
  assert.equal(await stored(), 'published Am Dienstag. published Am Dienstag.');
  await takeBack();
  assert.equal(await stored(), 'draft Am Dienstag. published Am Montag.');

  await press('Veröffentlichen');
  await toast('Veröffentlicht');
  await page.getByRole('button', { name: 'Unterschied zeigen: Fassung 1', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Wiederherstellen' }).click();
  await toast('ist wieder da, als Entwurf');
  assert.equal((await answer.inputValue()).trim(), 'Am Montag.');
  assert.equal(await stored(), 'draft Am Montag. published Am Dienstag.');
  await takeBack();
  assert.equal(await stored(), 'published Am Dienstag. published Am Dienstag.');
});

test('an unanswered question is assigned without a mouse and understood at once', async (t) => {
  const question = `Wo bekomme ich das Quaxelfutzi ${unique()}`;
  await new Chat(await open(t, '/chat')).say(question);
  // It is written down after the answer.
  const noted = async () => JSON.stringify(await editor.call('knowledge/ListUnanswered')).includes(question.slice(-6));
  await until(noted, 30_000, () => 'the question is not in the inbox');
  const page = await enter(t, editor, 'offene-fragen');
  for (let tries = 0; !(await page.locator('blockquote').textContent()).includes(question.slice(-6)); tries += 1) {
    assert.ok(tries < 100, 'the question is in the inbox');
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('s');
  await page.keyboard.type('Reisepass beantragen');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowDown');
  const title = (await page.locator('[role=option][aria-selected=true] span').textContent()).trim();
  await page.keyboard.press('Enter');
  await page.getByText(`Zugeordnet zu „${title}“`).waitFor();
  const { hits } = await editor.call('knowledge/Search', { query: question });
  assert.equal(hits[0].title, title);
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.getByText('Die Frage ist wieder offen.').waitFor();
  await page.locator('blockquote').getByText(question).waitFor();
});

test('a closed day takes its times away at once, and gives them back when it is undone', async (t) => {
  const at = new Date(Date.now() + 20 * 86_400_000);
  while (at.getUTCDay() !== 1) at.setUTCDate(at.getUTCDate() + 1);  // a Monday inside the booking window
  let day = at.toISOString().slice(0, 10);
  const free = async () => (await admin.call('booking/FindDays', { filter: { services: [{ serviceId: 'meldebescheinigung', quantity: 1 }], locationIds: ['standort-mitte'], fromDate: day, toDate: day } })).days.length;
  // The week after where that one is a holiday.
  for (let week = 0; week < 2 && await free() === 0; week += 1) {
    at.setUTCDate(at.getUTCDate() + 7);
    day = at.toISOString().slice(0, 10);
  }
  assert.equal(await free(), 1);
  const page = await enter(t, admin, 'kalender/standort-mitte/schliesstage');
  await page.getByRole('button', { name: 'Schließzeit hinzufügen' }).click();
  await page.getByLabel('Erster Tag').fill(day);
  await page.getByLabel('Grund').fill('Umbau');
  await checkAccessible(page, 'closure dialog');
  await page.getByRole('button', { name: 'Übernehmen' }).click();
  await page.reload();
  await page.getByText('noch nicht gelten').waitFor();  // what is not saved yet survives
  await page.getByRole('button', { name: 'Prüfen und speichern' }).click();
  await page.getByText('Es gilt ab sofort').waitFor();
  assert.equal(await free(), 0);
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.getByRole('cell', { name: 'Umbau' }).waitFor({ state: 'detached' });
  assert.equal(await free(), 1);
});

test('a step is taken back with one press', async (t) => {
  const page = await enter(t, editor, 'woerter');
  const word = `Blubber${unique()}`;
  await page.getByLabel('Wenn jemand sagt').fill(word);
  await page.getByLabel('ist gemeint').fill('Reisepass');
  await page.getByRole('button', { name: 'Hinzufügen' }).click();
  await page.getByText('gilt ab sofort').waitFor();
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.getByText('ist entfernt').waitFor();
  await page.getByRole('rowheader', { name: word }).waitFor({ state: 'detached' });
});

test('a message gets words of the town\'s own, not with a placeholder that does not exist, and ours come back', async (t) => {
  const page = await enter(t, admin, 'nachrichtentexte');
  await page.getByText('Erinnerung', { exact: true }).click();
  const text = page.getByRole('textbox', { name: /^Erinnerung: Text der E-Mail/ });
  await text.fill('Guten Tag {nahme}, bis morgen!');
  await page.reload();
  await page.getByText('wieder da').waitFor();
  await page.getByRole('button', { name: 'Speichern' }).click();
  await page.getByText('{nahme} ist kein Platzhalter').waitFor();
  await checkAccessible(page, 'message texts');
  await text.fill('Guten Tag {name}, bis morgen!');
  await page.getByRole('button', { name: 'Speichern' }).click();
  await page.getByText('gelten ab der nächsten Nachricht').waitFor();
  const own = async () => (await admin.call('booking/GetMessageTexts')).own?.texts?.['reminder.text'] ?? '';
  assert.equal(await own(), 'Guten Tag {name}, bis morgen!');
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.waitForFunction(() => document.querySelector('#t-reminder\\.text').value === '');
  assert.equal(await own(), '');
});

test('the chart of key figures is drawn as wide as the page', async (t) => {
  const services = [{ serviceId: 'meldebescheinigung', quantity: 1 }];
  const { slots } = await admin.call('booking/FindSlots', { filter: { services, channel: 'staff' }, limit: 1 });
  await admin.call('booking/BookForCaller', { locationId: slots[0].locationId, beginUnix: slots[0].beginUnix, services,
    contact: { name: 'Karl Kurve', email: 'karl@example.org', language: 'de' }, channel: 'telephone', idempotencyKey: `kurve-${unique()}` });
  const page = await enter(t, admin, 'kennzahlen', { colorScheme: 'dark' });
  await page.getByLabel('Standort').selectOption({ label: 'Ganze Kommune' });
  await page.getByLabel('Bis').fill(slots[0].localBegin.slice(0, 10));
  await page.waitForFunction(() => document.querySelector('amtslotse-chart canvas')?.getBoundingClientRect().width > 500);
});

test('navigation shows what a role may open, and no more', async (t) => {
  const page = await enter(t, locationStaff);
  const names = await page.getByRole('navigation', { name: 'Bereiche' }).getByRole('link').allTextContents();
  assert.ok(names.includes('Tagesliste'));
  assert.ok(!names.includes('Konten und Rollen') && !names.includes('FAQ-Einträge'));
  const own = ['', 'konto', 'tagesliste', 'anruf', 'warteliste', 'nachrichten', 'gespraeche', 'gibt-es-nicht'];
  for (const path of PAGES.filter((each) => !own.includes(each))) {
    await page.goto(`${town}/staff/#/${path}`);
    await page.getByRole('heading', { level: 1, name: 'Diese Seite gibt es nicht' }).waitFor();
    await page.goto(`${town}/staff/#/konto`);
    await page.getByRole('heading', { level: 1, name: 'Mein Konto' }).waitFor();
  }
});

test('a second town sees nothing of the first', async (t) => {
  const word = `Trinkbrunnen${unique()}`;
  const { entry } = await editor.call('knowledge/SaveEntry', { entry: { question: `Wo ist der ${word}?`, answer: 'Am Markt.' } });
  await admin.call('knowledge/SaveSynonyms', { add: [{ term: word, means: 'Reisepass' }] });
  const nextYear = Math.floor(Date.now() / 1000) + 365 * 86_400;
  await admin.call('knowledge/SaveNotice', { notice: { title: `${word} gesperrt`, beginUnix: nextYear }, idempotencyKey: word });
  const other = await administrator(url, 'krummwik');
  const [home, abroad] = [await enter(t, admin), await enter(t, other)];
  for (const path of ['eintraege', 'woerter', 'hinweise', 'konten', 'protokoll', 'import']) {
    for (const page of [home, abroad]) {
      await page.goto(`${new URL(page.url()).origin}/staff/#/${path}`);
      await page.locator('main amtslotse-list :is(table, .empty)').first().waitFor();
    }
    const seen = await abroad.locator('main').innerText();
    for (const theirs of [word, editor.name, 'Erlenfurt']) assert.equal(seen.includes(theirs), false, `${path}: ${theirs}`);
    if (path === 'woerter' || path === 'hinweise') assert.ok((await home.locator('main').innerText()).includes(word), `${path}: it is there at home`);
  }
  await abroad.goto(`${new URL(abroad.url()).origin}/staff/#/eintrag/${entry.id}`);
  await abroad.getByRole('alert').waitFor();
  // The first town's session opens nothing in the second.
  const carried = await open(t, null);
  const [name, value] = admin.cookie.split('=');
  await carried.context().addCookies([{ name, value, url: `http://${other.host}`, httpOnly: true, sameSite: 'Strict' }]);
  await carried.goto(`http://${other.host}/staff/`);
  await carried.getByLabel('Anmeldename').waitFor();
});

test('the console is small: at most 350 kB compressed without the calendar', async (t) => {
  const page = await open(t, null, { baseURL: town });
  const assets = new Set();
  page.on('request', (request) => { if (/\/assets\/.*\.(js|css)$/.test(request.url())) assets.add(new URL(request.url()).pathname); });
  const [name, value] = admin.cookie.split('=');
  await page.context().addCookies([{ name, value, url: town, httpOnly: true, sameSite: 'Strict' }]);
  for (const path of PAGES.filter((each) => each !== 'kalender')) {
    await page.goto(`${town}/staff/#/${path}`);
    await page.locator('main#inhalt h1').first().waitFor();
  }
  await page.waitForLoadState('networkidle');
  const sizes = await Promise.all([...assets].map((path) => new Promise((resolve, reject) => {
    http.get(url + path, { headers: { 'Accept-Encoding': 'gzip' } }, (response) => {
      let bytes = 0;
      response.on('data', (part) => { bytes += part.length; }).on('end', () => resolve(bytes));
    }).on('error', reject);
  })));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  t.diagnostic(`${Math.round(total / 1000)} kB`);
  assert.ok(total > 10_000 && total <= 350_000, `${total}`);
});

test('the editor shows what the assistant would answer, and why each hit was found', async (t) => {
  const page = await enter(t, editor, 'eintrag/neu');
  await page.getByLabel('Testfrage').fill('Was kostet ein Personalausweis?');
  await page.getByRole('button', { name: 'Fragen', exact: true }).click();
  await page.getByRole('heading', { name: 'Gefunden wurde' }).waitFor();
  assert.match(await page.locator('.answer').textContent(), /Euro|Personalausweis/);
  assert.ok((await page.locator('.hit p').first().textContent()).length > 3, 'a reason');
  await checkAccessible(page, 'try-out');
});
