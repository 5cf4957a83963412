// The mail server is away for more than an hour, then slow, then refuses one address: nothing is lost, nothing comes twice. The
// clock is moved along. What a sender had taken and not tried is not held up by its end.
import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { simpleParser } from 'mailparser';
import { booking, mailServer, newTown, plain, until } from './town.mjs';

test('an hour without a mail server', async () => {
  const town = newTown();
  town.seed('confirmed', '30');
  const file = join(town.folder, 'ahead');
  const ahead = (minutes) => { writeFileSync(`${file}.new`, String(minutes * 60)); renameSync(`${file}.new`, file); };
  ahead(0);
  const refuse = (address) => (address === 'citizen7@example.org' ? { code: 550, text: 'no such user' } : null);
  const down = await mailServer();
  await down.close();
  const process_ = await booking(town, { ...plain, BOOKING_SMTP_URL: `smtp://127.0.0.1:${down.port}`, AMTSLOTSE_CLOCK_AHEAD: file });
  const attempts = () => [...process_.said().matchAll(/message_not_sent/g)].length;
  let minutes = 0;
  for (const wait of [0, 2, 4, 8, 16, 32, 64]) {
    const before = attempts();
    ahead(minutes += wait);
    await until(() => attempts() > before, 60_000, () => `after ${minutes} minutes, ${before} attempts\n${process_.said()}`);
  }
  assert.ok(minutes > 60);
  const back = await mailServer({ port: down.port, delay: 40, refuse });
  // What was just being put off when the server came back is put off from the clock of that moment: time goes on.
  const began = Date.now();
  const allSettled = () => {
    ahead(minutes + 360 + 120 * Math.floor((Date.now() - began) / 2000));
    return back.mails.length === 29 && /550/.test(process_.said());
  };
  await until(allSettled, 120_000, () => `${back.mails.length} mails\n${process_.said()}`);
  await process_.stop();
  assert.deepEqual(town.counts(), { waiting: 0, sent: 29, failed: 1 });
  const ids = new Set();
  for (const mail of back.mails) ids.add((await simpleParser(mail.raw)).messageId);
  assert.deepEqual([ids.size, back.mails.length], [29, 29]);
  await back.close();
});

test('mails that were not tried are given back: sent as soon as there is a server, without an attempt', async () => {
  const town = newTown();
  town.seed('confirmed', '30');
  const down = await mailServer();
  await down.close();
  const url = { ...plain, BOOKING_SMTP_URL: `smtp://127.0.0.1:${down.port}` };
  const early = await booking(town, url);
  await until(() => /message_not_sent/.test(early.said()), 60_000, early.said);
  await early.stop();
  const tried = [...early.said().matchAll(/message_not_sent/g)].length;
  assert.equal(town.attempts(), tried);
  assert.ok(tried < 30);
  const back = await mailServer({ port: down.port });
  const process_ = await booking(town, url);
  await until(() => back.mails.length >= 30 - tried, 60_000, () => `${back.mails.length} mails, ${tried} tried before\n${process_.said()}`);
  await process_.stop();
  await back.close();
});

test('a sender that is killed over a mail delays what it had taken by less than a minute', async () => {
  const town = newTown();
  town.seed('confirmed', '30');
  let begun = 0;
  const silent = await mailServer({ stall: () => ++begun });
  const url = { ...plain, BOOKING_SMTP_URL: `smtp://127.0.0.1:${silent.port}` };
  const early = await booking(town, url);
  await until(() => begun > 0, 60_000, early.said);
  await early.kill();
  await silent.close();
  assert.equal(town.attempts(), 0);
  const back = await mailServer({ port: silent.port });
  const ahead = join(town.folder, 'ahead');
  writeFileSync(ahead, '50');
  const process_ = await booking(town, { ...url, AMTSLOTSE_CLOCK_AHEAD: ahead });
  await until(() => back.mails.length === 30, 60_000, () => `${back.mails.length} mails\n${process_.said()}`);
  await process_.stop();
  assert.deepEqual([town.counts(), town.attempts()], [{ waiting: 0, sent: 30, failed: 0 }, 30]);
  const ids = new Set();
  for (const mail of back.mails) ids.add((await simpleParser(mail.raw)).messageId);
  assert.equal(ids.size, 30);
  await back.close();
});
