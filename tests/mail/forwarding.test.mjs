// What somebody wants of the town about their own data reaches the town's mailbox through a real SMTP server, as a mail whose
// answer goes to the citizen. Asked for over the RPC that dialogue calls.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { simpleParser } from 'mailparser';
import { call, encode, overSocket } from '../integration/grpc.mjs';
import { booking, mailServer, newTown, plain, until } from './town.mjs';

const wish = { municipality_id: 'erlenfurt', idempotency_key: 'talk-1:e3', to: 'datenschutz@erlenfurt.example', subject: 'Datenschutz-Anliegen aus dem Chat',
  text: 'Welche Daten haben Sie über mich?\r\n.\r\nBcc: all@example.org\nhttps://example.org/<b>', name: 'Ida Auskunft, Tochter von „Otto“', reply_to: 'ida@example.org' };

async function started(town, settings) {
  const process_ = await booking(town, settings);
  await until(() => readdirSync(town.folder).includes('booking.sock'), 30_000, process_.said);
  const line = overSocket(join(town.folder, 'booking.sock'));
  const forward = (more = {}) => call(line, '/amtslotse.booking.v1.Booking/ForwardRequest', encode('booking', 'ForwardRequestRequest', { ...wish, ...more }));
  return { ...process_, forward, stop: async () => { line.destroy(); await process_.stop(); } };
}

test('the request arrives once, whole, and its answer goes to the citizen', async () => {
  const town = newTown();
  town.seed('confirmed', '0');
  const server = await mailServer();
  const service = await started(town, { ...plain, BOOKING_SMTP_URL: `smtp://127.0.0.1:${server.port}` });
  const first = await service.forward();
  assert.equal(first.code, 0, first.message);
  const again = await service.forward();
  assert.deepEqual(again.bytes, first.bytes, 'a repeat is told the same time');
  assert.equal((await service.forward({ text: 'Bitte löschen.' })).code, 3, 'the key belongs to the first text');
  await until(() => server.mails.length === 1, 60_000, service.said);
  const mail = await simpleParser(server.mails[0].raw);
  assert.deepEqual(server.mails[0].envelope.rcptTo.map(({ address }) => address), [wish.to]);
  assert.equal(mail.to.value[0].address, wish.to);
  assert.equal(mail.from.value[0].address, 'termine@erlenfurt.example');
  assert.equal(mail.from.value[0].name, 'Stadt Erlenfurt');
  assert.deepEqual(mail.replyTo.value.map(({ address }) => address), [wish.reply_to]);
  assert.equal(mail.replyTo.value[0].name, wish.name);
  assert.equal(mail.subject, wish.subject);
  assert.equal(mail.bcc, undefined);
  assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
  assert.equal(mail.attachments.length, 0);
  assert.equal(mail.html, false, 'what a stranger wrote becomes no link');
  assert.ok(mail.text.includes('Welche Daten haben Sie über mich?\n.\nBcc: all@example.org\nhttps://example.org/<b>'), mail.text);
  assert.match(mail.text, /Eingegangen: \w+, \d+\. \S+ \d{4}, \d+:\d\d Uhr/);
  assert.match(mail.text, /spätestens einen Monat nach dem Eingang \(Art\. 12 Abs\. 3 DSGVO\)/);
  await service.stop();
  assert.deepEqual(town.counts(), { waiting: 0, sent: 1, failed: 0 });
  for (const secret of ['ida@example.org', 'Ida Auskunft', 'Welche Daten']) assert.ok(!service.said().includes(secret), service.said());
  assert.equal(server.mails.length, 1);
  await server.close();
});

test('a server that is away gets it when it is back', async () => {
  const town = newTown();
  town.seed('confirmed', '0');
  const server = await mailServer();
  await server.close();
  const url = { ...plain, BOOKING_SMTP_URL: `smtp://127.0.0.1:${server.port}` };
  const early = await started(town, url);
  assert.equal((await early.forward()).code, 0);
  await until(() => /message_not_sent.*forwarded/.test(early.said()), 60_000, early.said);
  await early.stop();
  const back = await mailServer({ port: server.port });
  town.due();
  const later = await started(town, url);
  await until(() => back.mails.length === 1, 60_000, later.said);
  await later.stop();
  assert.deepEqual(town.counts(), { waiting: 0, sent: 1, failed: 0 });
  await back.close();
});

test('nobody is told that it arrived where no mail goes out, and a flood ends', async () => {
  const town = newTown();
  town.seed('confirmed', '0');
  const idle = await started(town, {});
  assert.equal((await idle.forward()).code, 9);
  await idle.stop();
  assert.deepEqual(town.counts(), { waiting: 0, sent: 0, failed: 0 });
  const writing = await started(town, { BOOKING_MAIL_FOLDER: join(town.folder, 'mail') });
  const codes = [];
  for (let i = 0; i < 31; i += 1) codes.push((await writing.forward({ idempotency_key: `flood-${i}` })).code);
  assert.deepEqual(codes, [...Array(30).fill(0), 8]);
  for (const [field, value] of [['to', ''], ['to', 'a@b.de, c@d.de'], ['reply_to', 'ida'], ['text', ' '], ['text', 'x'.repeat(4001)], ['subject', 'a\r\nBcc: b@c.de'], ['name', '']]) {
    const { code, message } = await writing.forward({ idempotency_key: 'other', [field]: value });
    assert.equal(code, 3, `${field}: ${message}`);
    assert.match(message, new RegExp(`^${field}:`));
  }
  await writing.stop();
});
