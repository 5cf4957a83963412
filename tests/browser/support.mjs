// A browser for the tests: Debian's Chromium, against the running product at AMTSLOTSE_URL.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { patience } from '../integration/paths.mjs';

export const url = process.env.AMTSLOTSE_URL ?? 'http://localhost:8080';
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync',
      // The product runs on this machine; pages of other origins, which the tests make up, may reach it.
      '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests'],
  });
}

/** One browser for a file; `open` gives a fresh page of a new visitor, closed after the test. */
export function useBrowser() {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser?.close());
  return async function open(t, path = '/', options = {}) {
    const context = await browser.newContext({ baseURL: url, locale: 'de-DE', timezoneId: 'Europe/Berlin', viewport: DESK, ...options });
    t.after(() => context.close());
    context.setDefaultTimeout(30_000 * patience);  // of a machine that has other things to do
    const page = await context.newPage();
    page.mistakes = [];
    page.on('pageerror', (error) => page.mistakes.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content.Security.Policy|Refused to/i.test(message.text())) page.mistakes.push(message.text());
    });
    page.foreign = [];
    page.on('request', (request) => { if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) page.foreign.push(request.url()); });
    if (path) await page.goto(path);
    return page;
  };
}

/** No violation of WCAG 2.2 A and AA that axe can see, shadow trees included; without the rules named in `except`. */
export async function checkAccessible(page, what, except = []) {
  await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))).then(() => {}), undefined)
    .catch(() => {});
  if (!(await page.evaluate(() => 'axe' in window))) {
    // As the page's own policy forbids scripts from elsewhere, axe comes in through the debugger.
    await page.evaluate((await import('node:fs')).readFileSync(axePath, 'utf8') + ';0');
  }
  const result = await page.evaluate((rules) => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules,
  }), Object.fromEntries(except.map((rule) => [rule, { enabled: false }])));
  const found = result.violations.map((each) => `${each.id}: ${each.help}\n      ${each.nodes.slice(0, 3).map((node) => node.target.join(' ')).join('\n      ')}`);
  assert.equal(found.length, 0, `${what ?? page.url()}\n    ${found.join('\n    ')}`);
}

export async function checkNoSidewaysScrolling(page) {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wider <= 0, `${page.url()} is ${wider}px too wide`);
}

/** The chat of a page: what a citizen sees and does. */
export class Chat {
  constructor(page) {
    this.page = page;
    this.element = page.locator('amtslotse-chat');
    this.input = this.element.locator('[name=message]');
    this.replies = this.element.locator('.messages .message--assistant, .messages .message--notice, .messages .message--emergency');
    this.own = this.element.locator('.messages .message--citizen');
  }

  /** Says something and waits for the answer to it. */
  async say(text) {
    await this.input.fill(text);
    await this.input.press('Enter');
    return this.answer();
  }

  async choose(label) {
    await this.element.getByRole('button', { name: label }).last().click();
    return this.answer();
  }

  /** The text of the messages after the last own one. */
  async answer() {
    await this.element.locator('.messages .message--citizen.message--sent').last().waitFor();
    await this.element.locator('.thinking').waitFor({ state: 'detached' });
    return this.element.locator('.messages').evaluate((list) => {
      const all = [...list.children];
      const last = all.findLastIndex((item) => item.matches('.message--citizen'));
      return all.slice(last + 1).map((item) => item.innerText).join('\n');
    });
  }
}
