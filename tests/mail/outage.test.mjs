// The mail server is away for more than an hour, then slow, then refuses one address: nothing is lost, nothing comes twice. The
// clock is moved along.
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
  const attempt = () => Math.max(0, ...[...process_.said().matchAll(/"attempt":(\d+)/g)].map((match) => Number(match[1])));
  let minutes = 0;
  for (const wait of [0, 2, 4, 8, 16, 32, 64]) {  // as its patience grows
    const before = attempt();
    ahead(minutes += wait);
    await until(() => attempt() > before, 60_000, () => `after ${minutes} minutes, attempt ${before}\n${process_.said()}`);
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
