// What the mail tests share: a booking process on a database that mail_seed has filled, and a real mail server.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { build, patience } from '../integration/paths.mjs';

const seedProgram = join(build, 'tests/mail/mail_seed');
const bookingProgram = join(build, 'services/booking/amtslotse-booking');
const movedProgram = join(build, 'tests/support/booking_ahead');
const folders = [];
const children = new Set();
const servers = new Set();
// Also what a test that failed left behind, which would hold up the end.
after(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});

export function newTown() {
  const folder = mkdtempSync(join(tmpdir(), 'amtslotse-mail-'));
  const keys = mkdtempSync(join(tmpdir(), 'amtslotse-mail-keys-'));
  folders.push(folder, keys);
  const seed = (...words) => execFileSync(seedProgram, [folder, join(keys, 'keys'), ...words], { encoding: 'utf8' });
  return { folder, keys: join(keys, 'keys'), seed, counts: () => JSON.parse(seed('counts')), due: () => seed('due'), attempts: () => Number(seed('attempts')) };
}

// A certificate for 127.0.0.1 that nobody signed. → {key, cert, file}
export function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'amtslotse-cert-'));
  folders.push(folder);
  const [key, file] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=mail.example',
    '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', file], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(file), file };
}

// A mail server; `behave` may refuse or delay, hear of each mail (`received`) or never answer (`stall`); `tls` is a certificate: then it wants a name and password, and `secure` TLS
// from the first byte on. → {port, mails, close}
export async function mailServer(behave = {}) {
  const mails = [];
  const server = new SMTPServer({
    authOptional: !behave.tls, hideSTARTTLS: !behave.tls, disabledCommands: behave.tls ? [] : ['AUTH'], secure: behave.secure ?? false, ...behave.tls,
    onAuth: (auth, session, done) => (auth.username === 'booking' && auth.password === 'secret' && session.secure
      ? done(null, { user: auth.username }) : done(new Error('535 no'))),
    onRcptTo: (address, session, done) => {
      const refusal = behave.refuse?.(address.address, mails.length);
      if (!refusal) return done();
      const error = new Error(refusal.text);
      error.responseCode = refusal.code;
      return done(error);
    },
    onData: (stream, session, done) => {
      const parts = [];
      stream.on('data', (part) => parts.push(part));
      stream.on('end', async () => {
        if (behave.stall?.()) return;
        if (behave.delay) await pause(behave.delay);
        const mail = { raw: Buffer.concat(parts), envelope: session.envelope, user: session.user, secure: session.secure };
        mails.push(mail);
        behave.received?.(mail);
        done();
      });
    },
  });
  server.on('error', () => {});
  await new Promise((resolve) => server.listen(behave.port ?? 0, '127.0.0.1', resolve));
  servers.add(server);
  return { port: server.server.address().port, mails, close: () => { servers.delete(server); return new Promise((resolve) => server.close(resolve)); } };
}

export async function booking(town, settings) {
  const child = spawn(settings.AMTSLOTSE_CLOCK_AHEAD ? movedProgram : bookingProgram, [], { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH, BOOKING_LISTEN: `unix:${town.folder}/booking.sock`,
    BOOKING_DATA_DIR: town.folder, BOOKING_KEYS_FILE: town.keys, BOOKING_WEB_URL: 'https://erlenfurt.example', BOOKING_MAIL_FROM: 'termine@erlenfurt.example', ...settings } });
  let said = '';
  child.stderr.on('data', (bytes) => { said += bytes; });
  children.add(child);
  const ended = new Promise((resolve) => child.on('close', resolve)).then(() => children.delete(child));
  return { stop: async () => { child.kill('SIGTERM'); await ended; }, kill: async () => { child.kill('SIGKILL'); await ended; }, said: () => said };
}

export async function until(condition, milliseconds, describe) {
  const giveUp = Date.now() + milliseconds * patience;
  while (!(await condition())) {
    assert.ok(Date.now() < giveUp, describe?.() ?? 'not in time');
    await pause(50);
  }
}

export const plain = { BOOKING_SMTP_TLS: 'none' };
