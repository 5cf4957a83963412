// The lines behind the citizens' own are cut and slowed: knowledge's to booking and nlu's to knowledge. Questions are
// answered and appointments made all the while; what waited is done when the line is there again.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Colleague } from '../browser/console.mjs';
import { Installed, unlimited } from '../install/installed.mjs';
import { patience } from '../integration/paths.mjs';
import { Conversation, freePort, request, until } from '../integration/product.mjs';
import { Bustle, Line, book, cancel, healed } from './town.mjs';

const services = ['redis', 'knowledge', 'nlu', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers', 'web'];
let admin;
let bustle;
let product;
const lines = {};

async function layLine(caller, service) {
  const path = join(product.folder, `${caller}-${service}`);
  lines[caller] = await Line.open(path, product.at(`/var/lib/amtslotse/run/${service}/socket`));
  const setting = `${caller.toUpperCase()}_${service.toUpperCase()}`;
  writeFileSync(product.at(`/etc/amtslotse/${caller}.conf`), `${setting}=unix:${path}\n`);
}

before(async () => {
  product = new Installed();
  product.setUp();
  await layLine('knowledge', 'booking');
  await layLine('nlu', 'knowledge');
  const port = await freePort();
  product.url = `http://127.0.0.1:${port}`;
  writeFileSync(product.at('/etc/amtslotse/web.conf'), `WEB_LISTEN=127.0.0.1:${port}\n${unlimited}`);
  for (const name of services) product.start(name);
  const ready = async () => (await fetch(`${product.url}/health/ready`).catch(() => ({}))).ok;
  await until(ready, 90_000, () => product.output);
  const demo = product.cli('demo');
  assert.equal(demo.code, 0, demo.text);
  await healed(product, 60_000);
  admin = new Colleague(product.url);
  await admin.redeem(/#\/link\/(\S+)/.exec(product.cli('staff', 'link', 'erlenfurt').text)[1], 'test.administration');
  bustle = Bustle.begin(product);
});
after(async () => {
  if (bustle) bustle.going = false;
  for (const line of Object.values(lines)) await line.close();
  await product?.remove();
});

// The hours of an office on a day, which knowledge asks booking about. → text, as soon as anybody would wait for it
async function hoursOn(date) {
  const begin = Date.now();
  const path = `/api/v1/offices/buergerbuero-nord?date=${date}`;
  const told = await request(product.url + path, { host: 'erlenfurt.localhost' });
  assert.equal(told.status, 200, JSON.stringify(told.body));
  assert.ok(Date.now() - begin < 3_000 * patience, `${Date.now() - begin} ms`);
  return told.body.dateText ?? '';
}

async function openDay() {
  for (let ahead = 10; ahead < 60; ahead += 1) {
    const day = new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    if (/Uhr/.test(await hoursOn(day))) return day;
  }
  assert.fail('no open day');
  return '';
}

test('knowledge does not reach booking: hours are told, appointments made, and a closure arrives afterwards', async () => {
  const date = await openDay();
  await until(() => lines.knowledge.sockets.size > 0, 20_000, () => 'not through the line');
  lines.knowledge.break();
  try {
    assert.match(await hoursOn(date), /Uhr/);
    const code = await book(product, 'Insa Leitung');
    const now = Math.floor(Date.now() / 1000);
    await admin.call('knowledge/SaveNotice', { notice: { title: 'Rohrbruch', text: 'Das Bürgerbüro Mitte ist zu.',
      beginUnix: now - 60, endUnix: now + 3600, closesOffices: true, officeIds: ['buergerbuero-mitte'] } });
    await cancel(product, code, 'Leitung');
  } finally {
    lines.knowledge.mend();
  }
  const calendar = async () => (await admin.call('booking/GetCalendar', { locationId: 'standort-mitte' })).calendarJson;
  await until(async () => /Hinweis: Rohrbruch/.test(await calendar()), 10_000, () => product.output);
  const { notices } = await admin.call('knowledge/ListNotices', { nowUnix: Math.floor(Date.now() / 1000) });
  await admin.call('knowledge/DeleteNotice', { noticeId: notices.find((one) => one.title === 'Rohrbruch').id });
  await until(async () => !/Hinweis/.test(await calendar()), 10_000, () => product.output);
  await healed(product);
});

test('the line from knowledge to booking is slow: hours are told without waiting for it', async () => {
  const date = await openDay();
  lines.knowledge.delay = 400;
  try {
    assert.match(await hoursOn(date), /Uhr/);
  } finally {
    lines.knowledge.delay = 0;
  }
  await healed(product);
});

// The first line of a training's progress; then it is given up.
function beginTraining() {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify({ idempotencyKey: `lernen-${Date.now()}` });
    const call = http.request(`${product.url}/staff/api/v1/training`, { method: 'POST', agent: false, timeout: 30_000 * patience,
      headers: { Host: admin.host, 'X-Amtslotse-Csrf': admin.csrf, Cookie: admin.cookie, 'Content-Type': 'application/json' } });
    call.on('response', (response) => response.setEncoding('utf8').once('data', (text) => {
      call.destroy();
      resolve(JSON.parse(text.split('\n')[0]));
    }));
    call.on('timeout', () => call.destroy(new Error('no word of the training')));
    call.on('error', reject);
    call.end(body);
  });
}
const begins = async () => (await beginTraining()).step !== undefined;

test('nlu does not reach knowledge: learning says so at once, the chat understands, and it learns afterwards', async () => {
  lines.nlu.break();
  try {
    assert.equal((await beginTraining()).problem, 'failed');
    const talk = await Conversation.begin(product.url);
    assert.match(await talk.say('Was kostet ein Personalausweis?'), /46,00/);
  } finally {
    lines.nlu.mend();
  }
  await until(begins, 10_000, () => product.output);
});

test('the line from nlu to knowledge is slow: it learns all the same', async () => {
  lines.nlu.delay = 100;
  try {
    await until(begins, 10_000, () => product.output);
  } finally {
    lines.nlu.delay = 0;
  }
});

test('what other citizens were told meanwhile holds', () => bustle.end());
