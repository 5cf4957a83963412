// Writes a picture of every citizen page and state at 360 and 1280 px, light and dark, into tests/browser/output.
//   AMTSLOTSE_URL=http://localhost:8080 node tests/browser/screenshots.mjs [name …]
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Chat, launch, url } from './support.mjs';

const folder = fileURLToPath(new URL('./output/', import.meta.url));
const wanted = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const month = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 7);

const PAGES = {
  start: '/', 'start-en': '/en', leistungen: '/leistungen', lebenslage: '/leistungen?lebenslage=Umzug', leistung: '/leistungen/personalausweis',
  'leistung-ort': '/leistungen/personalausweis?ort=24203', 'leichte-sprache': '/leistungen/personalausweis/leichte-sprache', suche: '/suche?q=ausweis',
  'suche-leer': '/suche?q=quaxelfutzi', aemter: '/aemter', amt: '/aemter/buergerbuero-mitte', termin: '/termin', 'termin-zeit': '/termin?leistung=personalausweis',
  'termin-monat': `/termin?leistung=personalausweis&monat=${month(20)}`, 'termin-monat-leer': `/termin?leistung=personalausweis&monat=${month(400)}`,
  'termin-nichts-frei': `/termin?leistung=personalausweis&ab=${month(400)}-03&zeitraum=vormittag`, 'termin-verwalten': '/termin/verwalten',
  'termin-unbekannt': '/termin/abc', bestaetigen: '/termin/bestaetigen/abc', erinnerung: '/erinnerung/abc', warteliste: '/warteliste?leistung=personalausweis',
  impressum: '/impressum', datenschutz: '/datenschutz', barrierefreiheit: '/barrierefreiheit', fehlt: '/gibt-es-nicht',
  terminal: '/terminal/standort-mitte', 'terminal-nummer': '/terminal/standort-mitte/nummer', 'chat-anfang': '/chat', aufruf: '/aufruf/standort-mitte',
};

async function toDetails(page, nth = 0) {
  await page.goto('/termin?leistung=personalausweis');
  await page.locator('.time').nth(nth).click();
  await page.locator('#name').waitFor();
}
async function booked(page, nth) {
  await toDetails(page, nth);
  await page.locator('#name').fill('Ida Großmann-Oeynhausen');
  await page.locator('#email').fill(`bild${Date.now()}@example.org`);
  await page.getByRole('button', { name: 'Termin verbindlich buchen' }).click();
  await page.locator('.code').waitFor();
}
async function chatting(page, ...texts) {
  await page.goto('/chat');
  const chat = new Chat(page);
  for (const text of texts) await chat.say(text);
  return chat;
}
async function chatForm(page) {
  const chat = await chatting(page, 'Ich brauche einen Termin für einen Personalausweis');
  await chat.element.locator('.messages .choice').filter({ hasText: /\d{2}:\d{2}/ }).last().click();
  await chat.answer();
  await chat.element.locator('.form').waitFor();
  return chat;
}
async function chatMenu(page) {
  const chat = await chatting(page, 'Was kostet ein Reisepass?');
  await chat.element.getByRole('button', { name: 'Mehr Möglichkeiten' }).click();
  return chat;
}

const STATES = {
  async 'termin-daten'(page) { await toDetails(page, 1); },
  async 'termin-daten-fehler'(page) {
    await toDetails(page, 2);
    await page.getByRole('button', { name: 'Termin verbindlich buchen' }).click();
    await page.locator('main').getByRole('alert').waitFor();
  },
  async 'termin-daten-familie'(page) {
    await page.goto('/termin?leistung=personalausweis&anzahl:personalausweis=3');
    await page.locator('.time').first().click();
    await page.locator('#name').waitFor();
  },
  async 'termin-gebucht'(page) { await booked(page, 3); },
  async 'termin-ansehen'(page) {
    await booked(page, 4);
    await page.getByRole('link', { name: 'Termin ansehen oder ändern' }).click();
    await page.getByRole('heading', { level: 1, name: 'Ihr Termin' }).waitFor();
  },
  async 'termin-absagen'(page) {
    await STATES['termin-ansehen'](page);
    await page.getByRole('button', { name: 'Absagen' }).click();
    await page.getByRole('button', { name: 'Ja, Termin absagen' }).waitFor();
  },
  async 'termin-abgesagt'(page) {
    await STATES['termin-absagen'](page);
    await page.getByRole('button', { name: 'Ja, Termin absagen' }).click();
    await page.getByText('Ihr Termin ist abgesagt.').waitFor();
  },
  async 'termin-falscher-code'(page) {
    await page.goto('/termin/verwalten');
    await page.getByLabel('Absagecode').fill('XXXX-XXXX');
    await page.getByLabel('Nachname').fill('Niemand');
    await page.getByRole('button', { name: 'Termin anzeigen' }).click();
    await page.locator('main').getByRole('alert').waitFor();
  },
  async 'warteliste-fehler'(page) {
    await page.goto('/warteliste?leistung=personalausweis');
    await page.getByRole('button', { name: 'Auf die Warteliste setzen' }).click();
    await page.locator('main').getByRole('alert').waitFor();
  },
  async 'warteliste-platz'(page) {
    await page.goto('/warteliste?leistung=personalausweis');
    await page.getByLabel('Vor- und Nachname').fill('Wanda Wartende');
    await page.getByLabel('E-Mail-Adresse').fill(`wanda${Date.now()}@example.org`);
    await page.getByRole('button', { name: 'Auf die Warteliste setzen' }).click();
    await page.locator('main .actions, main .alert').first().waitFor();
  },
  async 'barriere-fehler'(page) {
    await page.goto('/barrierefreiheit');
    await page.getByRole('button', { name: 'Meldung senden' }).click();
    await page.locator('main').getByRole('alert').waitFor();
  },
  async chat(page) { await chatting(page, 'Was kostet ein neuer Personalausweis?'); },
  async 'chat-amt'(page) { await chatting(page, 'Wann hat das Bürgerbüro offen?'); },
  async 'chat-termin'(page) { await chatting(page, 'Ich brauche einen Termin für einen Personalausweis'); },
  async 'chat-formular'(page) { await chatForm(page); },
  async 'chat-formular-fehler'(page) {
    const chat = await chatForm(page);
    await chat.element.locator('.form').getByRole('button', { name: 'Angaben senden' }).click();
  },
  async 'chat-gebucht'(page) {
    const chat = await chatForm(page);
    await chat.element.getByLabel('Vor- und Nachname').fill('Ida Großmann');
    await chat.element.getByLabel('E-Mail').fill(`bild${Date.now()}@example.org`);
    await chat.element.locator('.form').getByRole('button', { name: 'Angaben senden' }).click();
    await chat.answer();
  },
  async 'chat-menue'(page) { await chatMenu(page); },
  async 'chat-loeschen'(page) {
    const chat = await chatMenu(page);
    await chat.element.getByRole('button', { name: 'Gespräch löschen' }).click();
  },
  async 'chat-mensch'(page) { await chatting(page, 'Ich möchte mit einem Menschen sprechen'); },
  async 'chat-notfall'(page) { await chatting(page, 'Es brennt in meiner Wohnung'); },
  async 'chat-bewertung'(page) {
    const chat = await chatting(page, 'Was kostet ein Reisepass?');
    await chat.element.getByRole('group', { name: 'War das hilfreich?' }).getByRole('button', { name: 'Nein' }).click();
  },
  async 'chat-offline'(page) {
    const chat = await chatting(page, 'Was kostet ein Reisepass?');
    await page.context().setOffline(true);
    await chat.input.fill('Und wie lange dauert das?');
    await chat.input.press('Enter');
    await chat.element.locator('.offline').waitFor();
  },
  async 'chat-fehler'(page) {
    const chat = await chatting(page, 'Hallo');
    await page.route('**/messages', (route) => route.fulfill({ status: 400, contentType: 'application/problem+json', body: '{"detail":"Die Nachricht konnte nicht verarbeitet werden."}' }));
    await chat.input.fill('Was kostet ein Reisepass?');
    await chat.input.press('Enter');
    await chat.element.locator('.message--failed').waitFor();
  },
  async 'chat-wartet'(page) {
    const chat = await chatting(page, 'Hallo');
    await page.route('**/messages', () => {});
    await chat.input.fill('Was kostet ein Reisepass?');
    await chat.input.press('Enter');
    await chat.element.locator('.thinking').waitFor();
  },
  async 'chat-zu-lang'(page) {
    const chat = await chatting(page);
    await chat.input.fill('a'.repeat(4001));
    await chat.element.getByText('Bitte kürzen Sie').waitFor();
  },
  async widget(page) {
    await page.goto('/leistungen/personalausweis');
    await page.locator('amtslotse-chat').getByRole('button', { name: /Chat öffnen/ }).click();
    await new Chat(page).say('Wo muss ich hin?');
  },
};

const browser = await launch();
let failed = 0;
for (const [width, height] of [[360, 740], [1280, 800]]) {
  for (const colorScheme of ['light', 'dark']) {
    for (const name of [...Object.keys(PAGES), ...Object.keys(STATES)]) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      const context = await browser.newContext({ baseURL: url, locale: 'de-DE', viewport: { width, height }, colorScheme });
      const page = await context.newPage();
      try {
        if (PAGES[name]) await page.goto(PAGES[name]);
        else await STATES[name](page);
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: `${folder}${name}-${width}-${colorScheme}.png`, fullPage: !name.startsWith('chat') && name !== 'widget' });
      } catch (error) {
        failed += 1;
        console.error(`${name} ${width} ${colorScheme}: ${error.message.split('\n')[0]}`);
      }
      await context.close();
    }
  }
}
await browser.close();
console.log(folder);
process.exitCode = failed > 0 ? 1 : 0;
