// How messages leave: SMTP with STARTTLS and TLS, with name and password; the text messages' HTTP gateway.
import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { booking, certificate, mailServer, newTown, until } from './town.mjs';

const login = { BOOKING_SMTP_USER: 'booking', BOOKING_SMTP_PASSWORD: 'secret' };

for (const [name, scheme, secure] of [['STARTTLS', 'smtp', false], ['TLS from the first byte', 'smtps', true]]) {
  test(`${name}: name and password go over the sealed line only, to a server that is known`, async () => {
    const town = newTown();
    town.seed('confirmed', '1');
    const tls = certificate();
    const server = await mailServer({ tls, secure });
    const url = { BOOKING_SMTP_URL: `${scheme}://127.0.0.1:${server.port}` };
    const attempt = async (settings) => {
      const before = town.counts();
      const process_ = await booking(town, { ...url, ...settings });
      await until(() => server.mails.length > 0 || /message_not_sent/.test(process_.said()), 60_000, process_.said);
      await process_.stop();
      return { said: process_.said(), before };
    };
    await attempt(login);  // nobody vouches for the certificate
    assert.deepEqual([server.mails.length, town.counts().waiting], [0, 1]);
    town.due();
    const { said } = await attempt({ ...login, BOOKING_SMTP_PASSWORD: 'falsch', BOOKING_SMTP_CA_FILE: tls.file });
    assert.deepEqual([server.mails.length, town.counts()], [0, { waiting: 1, sent: 0, failed: 0 }], 'our mistake is not the mail\'s');
    assert.doesNotMatch(said, /falsch/);
    town.due();
    await attempt({ ...login, BOOKING_SMTP_CA_FILE: tls.file });
    assert.deepEqual([server.mails.length, server.mails[0].user, server.mails[0].secure], [1, 'booking', true]);
    assert.deepEqual(town.counts(), { waiting: 0, sent: 1, failed: 0 });
    await server.close();
  });
}

// A gateway for text messages that answers with these statuses in turn, the last one for ever.
async function gateway(statuses) {
  const calls = [];
  const server = http.createServer((call, answer) => {
    let body = '';
    call.on('data', (part) => { body += part; }).on('end', () => {
      const status = statuses[Math.min(calls.length, statuses.length - 1)];
      calls.push({ status, method: call.method, headers: call.headers, body: JSON.parse(body) });
      answer.writeHead(status).end();
    });
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { calls, url: `http://127.0.0.1:${server.address().port}/send`, close: () => new Promise((resolve) => { server.close(resolve); }) };
}

test('text messages go to the gateway, with a key that stays the same when one is tried again', async () => {
  const town = newTown();
  town.seed('sms', '2');
  const sms = await gateway([500, 202]);
  const settings = { BOOKING_SMS_URL: sms.url, BOOKING_SMS_TOKEN: 'gw-secret', BOOKING_SMS_BODY: '{"recipient":"{to}","message":"{text}","ref":"{id}"}' };
  const early = await booking(town, settings);
  await until(() => sms.calls.length === 1 && /message_not_sent/.test(early.said()), 60_000, early.said);
  await early.stop();
  assert.equal(town.counts().waiting, 2, 'a gateway in trouble gets no second message');
  town.due();
  const process_ = await booking(town, settings);
  await until(() => sms.calls.length === 3, 60_000, process_.said);
  await process_.stop();
  assert.deepEqual(town.counts(), { waiting: 0, sent: 2, failed: 0 });
  const [first, ...rest] = sms.calls;
  for (const call of sms.calls) {
    assert.equal(call.method, 'POST');
    assert.equal(call.headers.authorization, 'Bearer gw-secret');
    assert.equal(call.headers['idempotency-key'], call.body.ref);
    assert.match(call.body.recipient, /^0170 55500/);
    assert.match(call.body.message, /^Stadt Erlenfurt: Termin am .* Kommen Sie\? https:\/\/erlenfurt\.example\/erinnerung\//);
    assert.doesNotMatch(call.body.message, /Meldebescheinigung/);
  }
  assert.equal(rest.filter((call) => call.body.ref === first.body.ref).length, 1);
  assert.doesNotMatch(early.said() + process_.said(), /gw-secret|170 ?55500/);
  await sms.close();
});

test('a number the gateway refuses is shown to staff as failed', async () => {
  const town = newTown();
  town.seed('sms', '1');
  const sms = await gateway([422]);
  const process_ = await booking(town, { BOOKING_SMS_URL: sms.url });
  await until(() => /message_not_sent/.test(process_.said()), 60_000, process_.said);
  await process_.stop();
  assert.deepEqual(town.counts(), { waiting: 0, sent: 0, failed: 1 });
  await sms.close();
});
