import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Chat, checkAccessible, PHONE, url, useBrowser } from './support.mjs';

const open = useBrowser();

async function openChat(t, options) {
  const page = await open(t, '/chat', options);
  const chat = new Chat(page);
  await chat.input.waitFor();
  return { page, chat };
}

test('it says at the start who answers and what is stored', async (t) => {
  const { chat } = await openChat(t);
  const said = await chat.element.locator('.disclosure').innerText();
  assert.match(said, /automatischer Assistent \(KI\)/);
  assert.match(said, /Gespeichert wird nur dieses Gespräch/);
  assert.ok(await chat.element.getByRole('link', { name: 'Datenschutz' }).first().isVisible());
  // Dialogue alone knows how long: DIALOGUE_SESSION_SECONDS.
  await chat.say('Hallo');
  assert.match(await chat.element.locator('.disclosure').innerText(), /30 Minuten nach Ihrer letzten Nachricht gelöscht/);
});

test('a question is answered with its source, and every state can be used by everyone', async (t) => {
  const { page, chat } = await openChat(t);
  await checkAccessible(page, 'before the first message');
  const answer = await chat.say('Hallo, mein Personalausweis läuft ab, was kostet ein neuer?');
  assert.match(answer, /€|Euro/);
  assert.match(answer, /Quelle/);
  await checkAccessible(page, 'after an answer');
  await chat.element.getByRole('button', { name: 'Mehr Möglichkeiten' }).click();
  await checkAccessible(page, 'menu open');
  await chat.element.getByRole('button', { name: 'Gespräch löschen' }).click();
  await checkAccessible(page, 'question before deleting');
  assert.deepEqual(page.mistakes, []);
});

test('in the dark and in forced colours', async (t) => {
  const { page, chat } = await openChat(t, { colorScheme: 'dark', viewport: PHONE });
  await chat.say('Was kostet ein Reisepass?');
  await checkAccessible(page, 'dark');
  await page.emulateMedia({ forcedColors: 'active' });
  await checkAccessible(page, 'forced colours');
});

test('a new message is announced once', async (t) => {
  const { page, chat } = await openChat(t);
  await page.evaluate(() => {
    window.heard = [];
    const root = document.querySelector('amtslotse-chat').shadowRoot;
    new MutationObserver((records) => {
      for (const record of records) for (const node of record.addedNodes) window.heard.push(node.textContent);
    }).observe(root.querySelector('.live'), { childList: true });
  });
  const answer = await chat.say('Was kostet ein Reisepass?');
  const heard = await page.evaluate(() => window.heard);
  assert.equal(new Set(heard).size, heard.length, 'nothing twice');
  assert.ok(heard.some((text) => text.includes(answer.match(/[\d,]+ €/)?.[0] ?? '€')), heard.join(' | '));
  assert.equal(await chat.element.locator('.log').getAttribute('aria-live'), null, 'the log itself is silent');
});

test('the place of each time is announced with it, every sentence ends once, and the log shows its focus', async (t) => {
  const { page, chat } = await openChat(t);
  await page.evaluate(() => {
    window.heard = [];
    const root = document.querySelector('amtslotse-chat').shadowRoot;
    new MutationObserver((records) => {
      for (const record of records) for (const node of record.addedNodes) window.heard.push(node.textContent);
    }).observe(root.querySelector('.live'), { childList: true });
  });
  await chat.say('Ich möchte einen Termin für einen Personalausweis');
  for (let steps = 0; await chat.element.locator('.choice__description').count() === 0; steps += 1) {
    assert.ok(steps < 3, 'times are offered');
    await chat.say(['egal, der nächste freie Termin', 'beide sind mir recht', 'Mitte'][steps]);
  }
  const place = (await chat.element.locator('.choice__description').first().innerText()).trim();
  const heard = (await page.evaluate(() => window.heard)).join(' | ');
  assert.ok(heard.includes(place), `${place}: ${heard}`);
  assert.doesNotMatch(heard, /(^|[^.])\.\.($|[^.])|[!?:]\. /);
  await chat.input.focus();
  const isLog = () => page.evaluate(() => document.querySelector('amtslotse-chat').shadowRoot.activeElement?.classList.contains('log'));
  for (let steps = 0; !(await isLog()); steps += 1) {
    assert.ok(steps < 40, 'the log can be reached');
    await page.keyboard.press('Shift+Tab');
  }
  const outline = await chat.element.locator('.log').evaluate((log) => `${getComputedStyle(log).outlineStyle} ${parseFloat(getComputedStyle(log).outlineWidth)}`);
  assert.equal(outline, 'solid 3');
});

test('nothing is lost on reload: neither what was said nor what is being typed', async (t) => {
  const { page, chat } = await openChat(t);
  await chat.say('Was kostet ein Reisepass?');
  const before = await chat.element.locator('.messages').innerText();
  await chat.input.fill('Und wie lange');
  await page.reload();
  await chat.input.waitFor();
  assert.equal(await chat.input.inputValue(), 'Und wie lange');
  assert.equal(await chat.element.locator('.messages').innerText(), before);
  assert.ok((await chat.say('Und wie lange dauert das?')).length > 0);
});

test('without a connection a message waits and goes out by itself', async (t) => {
  const { page, chat } = await openChat(t);
  await chat.say('Hallo');
  await page.context().setOffline(true);
  await chat.element.locator('.offline').waitFor();
  await chat.input.fill('Wann haben Sie geöffnet?');
  await chat.input.press('Enter');
  await chat.element.locator('.message--failed').waitFor();
  await checkAccessible(page, 'offline');
  await page.context().setOffline(false);
  await chat.element.locator('.message--failed').waitFor({ state: 'detached' });
  assert.ok((await chat.answer()).length > 0);
});

test('an answer that was lost on the way comes once', async (t) => {
  const { page, chat } = await openChat(t);
  await chat.say('Hallo');
  let lost = 0;
  await page.route('**/messages', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();  // the server has answered
    return route.abort('connectionreset');
  });
  const answer = await chat.say('Was kostet ein Reisepass?');
  assert.equal(lost, 1);
  assert.match(answer, /€|Euro/);
  assert.equal(await chat.own.count(), 2);
});

test('an overloaded server is said in its words, and trying again is one button', async (t) => {
  const { page, chat } = await openChat(t);
  await page.route('**/api/v1/conversations', (route) => route.fulfill({
    status: 503, contentType: 'application/problem+json', body: JSON.stringify({ title: 'x', detail: 'Der Dienst ist gerade nicht erreichbar.' }) }));
  await chat.input.fill('Hallo');
  await chat.input.press('Enter');
  await chat.element.getByText('Der Dienst ist gerade nicht erreichbar.').waitFor({ timeout: 15_000 });
  await page.unroute('**/api/v1/conversations');
  await chat.element.getByRole('button', { name: 'Erneut senden' }).click();
  assert.ok((await chat.answer()).length > 0);
});

test('an expired conversation begins anew and answers all the same', async (t) => {
  const { page, chat } = await openChat(t);
  await chat.say('Hallo');
  await page.evaluate(() => {
    const key = Object.keys(sessionStorage)[0];
    const state = JSON.parse(sessionStorage.getItem(key));
    sessionStorage.setItem(key, JSON.stringify({ ...state, token: `${state.token.slice(0, -4)}AAAA` }));
  });
  await page.reload();
  await chat.input.waitFor();
  const answer = await chat.say('Was kostet ein Reisepass?');
  assert.match(answer, /€|Euro/);
  assert.match(await chat.element.locator('.messages').innerText(), /abgelaufen/);
});

test('what a citizen writes stays text', async (t) => {
  const { page, chat } = await openChat(t);
  page.on('dialog', () => page.mistakes.push('a script ran'));
  await chat.say('<img src=x onerror=alert(1)><script>alert(2)</script>');
  assert.equal(await chat.element.locator('img, script').count(), 0);
  assert.deepEqual(page.mistakes, []);
  assert.match(await chat.own.last().innerText(), /<img src=x/);
});

test('too long a text is refused before it is sent, in words', async (t) => {
  const { chat } = await openChat(t);
  await chat.input.fill('a'.repeat(4001));
  await chat.element.getByText('Bitte kürzen Sie die Nachricht auf 4000 Zeichen.').waitFor();
  await chat.input.press('Enter');
  assert.equal(await chat.own.count(), 0);
});

test('the conversation can be taken along as text and deleted', async (t) => {
  const { page, chat } = await openChat(t);
  await chat.say('Was kostet ein Reisepass?');
  await chat.element.getByRole('button', { name: 'Mehr Möglichkeiten' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), chat.element.getByRole('button', { name: 'Gespräch als Text speichern' }).click()]);
  const text = readFileSync(await download.path(), 'utf8');
  assert.match(text, /Was kostet ein Reisepass\?/);
  assert.match(text, /Automatischer Assistent/);
  const id = await page.evaluate(() => JSON.parse(sessionStorage.getItem(Object.keys(sessionStorage)[0])));
  await chat.element.getByRole('button', { name: 'Mehr Möglichkeiten' }).click();
  await chat.element.getByRole('button', { name: 'Gespräch löschen' }).click();
  await chat.element.getByRole('button', { name: 'Endgültig löschen' }).click();
  await chat.own.first().waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  const after = await fetch(`${url}/api/v1/conversations/${id.id}/messages?after=0`, { headers: { Authorization: `Bearer ${id.token}` } });
  assert.equal((await after.json()).gone, true);
});

test('no cookie and nothing beyond the tab', async (t) => {
  const { page, chat } = await openChat(t);
  await chat.say('Hallo');
  assert.deepEqual(await page.context().cookies(), []);
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  assert.deepEqual(page.foreign, []);
});

test('large type on a small phone with the keyboard open: reply and input stay in view', async (t) => {
  const { page, chat } = await openChat(t, { viewport: { width: 360, height: 320 }, hasTouch: true });
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  await chat.say('Was kostet ein Reisepass?');
  await chat.input.scrollIntoViewIfNeeded();
  assert.ok(await chat.input.evaluate((input) => {
    const box = input.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
  }), 'the input is in view');
  const seen = await chat.element.locator('.log').evaluate((log) => log.clientHeight);
  assert.ok(seen > 60, `of the conversation ${seen}px are in view`);
});

test('the widget floats over any page, opens, closes and gives the focus back', async (t) => {
  const page = await open(t, '/leistungen/personalausweis');
  const chat = new Chat(page);
  await chat.element.getByRole('button', { name: /Chat öffnen/ }).click();
  await chat.input.waitFor();
  assert.ok(await chat.input.evaluate((input) => input.getRootNode().activeElement === input));
  await checkAccessible(page, 'widget open');
  await page.keyboard.press('Escape');
  assert.equal(await chat.element.evaluate((element) => element.shadowRoot.activeElement?.className), 'launcher');
});

test('the widget stays small', async () => {
  const page = await (await fetch(url)).text();
  const chat = page.match(/modulepreload" href="([^"]+)"/)[1];
  const source = await (await fetch(url + chat)).text();
  const imported = [...source.matchAll(/from"\.\/([^"]+)"|import"\.\/([^"]+)"/g)].map((match) => `/assets/${match[1] ?? match[2]}`);
  let bytes = 0;
  for (const file of [chat, ...imported]) {
    const response = await fetch(url + file, { headers: { 'Accept-Encoding': 'gzip' } });
    bytes += Number(response.headers.get('content-length'));
  }
  assert.ok(bytes <= 45_000, `${bytes} bytes`);
});
