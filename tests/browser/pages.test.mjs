import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAccessible, checkNoSidewaysScrolling, DESK, PHONE, url, useBrowser } from './support.mjs';

const open = useBrowser();
const PAGES = ['/', '/leistungen', '/leistungen/personalausweis', '/suche?q=ausweis', '/aemter', '/aemter/buergerbuero-mitte', '/termin',
  '/termin?leistung=personalausweis', '/termin/verwalten', '/warteliste?leistung=personalausweis', '/termin/bestaetigen/abc', '/erinnerung/abc', '/impressum', '/datenschutz', '/barrierefreiheit', '/chat', '/gibt-es-nicht'];

for (const path of PAGES) {
  test(`${path} can be used by everyone, light and dark, on the phone and at the desk`, async (t) => {
    for (const [colorScheme, viewport] of [['light', DESK], ['dark', PHONE]]) {
      const page = await open(t, path, { colorScheme, viewport });
      await checkAccessible(page, `${path} ${colorScheme}`);
      assert.deepEqual(page.mistakes, []);
      assert.deepEqual(page.foreign, [], 'asks no one else');
    }
  });

  test(`${path} fits 320 pixels and has its duties one step away`, async (t) => {
    const page = await open(t, path, { viewport: { width: 320, height: 640 } });
    await checkNoSidewaysScrolling(page);
    for (const duty of ['Impressum', 'Datenschutz', 'Barrierefreiheit']) {
      assert.ok(await page.getByRole('contentinfo').getByRole('link', { name: duty }).isVisible(), duty);
    }
    assert.equal(await page.locator('h1').count(), 1);
  });
}

test('the English interface is complete: every link stays English, nothing of ours is German', async (t) => {
  const page = await open(t, '/en/leistungen/personalausweis', { locale: 'en-GB' });
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await checkAccessible(page, 'English');
  const links = await page.locator('header nav a, footer nav a, .crumbs a').evaluateAll((all) => all.map((link) => link.pathname));
  for (const path of links) assert.match(path, /^\/en(\/|$)/);
  await page.locator('main').getByRole('link', { name: 'Book an appointment' }).first().click();
  await page.locator('.time').first().click();
  await page.getByRole('heading', { level: 1, name: 'Your details' }).waitFor();
  assert.ok(page.url().includes('/en/termin/daten'));
  await page.goto('/en/termin/verwalten');
  await page.getByRole('link', { name: 'Deutsch' }).click();
  assert.ok(page.url().endsWith('/termin/verwalten') && !page.url().includes('/en/'));
});

test('Leichte Sprache stands on a page of its own where the catalogue has it', async (t) => {
  const page = await open(t, '/leistungen/personalausweis');
  const link = page.getByRole('link', { name: 'Leichte Sprache' });
  await link.click();
  await page.waitForURL(/leichte-sprache$/);
  assert.equal(await page.locator('main').getAttribute('lang'), 'de-simple');
  await checkAccessible(page, 'Leichte Sprache');
});

test('search engines find the list of pages, and every page in it is there', async (t) => {
  const robots = await (await fetch(`${url}/robots.txt`)).text();
  const list = /Sitemap: (\S+)/.exec(robots)[1];
  const pages = [...(await (await fetch(list)).text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1]);
  assert.ok(pages.length > 50, `${pages.length} pages`);
  for (const page of pages.filter((_, index) => index % 10 === 0)) assert.equal((await fetch(page)).status, 200, page);
});

test('the office for my place is named on the service page', async (t) => {
  const page = await open(t, '/leistungen/personalausweis?ort=24203');
  await page.locator('#zustaendig').getByRole('heading').first().waitFor();
  await checkAccessible(page, 'with a place');
  await page.goto('/leistungen/personalausweis?ort=%3Cscript%3Ealert(1)%3C/script%3E');
  assert.equal(await page.locator('main script').count(), 0);
});

test('the waiting list asks for what it needs and says what is missing', async (t) => {
  const page = await open(t, '/warteliste?leistung=personalausweis');
  await page.getByRole('button', { name: 'Auf die Warteliste setzen' }).click();
  await page.locator('main').getByRole('alert').waitFor();
  await checkAccessible(page, 'mistakes');
  await page.getByLabel('Vor- und Nachname').fill('Wanda Wartende');
  await page.getByLabel('E-Mail-Adresse').fill(`wanda${process.pid}@example.org`);
  await page.getByRole('button', { name: 'Auf die Warteliste setzen' }).click();
  await page.getByRole('heading', { level: 1, name: /Ihr Platz auf der Warteliste|Noch nicht verfügbar/ }).waitFor();
});

test('what is refused is refused in words: too large, too long, forged', async () => {
  const cases = [
    [`${url}/termin/buchen`, { method: 'POST', body: `name=${'x'.repeat(70_000)}`, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }, 413],
    [`${url}/suche?q=${'x'.repeat(3000)}`, {}, 414],
    [`${url}/termin/verlaengern`, { method: 'POST', body: 'r=gefälscht.AAAA', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, redirect: 'manual' }, 303],
    [`${url}/termin/falsches-token`, {}, 404],
    [`${url}/api/v1/conversations/fremd/messages?after=0`, { headers: { Authorization: 'Bearer eyJ4IjoxfQ.AAAA' } }, 401],
  ];
  for (const [address, options, status] of cases) {
    const response = await fetch(address, { ...options, headers: { Accept: 'text/html', ...options.headers } });
    assert.equal(response.status, status, address.slice(0, 80));
    const text = await response.text();
    if (status >= 400) assert.match(text, /[A-ZÄÖÜ][a-zäöüß]+ [a-zäöüß]+/, 'in words');
  }
});

test('pages work without JavaScript', async (t) => {
  const page = await open(t, '/', { javaScriptEnabled: false });
  await page.getByRole('searchbox').or(page.locator('#q')).first().fill('Personalausweis');
  await page.getByRole('button', { name: 'Suchen' }).click();
  await page.getByRole('link', { name: 'Personalausweis beantragen' }).first().click();
  await page.getByRole('heading', { level: 1, name: 'Personalausweis beantragen' }).waitFor();
  assert.ok(await page.getByRole('heading', { name: 'Gebühren' }).isVisible());
  await page.getByRole('navigation', { name: 'Hauptmenü' }).getByRole('link', { name: 'Dienstleistungen' }).click();
  assert.ok((await page.locator('.letter').count()) > 10, 'A to Z');
});

test('search suggests as you type and opens by keyboard', async (t) => {
  const page = await open(t);
  const field = page.locator('#q');
  await field.pressSequentially('Reisepass');
  await page.getByRole('option').first().waitFor();
  await field.press('ArrowDown');
  const chosen = await page.locator('[role=option][aria-selected=true]').textContent();
  await field.press('Enter');
  await page.getByRole('heading', { level: 1, name: chosen }).waitFor();
});

test('service pages tell search engines what they are', async (t) => {
  const page = await open(t, '/leistungen/personalausweis');
  const data = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
  assert.equal(data['@type'], 'GovernmentService');
  assert.equal(data.name, 'Personalausweis beantragen');
});

test('the skip link goes to the content', async (t) => {
  const page = await open(t);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'inhalt');
});

test('the other town under its host name shows nothing of the first', async () => {
  const port = new URL(url).port;
  const { request } = await import('node:http');
  const body = await new Promise((resolve, reject) => {
    request(`${url}/`, { headers: { Host: `krummwik.localhost:${port}` } }, (response) => {
      let text = '';
      response.on('data', (chunk) => { text += chunk; }).on('end', () => resolve(text));
    }).on('error', reject).end();
  });
  assert.match(body, /Krummwik/);
  assert.doesNotMatch(body, /Erlenfurt/);
});

test('a script in every field of every form stays text, before and after it is sent', async (t) => {
  const script = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
  for (const path of ['/', '/termin?leistung=personalausweis', '/termin/verwalten', '/warteliste?leistung=personalausweis', '/barrierefreiheit', '/leistungen/personalausweis', 'details']) {
    const page = await open(t, path === 'details' ? '/termin?leistung=personalausweis' : path);
    page.on('dialog', () => page.mistakes.push('a script ran'));
    if (path === 'details') await page.locator('.time').last().click();
    const form = page.locator('main form').filter({ has: page.locator('input:not([type=hidden]), textarea') }).first();
    await form.waitFor({ state: 'attached' });
    await form.evaluate((element, text) => {
      for (const field of element.querySelectorAll('input:not([type=checkbox]), textarea')) {
        field.removeAttribute('maxlength');
        field.type === 'number' || field.type === 'date' ? field.setAttribute('type', 'text') : 0;
        field.value = text;
      }
      for (const choice of element.querySelectorAll('select')) choice.append(new Option(text, text, true, true));
      element.noValidate = true;
    }, script);
    await Promise.all([page.waitForNavigation(), form.evaluate((element) => element.submit())]);
    assert.equal(await page.locator('main script:not([type="application/ld+json"]), main img[src=x]').count(), 0, path);
    assert.deepEqual(page.mistakes, [], path);
    assert.equal(await page.locator('h1').count(), 1, path);
  }
});

test('addresses with scripts in them stay text', async (t) => {
  for (const path of ['/suche?q=%3Cscript%3Ealert(1)%3C/script%3E', '/leistungen?lebenslage=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E',
    '/termin?leistung=%3Cb%3E', '/leistungen/%3Csvg%20onload=alert(1)%3E']) {
    const page = await open(t, null);
    page.on('dialog', () => page.mistakes.push('a script ran'));
    await page.goto(path);
    assert.deepEqual(page.mistakes, []);
    assert.equal(await page.locator('main script, main img[src=x], main svg[onload], main b').count(), 0, path);
  }
});

test('no page lets itself be framed', async () => {
  const response = await fetch(url);
  assert.match(response.headers.get('content-security-policy'), /frame-ancestors 'none'/);
  assert.equal(response.headers.get('x-frame-options'), 'DENY');
});

test('assets are kept for a year and come compressed', async () => {
  const page = await (await fetch(url)).text();
  for (const [, asset] of page.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)) {
    const response = await fetch(url + asset, { headers: { 'Accept-Encoding': 'gzip' } });
    assert.match(response.headers.get('cache-control'), /immutable/, asset);
    assert.equal(response.headers.get('content-encoding'), 'gzip', asset);
  }
});
