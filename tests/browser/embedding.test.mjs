// The chat on a page that is not ours: one script tag, another origin, its own looks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chat, checkAccessible, url, useBrowser } from './support.mjs';

const open = useBrowser();
const ALLOWED = 'https://www.erlenfurt.example';
const STRANGER = 'https://fremd.example';

/** A foreign page whose answer comes from the test; only the chat's requests reach the product. */
async function foreignPage(t, origin, attributes = '') {
  const page = await open(t, null);
  await page.route(`${origin}/**`, (route) => route.fulfill({
    contentType: 'text/html; charset=utf-8',
    body: `<!doctype html><html lang="de"><head><title>Unsere Stadt</title>
      <style>html { font-size: 62.5% } * { color: #123 !important; font-size: 9px; letter-spacing: 1em } p { display: none }</style>
      <script type="module" src="${url}/amtslotse-chat.js"></script></head>
      <body><main><h1>Unsere Stadt</h1></main><amtslotse-chat ${attributes}></amtslotse-chat></body></html>`,
  }));
  await page.goto(`${origin}/`);
  return { page, chat: new Chat(page) };
}

test('one script tag on an allowed page of another origin answers questions', async (t) => {
  const { page, chat } = await foreignPage(t, ALLOWED, 'town="Erlenfurt" colour="#7a1f5c"');
  await chat.element.getByRole('button', { name: /Chat öffnen/ }).click();
  const answer = await chat.say('Was kostet ein neuer Personalausweis?');
  assert.match(answer, /€/);
  assert.deepEqual(page.mistakes, []);
  assert.deepEqual(await page.context().cookies(), [], 'no cookie');
  await checkAccessible(page, 'embedded');
});

test('the page around does not reach into the chat, nor the chat into the page', async (t) => {
  const { page, chat } = await foreignPage(t, ALLOWED, 'mode="inline" town="Erlenfurt"');
  await chat.input.waitFor();
  const looks = await chat.element.locator('.disclosure').evaluate((box) => {
    const style = getComputedStyle(box.querySelector('p'));
    return { display: style.display, size: parseFloat(style.fontSize) };
  });
  assert.notEqual(looks.display, 'none');
  assert.ok(looks.size > 12, `${looks.size}px`);
  assert.equal(await page.evaluate(() => [...document.styleSheets].filter((sheet) => sheet.href).length), 0);
});

test('its colour, name, greeting, suggestions and language come from attributes', async (t) => {
  const { chat } = await foreignPage(t, ALLOWED,
    'mode="inline" heading="Rathaus fragen" greeting="Moin!" colour="#7a1f5c" language="en" suggestions="What does a dog cost?|Opening hours"');
  await chat.element.getByRole('heading', { name: 'Rathaus fragen' }).waitFor();
  await chat.element.getByText('Moin!').waitFor();
  await chat.element.getByRole('button', { name: 'What does a dog cost?' }).waitFor();
  await chat.element.getByPlaceholder('Write a message …').waitFor();
  const head = await chat.element.locator('.head').evaluate((box) => getComputedStyle(box).backgroundColor);
  assert.equal(head, 'rgb(122, 31, 92)');
});

test('a page that the town does not allow gets no answers, and says so in words', async (t) => {
  const { chat } = await foreignPage(t, STRANGER, 'mode="inline" town="Erlenfurt"');
  await chat.input.fill('Hallo');
  await chat.input.press('Enter');
  await chat.element.locator('.message--failed').waitFor({ timeout: 20_000 });
  assert.equal(await chat.replies.count(), 0);
});

test('only the chat page lets itself be framed, by the allowed pages only', async () => {
  const framed = await fetch(`${url}/chat`);
  assert.match(framed.headers.get('content-security-policy'), /frame-ancestors https:\/\/erlenfurt\.example https:\/\/www\.erlenfurt\.example$/);
  assert.equal(framed.headers.get('x-frame-options'), null);
  for (const path of ['/', '/termin', '/leistungen/personalausweis']) {
    const page = await fetch(url + path);
    assert.match(page.headers.get('content-security-policy'), /frame-ancestors 'none'$/, path);
    assert.equal(page.headers.get('x-frame-options'), 'DENY', path);
  }
});
