// Writes a picture of every page of the console at 360 and 1280 px, light and dark, into tests/browser/output. Makes an
// administrator with the operator's command.
//   AMTSLOTSE_URL=… AMTSLOTSE_CLI=… AMTSLOTSE_DATA=… node tests/browser/console_screenshots.mjs [path …]
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { administrator, PAGES } from './console.mjs';
import { launch, url } from './support.mjs';

const folder = fileURLToPath(new URL('./output/', import.meta.url));
const town = url.replace('localhost', 'erlenfurt.localhost');

mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
const admin = await administrator(url);
const [name, value] = admin.cookie.split('=');
const browser = await launch();
for (const [width, height] of [[360, 740], [1280, 800]]) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ baseURL: town, locale: 'de-DE', viewport: { width, height }, colorScheme });
    await context.addCookies([{ name, value, url: town, httpOnly: true, sameSite: 'Strict' }]);
    const page = await context.newPage();
    for (const path of wanted.length ? wanted : PAGES) {
      await page.goto(`${town}/staff/#/${path}`);
      await page.reload();
      await page.locator('main#inhalt h1').first().waitFor().catch((error) => console.error(`${path}: ${error.message.split('\n')[0]}`));
      await page.locator('.waiting').first().waitFor({ state: 'detached', timeout: 3000 }).catch(() => {});
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: `${folder}staff-${path.replaceAll('/', '_') || 'start'}-${width}-${colorScheme}.png`, fullPage: true });
    }
    await context.close();
  }
}
await browser.close();
console.log(folder);
