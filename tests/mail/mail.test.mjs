// Mails leave through a real SMTP server (smtp-server), are read by another library (mailparser) and their calendar files by a
// third (ical.js). The booking process runs alone, on a database that mail_seed has filled.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ICAL from 'ical.js';
import { simpleParser } from 'mailparser';
import { booking, mailServer, newTown, plain, until } from './town.mjs';

test('a mail is read by other libraries: text, HTML, calendar, headers', async () => {
  const town = newTown();
  town.seed('confirmed', '1');
  const server = await mailServer();
  const process_ = await booking(town, { ...plain, BOOKING_SMTP_URL: `smtp://127.0.0.1:${server.port}`, BOOKING_MAIL_BOUNCES: 'bounce@erlenfurt.example' });
  await until(() => server.mails.length === 1, 60_000, process_.said);
  const mail = await simpleParser(server.mails[0].raw);
  assert.equal(mail.from.value[0].address, 'termine@erlenfurt.example');
  assert.equal(mail.from.value[0].name, 'Stadt Erlenfurt');
  assert.equal(server.mails[0].envelope.mailFrom.address, 'bounce@erlenfurt.example');
  assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
  assert.doesNotMatch(mail.subject, /Reisepass/);
  assert.match(mail.text, /Guten Tag Anna Müller/);
  assert.match(mail.text, /https:\/\/erlenfurt\.example\/termin\//);
  assert.match(mail.html, /<a href="https:\/\/erlenfurt\.example\/termin\//);
  const file = mail.attachments.find((attachment) => attachment.filename === 'termin.ics');
  const calendar = new ICAL.Component(ICAL.parse(file.content.toString()));
  assert.equal(calendar.getFirstPropertyValue('method'), 'REQUEST');
  assert.ok(calendar.getFirstSubcomponent('vtimezone'));
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent'));
  assert.equal(event.location, 'Bürgerbüro Mitte, Marktstraße 4, 24201 Erlenfurt');
  assert.equal(event.sequence, 0);
  assert.doesNotMatch(event.summary, /Reisepass/);

  await process_.stop();  // the database has one writer
  town.seed('cancel');
  const again = await booking(town, { ...plain, BOOKING_SMTP_URL: `smtp://127.0.0.1:${server.port}` });
  await until(() => server.mails.length === 2, 60_000, again.said);
  const second = await simpleParser(server.mails[1].raw);
  assert.match(second.text, /Wir sind krank\./);
  const gone = new ICAL.Component(ICAL.parse(second.attachments.find((one) => one.filename === 'termin.ics').content.toString()));
  assert.equal(gone.getFirstPropertyValue('method'), 'CANCEL');
  const cancelled = new ICAL.Event(gone.getFirstSubcomponent('vevent'));
  assert.equal(cancelled.uid, event.uid);
  assert.ok(cancelled.sequence > event.sequence);
  await again.stop();
  await server.close();
});

test('a server that is down, refuses some and is slow loses nothing and gets nothing twice', async () => {
  const town = newTown();
  town.seed('confirmed', '30');
  const server = await mailServer({ delay: 50, refuse: (address) => (address === 'citizen7@example.org' ? { code: 550, text: 'no such user' } : null) });
  const { port } = server;
  await server.close();
  const url = { ...plain, BOOKING_SMTP_URL: `smtp://127.0.0.1:${port}` };
  const early = await booking(town, url);  // nobody listens
  await until(() => /message_not_sent/.test(early.said()), 60_000, early.said);
  await early.kill();  // in the middle of it
  assert.equal(town.counts().sent, 0);
  const back = await mailServer({ port, delay: 50, refuse: (address) => (address === 'citizen7@example.org' ? { code: 550, text: 'no such user' } : null) });
  // What the killed one had taken or tried is due again within two minutes.
  const ahead = join(town.folder, 'ahead');
  writeFileSync(ahead, String(2 * 60));
  const process_ = await booking(town, { ...url, AMTSLOTSE_CLOCK_AHEAD: ahead });
  await until(() => back.mails.length === 29 && /"kind":"confirmed".*550/.test(process_.said()), 240_000, () => `${back.mails.length} mails\n${process_.said()}`);
  await process_.stop();
  assert.deepEqual(town.counts(), { waiting: 0, sent: 29, failed: 1 });
  const ids = new Set();
  for (const mail of back.mails) ids.add((await simpleParser(mail.raw)).messageId);
  assert.equal(ids.size, 29);
  assert.equal(back.mails.length, 29);
  await back.close();
});

test('with STARTTLS required, nothing goes over an open line', async () => {
  const town = newTown();
  town.seed('confirmed', '1');
  const server = await mailServer();  // offers no STARTTLS
  const process_ = await booking(town, { BOOKING_SMTP_URL: `smtp://127.0.0.1:${server.port}` });
  await until(() => /message_not_sent/.test(process_.said()), 60_000, process_.said);
  assert.equal(server.mails.length, 0);
  await process_.stop();
  await server.close();
});

test('without a mail server mails wait, or lie in a folder', async () => {
  const town = newTown();
  town.seed('confirmed', '1');
  const idle = await booking(town, {});
  await until(() => /listening|serving|started/.test(idle.said()) || readdirSync(town.folder).includes('booking.sock'), 30_000, idle.said);
  await idle.stop();
  assert.deepEqual(town.counts(), { waiting: 1, sent: 0, failed: 0 });
  const folder = join(town.folder, 'mail');
  const writing = await booking(town, { BOOKING_MAIL_FOLDER: folder });
  const eml = () => (readdirSync(town.folder).includes('mail') ? readdirSync(folder).filter((name) => name.endsWith('.eml')) : []);
  await until(() => eml().length === 1, 60_000, writing.said);
  const files = eml();
  assert.equal(files.length, 1);
  assert.match((await simpleParser(readFileSync(join(folder, files[0])))).text, /Terminnummer/);
  await writing.stop();
  assert.deepEqual(town.counts(), { waiting: 0, sent: 1, failed: 0 });
});
