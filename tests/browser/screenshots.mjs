// Writes a picture of every page and state at 360 and 1280 px, light and dark, into tests/browser/output.
//   AMTSLOTSE_URL=http://localhost:8080 node tests/browser/screenshots.mjs [name …]
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Chat, launch, url } from './support.mjs';

const folder = fileURLToPath(new URL('./output/', import.meta.url));
const wanted = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const PAGES = {
  start: '/', leistungen: '/leistungen', leistung: '/leistungen/personalausweis', suche: '/suche?q=ausweis', aemter: '/aemter',
  amt: '/aemter/buergerbuero-mitte', termin: '/termin', 'termin-zeit': '/termin?leistung=personalausweis',
  'termin-monat': `/termin?leistung=personalausweis&monat=${new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 7)}`,
  'termin-verwalten': '/termin/verwalten', impressum: '/impressum', barrierefreiheit: '/barrierefreiheit', fehlt: '/gibt-es-nicht',
};

const STATES = {
  async 'termin-daten'(page) {
    await page.goto('/termin?leistung=personalausweis');
    await page.locator('.time').first().click();
    await page.getByRole('button', { name: 'Termin verbindlich buchen' }).click();
    await page.locator('main').getByRole('alert').waitFor();
  },
  async 'termin-gebucht'(page) {
    await page.goto('/termin?leistung=personalausweis');
    await page.locator('.time').nth(2).click();
    await page.getByLabel('Vor- und Nachname').fill('Ida Großmann');
    await page.getByLabel('E-Mail-Adresse').fill(`bild${Date.now()}@example.org`);
    await page.getByRole('button', { name: 'Termin verbindlich buchen' }).click();
    await page.locator('.code').waitFor();
  },
  async chat(page) {
    await page.goto('/chat');
    const chat = new Chat(page);
    await chat.say('Was kostet ein neuer Personalausweis?');
  },
  async 'chat-termin'(page) {
    await page.goto('/chat');
    const chat = new Chat(page);
    await chat.say('Ich brauche einen Termin für einen Personalausweis');
  },
  async widget(page) {
    await page.goto('/leistungen/personalausweis');
    await page.locator('amtslotse-chat').getByRole('button', { name: /Chat öffnen/ }).click();
    await new Chat(page).say('Wo muss ich hin?');
  },
};

const browser = await launch();
for (const [width, height] of [[360, 740], [1280, 800]]) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ baseURL: url, locale: 'de-DE', viewport: { width, height }, colorScheme });
    for (const name of [...Object.keys(PAGES), ...Object.keys(STATES)]) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      const page = await context.newPage();
      if (PAGES[name]) await page.goto(PAGES[name]);
      else await STATES[name](page);
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: `${folder}${name}-${width}-${colorScheme}.png`, fullPage: Boolean(PAGES[name]) || name.startsWith('termin') });
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
console.log(folder);
