// The town's knowledge at work: what was not answered is learnt, what staff publish is said, notices close for everybody.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { administrator } from '../browser/console.mjs';
import { cli, root } from './paths.mjs';
import { Conversation, request, startProduct, until } from './product.mjs';

process.env.AMTSLOTSE_CLI ??= cli;

let product;
let staff;
before(async () => {
  product = await startProduct();
  process.env.AMTSLOTSE_DATA = product.folder;
  staff = await administrator(product.url);
});
after(() => product?.stop());

const ask = async (text) => (await Conversation.begin(product.url)).say(text);
// The open interface answers as the chat does, without a conversation.
const answer = async (text) => JSON.stringify((await request(`${product.url}/api/v1/answers?q=${encodeURIComponent(text)}`,
  { host: 'erlenfurt.localhost' })).body);
// Published changes reach every replica within two seconds on a machine that is not busy with others.
async function soon(text, expected, said = true) {
  let last;
  const giveUp = Date.now() + 30_000;
  do {
    last = await answer(text);
    if (expected.test(last) === said) return;
    await pause(100);
  } while (Date.now() < giveUp);
  assert.fail(`not in time: ${last}`);
}

test('an unanswered question is masked and grouped, staff assign it, and it works at once', async () => {
  const question = 'Wo kriege ich einen Blubberquatschzettel?';
  assert.doesNotMatch(await ask(question), /Führungszeugnis/);
  await ask('Wo kriege ich den Blubberquatschzettel?');
  await ask('Wo kriege ich den Blubberquatschzettel? Meine Telefonnummer ist 0431 1234567');
  let group;
  await until(async () => {
    await pause(100);
    const { groups = [] } = await staff.call('knowledge/ListUnanswered', {});
    group = groups.find((one) => JSON.stringify(one).includes('lubberquatsch'));
    return group !== undefined && (group.count ?? 0) >= 2;
  }, 30_000, () => `not grouped: ${JSON.stringify(group)}`);
  assert.doesNotMatch(JSON.stringify(await staff.call('knowledge/ListUnanswered', {})), /1234567/);
  await staff.call('knowledge/AssignUnanswered', { groupId: group.id, serviceId: 'fuehrungszeugnis' });
  await soon(question, /Führungszeugnis/);
  let said;
  const told = async () => /Bürgerbüro Mitte/.test(said = await ask(question));
  await until(told, 30_000, () => said);  // where one gets a Führungszeugnis
  const { groups = [] } = await staff.call('knowledge/ListUnanswered', {});
  assert.ok(!groups.some((one) => one.id === group.id));
});

test('a badly rated question is in the inbox, masked, and what was written beside it is no question to learn from', async () => {
  const talk = await Conversation.begin(product.url);
  await talk.say('Was kostet ein Reisepass für mich, Karla Blubberbaum, Telefon 0431 7654321?');
  const { sequence } = talk.last.find((message) => message.answerVersion);
  const rate = () => request(`${product.url}/api/v1/conversations/${talk.id}/ratings`, { method: 'POST', host: talk.host,
    headers: { Authorization: `Bearer ${talk.token}` }, body: { sequence, helpful: false, comment: 'zu kurz gefasst' } });
  assert.ok((await rate()).status < 300);
  assert.ok((await rate()).status < 300);  // sent again, counted once
  let groups;
  const found = (text) => groups.find((group) => JSON.stringify(group).includes(text));
  await until(async () => {
    await pause(100);
    ({ groups = [] } = await staff.call('knowledge/ListUnanswered', {}));
    return found('Was kostet ein Reisepass') && found('zu kurz gefasst');
  }, 30_000, () => JSON.stringify(groups));
  assert.equal(found('Was kostet ein Reisepass').count, 1);
  assert.match(JSON.stringify(found('zu kurz gefasst')), /Anmerkung zu einer schlecht bewerteten Antwort/);
  assert.doesNotMatch(JSON.stringify(groups), /Blubberbaum|7654321/);
});

test('an entry is said as soon as it is published, and no longer once archived', async () => {
  const { entry } = await staff.call('knowledge/SaveEntry', { entry: {
    question: 'Hat das Freibad eine Wasserrutsche?', answer: 'Ja, die Wasserrutsche Ente 17.', language: 'de' } });
  assert.doesNotMatch(await ask('Hat das Freibad eine Wasserrutsche?'), /Ente 17/);
  const published = await staff.call('knowledge/SetEntryState', { entryId: entry.id, state: 'published', expectedVersion: entry.version });
  await soon('Hat das Freibad eine Wasserrutsche?', /Ente 17/);
  assert.match(await ask('Hat das Freibad eine Wasserrutsche?'), /Ente 17/);
  await staff.call('knowledge/SetEntryState', { entryId: entry.id, state: 'archived',
    expectedVersion: published.entry?.version ?? entry.version });
  assert.match(product.log('dialogue'), new RegExp(`"answered".*${entry.id}@`), 'the version is logged');
  for (const service of ['dialogue', 'knowledge']) assert.doesNotMatch(product.log(service), /Wasserrutsche/);
  await soon('Hat das Freibad eine Wasserrutsche?', /Ente 17/, false);
});

test('a notice that closes an office is said by the chat and stands on its page', async () => {
  const now = Math.floor(Date.now() / 1000);
  await staff.call('knowledge/SaveNotice', { notice: { title: 'Betriebsversammlung', text: 'Das Bürgerbüro Mitte bleibt geschlossen.',
    beginUnix: now - 3600, endUnix: now + 20 * 3600, closesOffices: true, officeIds: ['buergerbuero-mitte'] } });
  let said;
  const told = async () => /Betriebsversammlung/.test(said = await ask('Hat das Bürgerbüro Mitte heute offen?'));
  await until(told, 30_000, () => said);
  const page = await request(`${product.url}/api/v1/offices/buergerbuero-mitte`, { host: 'erlenfurt.localhost' });
  assert.equal(page.status, 200);
  assert.match(JSON.stringify(page.body), /Betriebsversammlung|geschlossen/);
  // No time is offered that nobody will keep; with the notice goes what it closed.
  const calendar = async () => (await staff.call('booking/GetCalendar', { locationId: 'standort-mitte' })).calendarJson;
  await until(async () => { await pause(200); return /Hinweis: Betriebsversammlung/.test(await calendar()); }, 60_000, () => 'not closed');
  const { notices } = await staff.call('knowledge/ListNotices', { nowUnix: now });
  await staff.call('knowledge/DeleteNotice', { noticeId: notices.find((one) => one.title === 'Betriebsversammlung').id });
  await until(async () => { await pause(200); return !/Hinweis/.test(await calendar()); }, 60_000, () => 'still closed');
});

test('a notice is written as staff wrote it, says the chat first, and its office has to be there', async () => {
  const now = Math.floor(Date.now() / 1000);
  const notice = { title: 'Warnstreik', text: 'Alle Ämter **kürzer** offen, mehr [hier](https://warnstreik.example/a).\n\nBis 12 Uhr!',
    beginUnix: now - 60, endUnix: now + 3600 };
  const unknown = await staff.tryCall('knowledge/SaveNotice', { notice: { ...notice, closesOffices: true, officeIds: ['amt-fuer-nichts'] } });
  assert.equal(unknown.status, 400, JSON.stringify(unknown.body));
  assert.match(JSON.stringify(unknown.body), /amt-fuer-nichts/);
  const { notice: saved } = await staff.call('knowledge/SaveNotice', { notice });
  for (const page of ['/', '/leistungen', '/aemter/standesamt']) {
    let html;
    await until(async () => /Warnstreik/.test(html = (await request(product.url + page, { host: 'erlenfurt.localhost' })).body), 10_000, () => html);
    const said = /<div class="notice".*?<\/div><\/div>/s.exec(html)[0];
    assert.match(said, /<p>Alle Ämter <strong>kürzer<\/strong> offen, mehr <a [^>]*href="https:\/\/warnstreik.example\/a"[^>]*>hier<\/a>/, page);
    assert.doesNotMatch(said, /\*\*|\\|\]\(/, page);
  }
  const conversation = await Conversation.begin(product.url);
  assert.match(conversation.messages.map(({ text }) => text).join('\n'), /Warnstreik: Alle Ämter kürzer offen, mehr hier \(https:\/\/warnstreik/);
  for (const question of ['Hallo', 'Wann hat das Standesamt offen?', 'Was kostet ein Personalausweis?', 'Personalausweis in Leichter Sprache'])
    assert.match(await ask(question), /^\s*Warnstreik/, question);
  await staff.call('knowledge/DeleteNotice', { noticeId: saved.id });
  const { lines } = await staff.call('knowledge/ListAudit', { pageSize: 5 });
  assert.equal(lines.find((line) => line.action === 'delete_notice').summary, 'Warnstreik');
});

test('a target of the town is said with words, also to who wants to pay, and an unknown act is refused', async () => {
  const { municipality } = await staff.call('knowledge/GetMunicipality', { municipalityId: 'erlenfurt' });
  const save = (targets, version) => staff.tryCall('knowledge/SaveMunicipality', { municipality: { ...municipality, targets }, expectedVersion: version });
  const target = (act, label, serviceId = '') => ({ act, serviceId, link: { label, url: `https://${act.replace('_', '-')}.example` } });
  const refused = await save([target('pay_ment', 'Kasse')], municipality.version);
  assert.equal(refused.status, 400, JSON.stringify(refused.body));
  const saved = await save([target('application_status', 'Antrags-Status'), target('payment', 'Bürgerkasse', 'hundesteuer'),
    target('form_online', 'Hundeportal', 'hundesteuer')], municipality.version);
  assert.equal(saved.status, 200, JSON.stringify(saved.body));
  for (const [question, expected] of [['Wo sehe ich den Status meines Antrags auf einen Personalausweis?', /Antrags-Status/], ['Personalausweis Status abfragen', /Antrags-Status/],
    ['Hundesteuer online bezahlen', /Bürgerkasse/], ['Ich will meine Hundesteuer bezahlen', /Bürgerkasse/], ['Hundesteuer online anmelden', /Hundeportal/]]) {
    let said;
    await until(async () => expected.test(said = await ask(question)), 15_000, () => `${question}: ${said}`);
    assert.doesNotMatch(said, /act\.|payment:|form_online/, question);
  }
  assert.doesNotMatch(await ask('Was muss ich an Hundesteuer bezahlen?'), /Bürgerkasse/);
  const back = await save(municipality.targets ?? [], saved.body.municipality.version);
  assert.equal(back.status, 200, JSON.stringify(back.body));
});

// The page that asks who comes, for the first place offered.
async function heldPlace(service) {
  const send = (path, body) => fetch(product.url + path, { method: body ? 'POST' : 'GET', body, redirect: 'manual' });
  const html = await (await send(`/termin?leistung=${service}`)).text();
  const form = /<form action="\/termin\/reservieren".*?<\/form>/s.exec(html)[0];
  const fields = [...form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  const [, name, value] = /<button[^>]* name="(\w+)" value="([^"]+)"/.exec(form);
  const answer = await send('/termin/reservieren', new URLSearchParams([...fields, [name, value]]));
  assert.equal(answer.status, 303, await answer.text());
  return answer.headers.get('location');
}

test('a notice stands on every page that it is for, before the page\'s own words', async () => {
  const now = Math.floor(Date.now() / 1000);
  const tell = (title, more = {}) => staff.call('knowledge/SaveNotice', { notice: { title, text: 'Bitte beachten Sie das.',
    beginUnix: now - 60, endUnix: now + 3600, ...more } });
  const notices = [await tell('Stromausfall'), await tell('Ausweisdruck steht still', { serviceIds: ['personalausweis'] }),
    await tell('Aufzug steht still', { officeIds: ['standesamt'] })].map((one) => one.notice.id);
  const pages = ['/', '/leistungen', '/leistungen/hundesteuer', '/leistungen/personalausweis', '/leistungen/personalausweis/leichte-sprache',
    '/aemter', '/aemter/standesamt', '/aemter/buergerbuero-mitte', '/suche?q=hund', '/termin', '/termin?leistung=personalausweis',
    '/terminal/standort-standesamt', '/terminal/standort-standesamt/nummer', await heldPlace('personalausweis')];
  const told = {};
  for (const page of pages) {
    const html = (await request(product.url + page, { host: 'erlenfurt.localhost' })).body;
    told[page] = ['Stromausfall', 'Ausweisdruck', 'Aufzug steht'].filter((title) => html.includes(title));
    if (page !== '/') assert.ok(html.indexOf('Stromausfall') < html.indexOf('<h1'), page);
  }
  for (const noticeId of notices) await staff.call('knowledge/DeleteNotice', { noticeId });
  const general = Object.fromEntries(pages.map((page) => [page, ['Stromausfall']]));
  assert.deepEqual(told, { ...general, '/': ['Stromausfall', 'Ausweisdruck', 'Aufzug steht'],
    '/leistungen/personalausweis': ['Stromausfall', 'Ausweisdruck'],
    '/leistungen/personalausweis/leichte-sprache': ['Stromausfall', 'Ausweisdruck'],
    '/termin?leistung=personalausweis': ['Stromausfall', 'Ausweisdruck'], [pages.at(-1)]: ['Stromausfall', 'Ausweisdruck'],
    '/aemter/standesamt': ['Stromausfall', 'Aufzug steht'], '/terminal/standort-standesamt': ['Stromausfall', 'Aufzug steht'],
    '/terminal/standort-standesamt/nummer': ['Stromausfall', 'Aufzug steht'] });
});

test('a day that staff close in the calendar of appointments is closed for the chat and the interface too', async () => {
  const hours = async (date) => {
    const told = await request(`${product.url}/api/v1/offices/buergerbuero-nord?date=${date}`, { host: 'erlenfurt.localhost' });
    assert.equal(told.status, 200, JSON.stringify(told.body));
    return told.body.dateText ?? '';
  };
  let date;
  for (let ahead = 10; date === undefined; ahead += 1) {
    assert.ok(ahead < 60, 'no open day');
    const day = new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    if (/Uhr/.test(await hours(day))) date = day;
  }
  const { calendarJson, version } = await staff.call('booking/GetCalendar', { locationId: 'standort-nord' });
  const calendar = JSON.parse(calendarJson);
  const closed = { ...calendar, closures: [...(calendar.closures ?? []), { date, reason: 'Wasserschaden' }] };
  await staff.call('booking/SaveCalendar', { calendarJson: JSON.stringify(closed), expectedVersion: version });
  // While booking does not answer in time, the hours of the town are told.
  let told;
  await until(async () => (told = await hours(date)) === 'geschlossen (Wasserschaden)', 30_000, () => told);
  const { version: next } = await staff.call('booking/GetCalendar', { locationId: 'standort-nord' });
  await staff.call('booking/SaveCalendar', { calendarJson, expectedVersion: next });
  await until(async () => /Uhr/.test(told = await hours(date)), 30_000, () => told);
});

test('services are told as schema.org GovernmentService, and the document describes the interface', async () => {
  const told = await request(`${product.url}/api/v1/services/personalausweis/jsonld`, { host: 'erlenfurt.localhost' });
  assert.equal(told.body['@type'], 'GovernmentService');
  assert.match(told.body.offers.description, /46,00.*die Gebühr senken/);
  const document = await request(`${product.url}/api/v1/openapi.json`, { host: 'erlenfurt.localhost' });
  for (const path of ['/services', '/services/{id}', '/services/{id}/jsonld', '/offices', '/answers', '/search'])
    assert.ok(Object.keys(document.body.paths).some((known) => known.endsWith(path)), path);
});

test('when the text beneath an entry changes its owner gets the difference, and an overdue entry is listed', async () => {
  const { entry } = await staff.call('knowledge/SaveEntry', { entry: { question: 'Was kostet ein Hund im Jahr?',
    answer: 'Der erste Hund kostet 96 Euro.', language: 'de', serviceId: 'hundesteuer', act: 'fee', owner: 'steueramt',
    reviewDate: '2020-01-01' } });
  await staff.call('knowledge/SetEntryState', { entryId: entry.id, state: 'published', expectedVersion: entry.version });
  const overdue = await staff.call('knowledge/ListEntries', { overdueOnly: true });
  assert.ok(overdue.entries.some((one) => one.id === entry.id));
  const folder = mkdtempSync(join(tmpdir(), 'al-kt-'));
  try {
    const catalogue = readFileSync(join(root, 'knowledge/data/demo/erlenfurt/catalogue.xzufi.xml'), 'utf8');
    assert.match(catalogue, /96,00/);
    writeFileSync(join(folder, 'catalogue.xzufi.xml'), catalogue.replaceAll('96,00', '101,00'));
    execFileSync(cli, ['import', '--municipality', 'erlenfurt', join(folder, 'catalogue.xzufi.xml')],
      { env: { ...process.env, AMTSLOTSE_DATA: product.folder } });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { tasks } = await staff.call('knowledge/ListReviewTasks', {});
  const task = tasks.find((one) => one.entryId === entry.id);
  assert.equal(task?.owner, 'steueramt', JSON.stringify(tasks));
  assert.match(JSON.stringify(task.lines), /96,00.*101,00/);
  await staff.call('knowledge/CloseReviewTask', { taskId: task.id });
  assert.ok(!(await staff.call('knowledge/ListReviewTasks', {})).tasks?.some((one) => one.id === task.id));
});
