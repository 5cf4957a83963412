// Every mail is answered by absence notes and comes back as undeliverable, all through real SMTP: nothing answers that, and
// no second mail goes out for it (RFC 3834, RFC 3464).
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { simpleParser } from 'mailparser';
import { booking, mailServer, newTown, plain, until } from './town.mjs';

// Sends one mail as any mail server would; `from` is empty for what nobody may answer.
async function deliver(port, from, to, message) {
  const socket = net.connect(port, '127.0.0.1');
  const lines = [];
  let waiting;
  let text = '';
  socket.setEncoding('utf8').on('data', (part) => {
    text += part;
    for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
      if (text[3] !== '-') lines.push(text.slice(0, end));
      text = text.slice(end + 2);
    }
    waiting?.();
  });
  const answer = async () => {
    while (lines.length === 0) await new Promise((resolve) => { waiting = resolve; });
    return lines.shift();
  };
  const say = async (line, expected) => {
    if (line) socket.write(`${line}\r\n`);
    assert.match(await answer(), expected, line);
  };
  await say('', /^220/);
  await say('EHLO elsewhere.example', /^250/);
  await say(`MAIL FROM:<${from}>`, /^250/);
  await say(`RCPT TO:<${to}>`, /^250/);
  await say('DATA', /^354/);
  await say(`${message.replaceAll(/\r?\n/g, '\r\n')}\r\n.`, /^250/);
  await say('QUIT', /^221/);
  socket.end();
}

// RFC 3834, section 2: what an automatic responder may answer.
function mayBeAnswered(mail, sender) {
  const says = (name) => String(mail.headers.get(name) ?? '');
  return sender !== '' && /^(no)?$/i.test(says('auto-submitted')) && !mail.headers.has('list') && !/^(bulk|list|junk)$/i.test(says('precedence'));
}

const note = (of, to) => `From: <${of}>\nTo: <${to}>\nSubject: Abwesend\nAuto-Submitted: auto-replied\n\nIch bin im Urlaub.`;
const undeliverable = (of, to) => `From: MAILER-DAEMON <postmaster@example.org>\nTo: <${to}>\nSubject: Undelivered Mail\nAuto-Submitted: auto-replied
MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: text/plain\n\nNo such user.
--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; example.org\n\nFinal-Recipient: rfc822; ${of}\nAction: failed\nStatus: 5.1.1\n\n--b--`;

// All mailboxes of this world. A citizen's answers by the rules, carelessly, and bounces; the town's answers by the rules.
async function world() {
  const open = [];
  const answered = [];
  const server = await mailServer({ received: (mail) => open.push(answer(mail)) });
  async function answer({ raw, envelope }) {
    const sender = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
    const of = envelope.rcptTo[0].address;
    if (mayBeAnswered(await simpleParser(raw), sender)) {
      answered.push(of);
      await deliver(server.port, '', sender, note(of, sender));
    }
    if (!of.endsWith('@example.org') || sender === '') return;
    await deliver(server.port, '', sender, note(of, sender));
    await deliver(server.port, '', sender, undeliverable(of, sender));
  }
  const settled = async () => { for (let done = 0; done < open.length; done += 1) await open[done]; };
  const to = (pattern) => server.mails.filter((mail) => pattern.test(mail.envelope.rcptTo[0].address));
  return { server, answered, settled, to };
}

for (const [where, settings, mailbox] of [['an address for them', { BOOKING_MAIL_BOUNCES: 'bounce@erlenfurt.example' }, /^bounce@/], ['the sender', {}, /^termine@/]]) {
  test(`absence notes and bounces to ${where} are answered by nobody`, async () => {
    const town = newTown();
    town.seed('confirmed', '5');
    const { server, answered, settled, to } = await world();
    const ahead = join(town.folder, 'ahead');
    writeFileSync(ahead, '0');
    const all = { ...plain, ...settings, BOOKING_SMTP_URL: `smtp://127.0.0.1:${server.port}`, AMTSLOTSE_CLOCK_AHEAD: ahead };
    const first = await booking(town, all);
    await until(() => to(mailbox).length === 10, 60_000, () => `${server.mails.length} mails\n${first.said()}`);
    await first.stop();
    await settled();
    assert.deepEqual(town.counts(), { waiting: 0, sent: 5, failed: 0 });
    // A day later, with something else to send: whatever had been caused by the answers would go too.
    writeFileSync(ahead, String(25 * 3600));
    town.seed('confirmed', '1', '5');
    const second = await booking(town, all);
    await until(() => to(mailbox).length === 12, 60_000, () => `${server.mails.length} mails\n${second.said()}`);
    await second.stop();
    await settled();
    assert.deepEqual(town.counts(), { waiting: 0, sent: 6, failed: 0 });
    assert.equal(to(/@example\.org$/).length, 6, 'one mail to each citizen');
    assert.deepEqual([server.mails.length, answered], [18, []], 'by the rules nobody answers our mails, nor what answers them');
    for (const { raw } of to(/@example\.org$/)) {
      const mail = await simpleParser(raw);
      assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
      assert.equal(mail.headers.get('x-auto-response-suppress'), 'All');
    }
    await server.close();
  });
}
