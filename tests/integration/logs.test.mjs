// A day of simulated traffic on every path that carries what people say: web chat, Telegram, mail, staff at the desk and on
// the telephone, people who wait for a time or for somebody of the staff, call-backs, requests about one's own data, and errors. No log has a text, name, address, number or contact of it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { administrator, colleague } from '../browser/console.mjs';
import { TelegramEmulator } from '../emulators/telegram.mjs';
import { writeAccounts } from './messengers.mjs';
import { cli } from './paths.mjs';
import { Conversation, request, startProduct, until } from './product.mjs';

const host = 'erlenfurt.localhost';
let admin;
let bot;
let folder;
let front;
let mail;
let offices;
let product;

// Takes every mail, and refuses those to `nirgendwo@`.
async function mailSink() {
  const mails = [];
  const server = createServer((socket) => {
    let data = null;
    let rest = '';
    const say = (line) => socket.write(`${line}\r\n`);
    say('220 hier');
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      rest += bytes;
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (data !== null && line === '.') { mails.push(data); data = null; say('250 ok'); }
        else if (data !== null) data += `${line}\n`;
        else if (/^data/i.test(line)) { data = ''; say('354 weiter'); }
        else if (/^quit/i.test(line)) { say('221 weg'); socket.end(); }
        else if (/^rcpt/i.test(line) && line.includes('nirgendwo@')) say('550 5.1.1 nirgendwo@schrulle.example unknown');
        else say('250 ok');
      }
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { mails, port: server.address().port, close: () => new Promise((resolve) => server.close(resolve)) };
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'amtslotse-day-'));
  bot = await new TelegramEmulator({ token: '1:secret-tag', username: 'erlenfurt_tag_bot' }).start();
  writeAccounts(join(folder, 'data', 'messengers'), join(folder, 'data.keys'), [{ municipality_id: 'erlenfurt', channel: 'telegram', account: 'tag',
    token_file: 'tag.token', base_url: bot.url, options: { poll_seconds: 5 }, data_level: 'booking' }], { 'tag.token': '1:secret-tag' });
  mail = await mailSink();
  product = await startProduct({ data: join(folder, 'data'), environment: { BOOKING_SMTP_URL: `smtp://127.0.0.1:${mail.port}`, BOOKING_SMTP_TLS: 'none',
    BOOKING_MAIL_FROM: 'termine@erlenfurt.example' } });
  Object.assign(process.env, { AMTSLOTSE_CLI: cli, AMTSLOTSE_DATA: join(folder, 'data') });
  admin = await administrator(product.url);
  offices = (await admin.call('knowledge/ListOffices')).offices;
  front = await colleague(admin, ['location_staff'], [offices[0].id]);
  await admin.call('messengers/SetDataLevel', { channel: 'telegram', account: 'tag', books: true, reason: 'Freigabe für den Test' });
});
after(async () => {
  await product?.stop();
  await bot?.stop();
  await mail?.close();
  rmSync(folder, { recursive: true, force: true });
});

const secrets = ['Quirinus', 'Schnabelwopper', 'quirinus.schnabelwopper', '0431 5566778', '5566778', 'Zottelgasse', 'Adelgunde', 'Firlefanz', 'adelgunde@firlefanz', '04821 998877',
  '998877', 'Brimborium', 'brimborium@posteo', 'Schrulle', 'nirgendwo@', 'Papperlapapp', 'Kuddelmuddel', 'DE89370400440532013000', '198.51.100.77', '2001:db8:77',
  'Wendelgard', 'Knurrhahn', '04821 665544', '665544', 'Balthasar', 'Schlotterbeck', 'Eusebius', 'Zwirbel', 'zwirbel@ziegen', '0431 7788990', '7788990', 'Pusteblume', 'Ottokar',
  'Kunigunde', 'Mauerblümchen', 'Zwirbeline'];

const web = async (...texts) => {
  const talk = await Conversation.begin(product.url);
  for (const text of texts) await talk.say(text);
  return talk;
};
const booked = async (name, email) => {
  const talk = await web('Ich brauche einen Termin für ein Führungszeugnis');
  await talk.choose(1);
  await talk.say(name);
  return /Absagecode: ([^\s"\\.,]+)/.exec(await talk.say(email))?.[1];
};

test('citizens ask, book, cancel and are refused, in the web chat and by mail', async () => {
  await web('Ich heiße Quirinus Schnabelwopper, Zottelgasse 3, 0431 5566778: was kostet ein Reisepass?', 'Mein Konto ist DE89370400440532013000', 'So ein Kuddelmuddel!');
  const code = await booked('Quirinus Schnabelwopper', 'quirinus.schnabelwopper@example.org');
  assert.ok(code);
  assert.ok(await booked('Papperlapapp Schrulle', 'nirgendwo@schrulle.example'));
  await until(() => mail.mails.some((one) => /schnabelwopper/i.test(one)), 30_000);
  const talk = await web('ich möchte meinen Termin absagen', code, 'Schnabelwopper');
  assert.match(await talk.say('ja'), /abgesagt/);
  await web('Welche Daten haben Sie über mich gespeichert?', 'Quirinus Schnabelwopper', 'quirinus.schnabelwopper@example.org');
  for (const path of ['/suche?q=Schnabelwopper', '/api/v1/services?q=Brimborium', '/termine?name=Firlefanz', '/api/v1/conversations/Schnabelwopper/messages'])
    await request(product.url + path, { host, headers: { 'X-Forwarded-For': '198.51.100.77, 2001:db8:77::1' } });
  await request(`${product.url}/api/v1/conversations`, { method: 'POST', host, body: '{"text": "Schnabelwopper' });
  await request(`${product.url}/staff/api/v1/sign-in`, { method: 'POST', host, headers: { 'X-Amtslotse-Csrf': 'anmelden' }, body: { name: 'schnabelwopper', password: 'Papperlapapp' } });
});

test('in a messenger they do the same', async () => {
  const adelgunde = bot.person({ name: 'Adelgunde Firlefanz' });
  adelgunde.say('Hallo, ich bin die Adelgunde Firlefanz, was kostet ein Personalausweis?');
  await adelgunde.hearsThat(/€|Euro/);
  adelgunde.say('rufen Sie mich an: 04821 998877 oder adelgunde@firlefanz.example');
  await adelgunde.hearsThat(/./);
  adelgunde.say('Papperlapapp Kuddelmuddel');
  await adelgunde.hearsThat(/./);
});

test('staff answer, call back, look for people and book for them', async () => {
  await admin.call('dialogue/SetStaffedHours', { officeId: offices[0].id, officeName: offices[0].name, templates: [],
    hoursJson: JSON.stringify([1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '24:00' }))) });
  const talk = await web('Ich möchte mit einem Menschen sprechen');
  await talk.choose('Mit einem Menschen schreiben');
  const [{ id }] = (await front.call('dialogue/ListHandOvers', { state: 'waiting' })).handOvers;
  await front.call('dialogue/AcceptHandOver', { handOverId: id });
  await talk.say('Hier ist Brimborium, brimborium@posteo.example');
  await front.call('dialogue/ReplyAsStaff', { handOverId: id, text: 'Guten Tag Herr Brimborium', idempotencyKey: 'eins' });
  await front.call('dialogue/AddHandOverNote', { handOverId: id, text: 'Brimborium ruft noch einmal an', idempotencyKey: 'n1' });
  await front.call('dialogue/EndHandOver', { handOverId: id });
  const tomorrow = JSON.stringify([{ weekday: ((new Date().getDay() + 2) % 7) + 1, from: '08:00', to: '08:30' }]);
  await admin.call('dialogue/SetStaffedHours', { officeId: offices[0].id, officeName: offices[0].name, templates: [], hoursJson: tomorrow });
  const callback = await web('Ich möchte mit einem Menschen sprechen');
  await callback.choose('Rückruf wünschen');
  await callback.send({ form: { name: 'Adelgunde Firlefanz', telephone: '04821 998877', wanted_time: 'egal' } });
  assert.equal((await front.call('dialogue/ListHandOvers', { state: 'callback' })).handOvers.length, 1);
  await front.tryCall('booking/SearchAppointments', { query: 'Schnabelwopper' });
  await front.tryCall('dialogue/GetHandOver', { handOverId: 'Schnabelwopper' });
  await admin.tryCall('staff/CreateAccount', { name: 'firlefanz', displayName: 'Adelgunde Firlefanz', unknown: 'Brimborium' });
});

// The form of the waiting list, as a browser sends it.
async function wait(fields) {
  const address = `${product.url}/warteliste?leistung=personalausweis`;
  const page = await (await fetch(address)).text();
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
  return (await fetch(`${product.url}/warteliste`, { method: 'POST', body: new URLSearchParams([...hidden, ...Object.entries(fields)]) })).text();
}

test('people wait for a time, by chat and by the form, look at their place and leave it', async () => {
  const talk = await web('Warteliste für Reisepass', 'Wendelgard Knurrhahn');
  assert.match(await talk.say('wendelgard.knurrhahn@example.org'), /Warteliste/);
  const page = await wait({ name: 'Balthasar Schlotterbeck', email: 'balthasar@schlotterbeck.example', telefon: '04821 665544' });
  assert.match(page, /Ihr Platz auf der Warteliste/);
  assert.match(await wait({ name: 'Balthasar Schlotterbeck', email: 'balthasar-schlotterbeck' }), /E-Mail/);
  const [, token] = /action="\/warteliste\/([^"]+)"/.exec(page);
  assert.equal((await fetch(`${product.url}/warteliste/${token}`)).status, 200);
  assert.ok((await admin.call('booking/ListWishes', {})).wishes.length >= 1);
  await fetch(`${product.url}/warteliste/${token}`, { method: 'POST', body: new URLSearchParams({ aktion: 'verlassen' }) });
  await web('ich will von der Warteliste runter', 'Knurrhahn');
});

test('staff book, print, put right, move and look up appointments for people at the counter and on the telephone', async () => {
  const lead = await colleague(admin, ['lead'], ['buergerbuero-nord']);
  const desk = await colleague(admin, ['location_staff'], ['buergerbuero-nord']);
  const services = [{ serviceId: 'meldebescheinigung', quantity: 1 }];
  const { slots } = await desk.call('booking/FindSlots', { filter: { services, locationIds: ['standort-nord'], channel: 'staff' }, limit: 4 });
  const seat = (slot) => ({ locationId: slot.locationId, beginUnix: slot.beginUnix, services });
  const contact = { name: 'Eusebius Zwirbel', email: 'eusebius.zwirbel@ziegen.example', telephone: '0431 7788990', language: 'de' };
  const order = { ...seat(slots[0]), contact, channel: 'counter', attendees: ['Kunigunde Zwirbel'], needs: { note: 'Pusteblume', interpreterLanguage: 'pl' }, reminderConsent: true };
  const { appointment } = await desk.call('booking/BookForCaller', { ...order, idempotencyKey: 'schalter' });
  await desk.call('booking/BookForCaller', { ...order, idempotencyKey: 'schalter' });
  await desk.call('booking/BookForCaller', { ...seat(slots[1]), contact: { name: 'Ottokar Mauerblümchen', telephone: '0431 7788990', language: 'de' }, channel: 'telephone', idempotencyKey: 'telefon' });
  assert.ok(appointment.id);
  const refused = [['booking/BookForCaller', { ...order, ...seat(slots[2]), contact: { ...contact, email: 'zwirbel@ziegen@' }, idempotencyKey: 'x1' }],
    ['booking/BookForCaller', { ...order, ...seat(slots[2]), contact: { ...contact, name: `Zwirbel\n${'Zwirbel'.repeat(60)}` }, idempotencyKey: 'x2' }],
    ['booking/BookForCaller', { ...order, beginUnix: '7', idempotencyKey: 'x3' }]];
  for (const [rpc, body] of refused) {
    const answer = await desk.tryCall(rpc, body);
    assert.ok(answer.status !== 200 || answer.body.refusal, `${rpc} ${JSON.stringify(answer.body)}`);
  }
  await desk.call('booking/GetSlip', { appointmentId: appointment.id });
  await desk.call('booking/CorrectName', { appointmentId: appointment.id, name: 'Eusebius Zwirbeline', reason: 'Schlotterbeck verhört' });
  assert.match(JSON.stringify(await desk.call('booking/SearchAppointments', { query: 'Zwirbeline' })), /Zwirbeline/);
  await desk.tryCall('booking/SearchAppointments', { query: '0431 7788990' });
  await lead.tryCall('booking/MoveAppointments', { moves: [{ appointmentId: appointment.id, ...seat(slots[3]) }], message: 'Liebe Frau Pusteblume', idempotencyKey: 'm' });
  await desk.call('booking/GetDayList', { locationId: slots[0].locationId, date: slots[0].localBegin.slice(0, 10) });
  await until(() => mail.mails.some((one) => /zwirbel@ziegen/i.test(one)), 30_000);
  assert.equal((await admin.request('POST', '/person/erase', { email: contact.email, reason: 'Antrag' })).status, 200);
});

test('nothing of it stands in any log', async () => {
  await until(() => mail.mails.length >= 2, 30_000);
  const logs = join(product.folder, 'logs');
  const written = readdirSync(logs).map((name) => [name, readFileSync(join(logs, name), 'utf8')]);
  assert.ok(written.length >= 8);
  assert.ok(written.some(([, text]) => text.includes('message_not_sent') || text.includes('550')), 'the refused mail was noted');
  written.push(['the supervisor', product.output]);
  const found = written.flatMap(([name, text]) => secrets.filter((secret) => text.toLowerCase().includes(secret.toLowerCase())).map((secret) => `${name}: ${secret}`));
  assert.deepEqual(found, []);
});
