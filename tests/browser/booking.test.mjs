import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Chat, checkAccessible, useBrowser } from './support.mjs';

const open = useBrowser();
let visitor = 0;
const person = () => ({ name: `Ida Prüfung${visitor += 1}`, email: `ida${visitor}.${process.pid}@example.org` });

/** Presses Tab until the focused element, shadow trees included, satisfies the condition. */
async function tabTo(page, description, condition) {
  for (let presses = 0; presses < 250; presses += 1) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate(`(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return Boolean(element) && (${condition})(element);
    })()`).catch(() => false);  // between two pages
    if (there) return;
  }
  assert.fail(`the keyboard does not reach: ${description}`);
}

async function details(page, { name, email }) {
  await page.getByLabel('Vor- und Nachname').fill(name);
  await page.getByLabel('E-Mail-Adresse').fill(email);
}

async function book(page, someone) {
  await page.goto('/termin?leistung=personalausweis');
  await page.locator('.time').nth(3).click();
  await page.getByRole('heading', { level: 1, name: 'Ihre Daten' }).waitFor();
  await details(page, someone);
  await page.getByRole('button', { name: 'Termin verbindlich buchen' }).click();
  await page.getByRole('heading', { level: 1, name: 'Ihr Termin ist gebucht' }).waitFor();
  return (await page.locator('.code strong').textContent()).trim();
}

test('a citizen books in three steps, moves and cancels with code and name, without JavaScript', async (t) => {
  const page = await open(t, '/termin', { javaScriptEnabled: false });
  await page.getByRole('link', { name: 'Personalausweis beantragen', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Ort und Zeit wählen' }).waitFor();
  const someone = person();
  const code = await book(page, someone);
  const when = await page.locator('.appointment__when').innerText();
  await page.goto('/termin/verwalten');
  await page.getByLabel('Absagecode').fill(code);
  await page.getByLabel('Nachname').fill(someone.name.split(' ')[1]);
  await page.getByRole('button', { name: 'Termin anzeigen' }).click();
  await page.getByRole('button', { name: 'Verschieben' }).click();
  await page.locator('.time').nth(9).click();
  await page.getByText('Ihr Termin ist verschoben.').waitFor();
  assert.notEqual(await page.locator('.appointment__when').innerText(), when);
  await page.getByRole('button', { name: 'Absagen' }).click();
  await page.getByRole('button', { name: 'Ja, Termin absagen' }).click();
  await page.getByText('Ihr Termin ist abgesagt.').waitFor();
});

test('every step can be used by everyone', async (t) => {
  const next = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 7);
  const page = await open(t, `/termin?leistung=personalausweis&monat=${next}`);
  await checkAccessible(page, 'month');
  await page.goto('/termin?leistung=personalausweis');
  await page.locator('.time').first().click();
  await page.getByRole('heading', { level: 1, name: 'Ihre Daten' }).waitFor();
  await checkAccessible(page, 'details');
  await page.getByRole('button', { name: 'Termin verbindlich buchen' }).click();
  await page.locator('main').getByRole('alert').waitFor();
  await checkAccessible(page, 'mistakes');
  await page.getByRole('link', { name: 'Bitte geben Sie Ihren Vor- und Nachnamen ein.' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'name');
  await details(page, person());
  await page.getByRole('button', { name: 'Termin verbindlich buchen' }).click();
  await page.getByRole('heading', { level: 1, name: 'Ihr Termin ist gebucht' }).waitFor();
  await checkAccessible(page, 'booked');
  await page.getByRole('link', { name: 'Termin ansehen oder ändern' }).click();
  await page.getByRole('heading', { level: 1, name: 'Ihr Termin' }).waitFor();
  await checkAccessible(page, 'appointment');
});

test('two minutes before the end a held time is warned of, and more time keeps what was entered', async (t) => {
  const page = await open(t, '/termin?leistung=personalausweis');
  await page.clock.install();
  await page.locator('.time').nth(5).click();
  await page.getByRole('heading', { level: 1, name: 'Ihre Daten' }).waitFor();
  await page.getByLabel('Vor- und Nachname').fill('Ida Halbfertig');
  await page.clock.fastForward('08:05');
  await page.getByText('Die Reservierung endet in zwei Minuten.').waitFor();
  await checkAccessible(page, 'warned');
  await page.getByRole('button', { name: 'Mehr Zeit' }).click();
  await page.waitForURL('**/termin/verlaengern');
  assert.equal(await page.getByLabel('Vor- und Nachname').inputValue(), 'Ida Halbfertig');
  await details(page, person());
  await page.getByRole('button', { name: 'Termin verbindlich buchen' }).click();
  await page.getByRole('heading', { level: 1, name: 'Ihr Termin ist gebucht' }).waitFor();
  await page.getByRole('img', { name: 'QR-Code mit der Adresse Ihres Termins' }).waitFor();
});

test('a booking by keyboard alone', async (t) => {
  const page = await open(t, '/leistungen/personalausweis');
  await tabTo(page, 'book', (element) => element.textContent.trim() === 'Termin buchen' && element.matches('.kern-btn'));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Ort und Zeit wählen' }).waitFor();
  await tabTo(page, 'a time', (element) => element.matches('.time'));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Ihre Daten' }).waitFor();
  const someone = person();
  await tabTo(page, 'name', (element) => element.id === 'name');
  await page.keyboard.type(someone.name);
  await tabTo(page, 'email', (element) => element.id === 'email');
  await page.keyboard.type(someone.email);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Ihr Termin ist gebucht' }).waitFor();
});

test('the calendar of months leads on, and never into the past', async (t) => {
  const now = new Date().toISOString().slice(0, 7);
  const page = await open(t, `/termin?leistung=personalausweis&monat=${now}`);
  assert.equal(await page.getByRole('link', { name: 'Vorheriger Monat' }).count(), 0);
  await page.getByRole('link', { name: 'Nächster Monat' }).click();
  await page.waitForURL((url) => url.searchParams.get('monat') > now);
  await page.getByRole('link', { name: 'Vorheriger Monat' }).click();
  await page.waitForURL(`**monat=${now}`);
});

test('for herself and two children', async (t) => {
  const page = await open(t, '/termin?leistung=personalausweis');
  await page.getByLabel('Personalausweis beantragen').fill('3');
  await page.getByRole('button', { name: 'Termine anzeigen' }).click();
  await page.getByText('Personalausweis beantragen (3 ×)').first().waitFor();
  await page.locator('.time').first().click();
  await details(page, person());
  await page.getByRole('button', { name: 'Termin verbindlich buchen' }).click();
  await page.getByRole('heading', { level: 1, name: 'Ihr Termin ist gebucht' }).waitFor();
  assert.match(await page.locator('.appointment').innerText(), /\(3 ×\)/);
});

test('a wrong code finds nothing and says so', async (t) => {
  const page = await open(t, '/termin/verwalten');
  await page.getByLabel('Absagecode').fill('XXXX-XXXX');
  await page.getByLabel('Nachname').fill('Niemand');
  await page.getByRole('button', { name: 'Termin anzeigen' }).click();
  await page.locator('main').getByRole('alert').waitFor();
  await checkAccessible(page, 'wrong code');
});

test('a forged reservation leads back to the beginning', async (t) => {
  const page = await open(t, '/termin/daten?r=eyJoIjoieCJ9.AAAA');
  await page.getByRole('heading', { level: 1, name: 'Termin buchen' }).waitFor();
});

test('a whole booking in the chat by keyboard alone, and its cancellation', async (t) => {
  const page = await open(t, '/chat');
  const chat = new Chat(page);
  await chat.input.waitFor();
  const say = async (text) => {
    if (!(await chat.input.evaluate((input) => input.getRootNode().activeElement === input))) {
      await tabTo(page, 'input', (element) => element.name === 'message');
    }
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    return chat.answer();
  };
  await say('Was kostet ein Personalausweis?');
  let answer = await say('Dann bitte einen Termin');
  for (let turn = 0; turn < 6 && !(await chat.element.locator('.form, .composer__label').count()); turn += 1) {
    await tabTo(page, 'a choice', (element) => element.matches('.choices .choice') && element.tagName === 'BUTTON');
    await page.keyboard.press('Enter');
    answer = await chat.answer();
  }
  const someone = person();
  for (let turn = 0; turn < 6 && !/Absagecode/i.test(answer); turn += 1) {
    if (await chat.element.locator('.form').count()) {
      for (const input of await chat.element.locator('.form input').all()) {
        const kind = await input.getAttribute('type');
        if (kind === 'checkbox') continue;
        const id = await input.getAttribute('id');
        await tabTo(page, id, `(element) => element.id === ${JSON.stringify(id)}`);
        await page.keyboard.type(kind === 'email' ? someone.email : someone.name);
      }
      await page.keyboard.press('Enter');
      answer = await chat.answer();
    } else if (await chat.element.locator('.composer__label').count()) {
      answer = await say(await chat.input.getAttribute('type') === 'email' ? someone.email : someone.name);
    } else {
      await tabTo(page, 'a choice', (element) => element.matches('.choices .choice') && element.tagName === 'BUTTON');
      await page.keyboard.press('Enter');
      answer = await chat.answer();
    }
  }
  assert.match(answer, /Absagecode/i);
  assert.ok(await chat.element.getByText('Termin in den Kalender übernehmen').isVisible());
  await checkAccessible(page, 'booked in the chat');
});
