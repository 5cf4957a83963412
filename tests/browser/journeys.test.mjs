// Whole journeys of a citizen, also when something goes wrong half way.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Chat, checkAccessible, PHONE, url, useBrowser } from './support.mjs';

const open = useBrowser();
let visitor = 0;
const person = () => ({ name: `Ida Reisende${visitor += 1}`, email: `reise${visitor}.${process.pid}@example.org` });

async function openChat(t, options) {
  const page = await open(t, '/chat', options);
  const chat = new Chat(page);
  await chat.input.waitFor();
  return { page, chat };
}

/** Takes a free time that the chat offers, the last one so that journeys do not meet. */
async function takeTime(chat) {
  await chat.element.locator('.messages .choice').filter({ hasText: /\d{2}:\d{2}/ }).last().click();
  return chat.answer();
}

/** Fills the form the chat shows and sends it. */
async function giveDetails(chat, { name, email }) {
  await chat.element.locator('.form').waitFor();
  await chat.element.getByLabel('Vor- und Nachname').fill(name);
  await chat.element.getByLabel('E-Mail').fill(email);
  await chat.element.locator('.form').getByRole('button', { name: 'Angaben senden' }).click();
  return chat.answer();
}

async function bookInChat(chat, request, someone) {
  await chat.say(request);
  await takeTime(chat);
  const answer = await giveDetails(chat, someone);
  assert.match(answer, /Ihr Termin ist gebucht/);
  return /Absagecode: (\S+)/.exec(answer)[1];
}

async function chosenTime(page) {
  const time = page.locator('.time').last();
  return { time, value: await time.getAttribute('value') };
}

/** What a browser works out before it may hold a place, when many do at once. */
function proofFor(page) {
  const { algorithm, challenge, salt, signature, maxnumber } = JSON.parse(/data-challenge="([^"]+)"/.exec(page)[1].replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
  for (let number = 0; number <= maxnumber; number += 1) {
    if (createHash('sha256').update(`${salt}${number}`).digest('hex') === challenge)
      return Buffer.from(JSON.stringify({ algorithm, challenge, number, salt, signature })).toString('base64');
  }
  assert.fail('no proof');
}

/** Another citizen holds every place of this time. */
async function takeAway(t, value, service = 'personalausweis') {
  const other = await open(t, null);
  for (let place = 0; place < 12; place += 1) {
    const form = { leistung: service, zeit: value, schluessel: `weg-${process.pid}-${place}-${value}` };
    const hold = (more = {}) => other.request.post(`${url}/termin/reservieren`, { maxRedirects: 0, form: { ...form, ...more } });
    let answer = await hold();
    if (answer.status() === 200) answer = await hold({ altcha: proofFor(await answer.text()) });
    if (answer.status() === 409) return;
    assert.equal(answer.status(), 303);
  }
  assert.fail('twelve places and still free');
}

test('in the chat: booked for herself and two children, moved, cancelled', async (t) => {
  const { page, chat } = await openChat(t, { viewport: PHONE });
  const someone = person();
  await bookInChat(chat, 'Ich brauche einen Termin für mich und meine zwei Kinder, Personalausweis', someone);
  await chat.element.getByRole('link', { name: 'Termin in den Kalender übernehmen' }).waitFor();
  await checkAccessible(page, 'booked');
  await chat.say('Ich möchte den Termin verschieben');
  let answer = await takeTime(chat);
  for (let turn = 0; turn < 3 && !/verschoben|neuer Termin/i.test(answer); turn += 1) {
    await chat.element.locator('.messages .choice').first().click();
    answer = await chat.answer();
  }
  assert.match(answer, /verschoben|neuer Termin/i);
  answer = await chat.say('Ich möchte meinen Termin absagen');
  for (let turn = 0; turn < 3 && !/abgesagt/i.test(answer); turn += 1) {
    await chat.element.locator('.messages .choice').filter({ hasText: /Ja|absagen/i }).first().click();
    answer = await chat.answer();
  }
  assert.match(answer, /abgesagt/i);
});

test('on the pages: a time that vanishes between offer and choice is said, and others are offered', async (t) => {
  const page = await open(t, '/termin?leistung=personalausweis');
  const { time, value } = await chosenTime(page);
  await takeAway(t, value);
  await time.click();
  await page.getByText('Diese Zeit wurde gerade von jemand anderem gebucht.').waitFor();
  await checkAccessible(page, 'taken away');
  assert.ok((await page.locator('.time').count()) > 0, 'others are offered');
  assert.equal(await page.locator(`.time[value="${value}"]`).count(), 0);
  await page.locator('.time').first().click();
  await page.getByRole('heading', { level: 1, name: 'Ihre Daten' }).waitFor();
});

test('in the chat: a time that vanishes between offer and choice is said, and others are offered', async (t) => {
  const { chat } = await openChat(t);
  await chat.say('Ich brauche einen Termin für einen Reisepass');
  const choice = chat.element.locator('.messages .choice').filter({ hasText: /\d{2}:\d{2}/ }).last();
  const offered = await choice.innerText();
  const [, day, month, hour, minute] = /(\d{2})\.(\d{2})\. (\d{2}):(\d{2})/.exec(offered);
  const now = new Date();
  const year = now.getFullYear() + (Number(month) < now.getMonth() + 1 ? 1 : 0);
  const page = await open(t, `/termin?leistung=reisepass&ab=${year}-${month}-${day}`);
  const place = /Bürgerbüro \S+/.exec(offered)[0];
  const same = page.locator('.time').filter({ hasText: `${hour}:${minute}` }).filter({ hasText: place }).first();
  await takeAway(t, await same.getAttribute('value'), 'reisepass');
  await choice.click();
  const answer = await chat.answer();
  assert.match(answer, /gerade eben von jemand anderem gebucht/);
  assert.ok((await chat.element.locator('.messages .choice').filter({ hasText: /\d{2}:\d{2}/ }).count()) > 0);
});

test('in the chat: the network drops in the middle of a hold, and the time is held once', async (t) => {
  const { page, chat } = await openChat(t);
  await chat.say('Ich brauche einen Termin für einen Personalausweis');
  let lost = 0;
  await page.route('**/messages', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue();
    lost += 1;
    await route.fetch();  // held on the server
    return route.abort('internetdisconnected');
  });
  const answer = await takeTime(chat);
  assert.equal(lost, 1);
  assert.match(answer, /halte diesen Termin/);
  assert.match(await giveDetails(chat, person()), /Ihr Termin ist gebucht/);
});

test('on the pages: the network drops in the middle of a hold; pressed again, it is the same hold', async (t) => {
  const page = await open(t, '/termin?leistung=personalausweis');
  let lost = 0;
  await page.route('**/termin/reservieren', async (route) => {
    if (lost > 0) return route.continue();
    lost += 1;
    await route.fetch({ maxRedirects: 0 });
    return route.abort('connectionreset');
  });
  const { time } = await chosenTime(page);
  const free = await page.locator('.time').count();
  await time.click().catch(() => {});
  await page.waitForURL(/chrome-error|reservieren/).catch(() => {});
  await page.goBack().catch(() => page.goto('/termin?leistung=personalausweis'));
  await page.locator('.time').last().click();
  await page.getByRole('heading', { level: 1, name: 'Ihre Daten' }).waitFor();
  assert.equal(lost, 1);
  assert.ok(free > 0);
});

test('a confirmation that is sent twice books once', async (t) => {
  const page = await open(t, '/termin?leistung=personalausweis');
  await page.locator('.time').nth(5).click();
  await page.getByRole('heading', { level: 1, name: 'Ihre Daten' }).waitFor();
  const { name, email } = person();
  const ticket = await page.locator('form.details [name=r]').getAttribute('value');
  const numbers = [];
  for (let time = 0; time < 2; time += 1) {
    const answer = await page.request.post(`${url}/termin/buchen`, { form: { r: ticket, name, email } });
    numbers.push(/Terminnummer (\d+)/.exec(await answer.text())?.[1]);
  }
  assert.ok(numbers[0]);
  assert.equal(numbers[1], numbers[0]);
});

test('on a slow line every message says its state, and nothing comes twice', async (t) => {
  const { page, chat } = await openChat(t, { viewport: PHONE });
  const debug = await page.context().newCDPSession(page);
  await debug.send('Network.enable');
  await debug.send('Network.emulateNetworkConditions', { offline: false, latency: 1000, downloadThroughput: 50_000, uploadThroughput: 25_000 });
  await chat.input.fill('Was kostet ein Reisepass?');
  await chat.input.press('Enter');
  await chat.element.locator('.message--sending').getByText('Wird gesendet').waitFor();
  await chat.element.locator('.thinking').waitFor();
  assert.match(await chat.answer(), /€/);
  await chat.element.locator('.message--sent').getByText('Gesendet').waitFor();
  assert.equal(await chat.own.count(), 1);
});

test('at 400 % zoom the chat and the booking can be used', async (t) => {
  const zoomed = { viewport: { width: 320, height: 256 } };
  const { page, chat } = await openChat(t, zoomed);
  assert.match(await chat.say('Was kostet ein Reisepass?'), /€/);
  await page.goto('/termin?leistung=personalausweis');
  await page.locator('.time').first().click();
  await page.getByRole('heading', { level: 1, name: 'Ihre Daten' }).waitFor();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wider <= 0, `${wider}px too wide`);
});

test('who wants less motion gets none', async (t) => {
  const { page, chat } = await openChat(t, { reducedMotion: 'reduce' });
  let goOn;
  const looked = new Promise((resolve) => { goOn = resolve; page.once('close', resolve); });
  await page.route('**/messages', async (route) => { await looked; await route.continue(); });
  await chat.input.fill('Hallo');
  await chat.input.press('Enter');
  await chat.element.locator('.dots').waitFor();
  assert.equal(await page.evaluate(() => document.querySelector('amtslotse-chat').shadowRoot.getAnimations().length), 0);
  goOn();
  assert.ok((await chat.answer()).length > 0);
});

test('in the chat: what somebody wants of the town about their own data goes on without a form of the town', async (t) => {
  const { page, chat } = await openChat(t, { viewport: PHONE });
  assert.match(await chat.say('Ich möchte wissen, welche Daten Sie über mich gespeichert haben'), /kein Formular/);
  await checkAccessible(page, 'asked for name and address');
  assert.match(await giveDetails(chat, person()), /eingegangen und an datenschutz@erlenfurt\.example weitergeleitet/);
  assert.equal(await chat.element.locator('.form').count(), 0);
});

test('a rating with words is thanked for, once', async (t) => {
  const { page, chat } = await openChat(t);
  await chat.say('Was kostet ein Reisepass?');
  await chat.element.getByRole('group', { name: 'War das hilfreich?' }).getByRole('button', { name: 'Nein' }).click();
  await chat.element.getByLabel(/Was hat gefehlt/).fill('Der Preis für Kinder');
  await checkAccessible(page, 'rating');
  await chat.element.getByRole('button', { name: 'Rückmeldung senden' }).click();
  await chat.element.locator('.rating').waitFor({ state: 'detached' });
  assert.match(await chat.element.locator('.live').innerText(), /Danke für Ihre Rückmeldung/);
});

test('the way to a person is one press, and says how', async (t) => {
  const { chat } = await openChat(t);
  await chat.say('Hallo');
  await chat.element.getByRole('button', { name: 'Mehr Möglichkeiten' }).click();
  await chat.element.getByRole('button', { name: 'Mit einem Menschen sprechen' }).click();
  assert.match(await chat.answer(), /\d{3,}|Telefon|115/);
});
