// `amtslotse check` speaks German, also of what the processes and libraries say in English.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cli } from '../integration/paths.mjs';

const folder = mkdtempSync(join(tmpdir(), 'amtslotse-words-'));
const data = join(folder, 'data');
const keys = `${data}.keys`;
const run = (words, environment = {}) => {
  const { status, stdout, stderr } = spawnSync(cli, [...words, '--data', data], { encoding: 'utf8', env: { ...process.env, ...environment } });
  return { status, text: stdout + stderr };
};
before(() => {
  for (const words of [['keys', 'create'], ['ca', 'create'], ['ca', 'issue', 'nlu'], ['ca', 'issue', 'web']]) {
    const { status, text } = run(words);
    assert.equal(status, 0, text);
  }
});
after(() => rmSync(folder, { recursive: true, force: true }));

// Words that no German sentence has; names of settings are capitals, and paths stand in quotes of their own.
const english = /(?<![\w/.{-])(expected|missing|unknown|is|are|the|of|or|with|that|there|cannot|can|be|does|not|by|no|too|line|key|make|text|one|a)(?![\w/}.-])/;
const check = (environment) => {
  const { status, text } = run(['check'], environment);
  assert.equal(status, 1, text);
  const wrong = text.replaceAll(folder, '').split('\n').filter((one) => /^ {2}- | {4}→/.test(one) && english.test(one));
  assert.deepEqual(wrong, [], text);
  return text;
};

const ring = join(keys, 'booking.keys');
for (const [what, damage, expected] of [
  ['a key that is cut off', (text) => text.replace(/seal 1 .*/, 'seal 1 abc'), /booking\.keys: beschädigt \(Zeile 2: erwartet: 32 Bytes in base64url\)\./],
  ['a word too many', (text) => text.replace(/(seal .*)/, '$1 noch etwas'), /Zeile 2: zu lang/],
  ['a line that is none', (text) => `${text}schluessel\n`, /Zeile 4: erwartet: „seal NUMMER SCHLÜSSEL“/],
  ['no key to seal', (text) => text.replace(/seal .*\n/, ''), /ein Schlüssel „seal“ fehlt/],
  ['no key to search', (text) => text.replace(/search .*\n/, ''), /ein Schlüssel „search“ fehlt/],
]) {
  test(`a file of keys with ${what}`, () => {
    const sound = readFileSync(ring, 'utf8');
    writeFileSync(ring, damage(sound));
    try {
      assert.match(check(), expected);
      const said = run(['privacy', 'export', 'erlenfurt', '--email', 'a@example.org']).text;
      assert.match(said, /booking\.keys: beschädigt/);
      assert.doesNotMatch(said.replaceAll(folder, ''), english);
    } finally {
      writeFileSync(ring, sound);
    }
  });
}

const certificate = (...names) => {
  const place = mkdtempSync(join(folder, 'tls-'));
  for (const [from, to] of names) cpSync(join(keys, 'tls', from), join(place, to));
  return place;
};
test('certificates that are missing, or belong to another', () => {
  const own = [['nlu/ca.crt', 'ca.crt'], ['nlu/tls.crt', 'tls.crt'], ['nlu/tls.key', 'tls.key']];
  for (const [place, expected] of [
    ['/nirgends', /NLU_TLS_DIR: \/nirgends\/tls\.crt: fehlt oder ist kein Zertifikat\.\n {4}→ Neu anlegen: amtslotse ca issue nlu/],
    [certificate(own[0], own[1]), /tls\.key: fehlt oder ist kein Schlüssel\./],
    [certificate(own[0], own[1], ['web/tls.key', 'tls.key']), /tls\.key: gehört nicht zu tls\.crt\./],
    [certificate(['nlu/tls.crt', 'ca.crt'], own[1], own[2]), /tls\.crt: stammt von einer anderen Zertifizierungsstelle als ca\.crt\./],
    [certificate(own[0], ['web/tls.crt', 'tls.crt'], ['web/tls.key', 'tls.key']), /tls\.crt: gehört einem anderen Dienst, nicht nlu\.amtslotse\./],
  ]) assert.match(check({ NLU_TLS_DIR: place }), expected);
  assert.match(check({ DIALOGUE_NLU: 'tls:rechner2:50051' }), /DIALOGUE_NLU/);
  assert.match(check({ BOOKING_LISTEN_TLS: '0.0.0.0:50054' }), /BOOKING_TLS_DIR: fehlt\./);
});

test('a certificate that ran out', () => {
  const place = certificate(['nlu/ca.crt', 'ca.crt'], ['nlu/tls.key', 'tls.key']);
  const openssl = (...words) => assert.equal(spawnSync('openssl', words, { cwd: place }).status, 0, words.join(' '));
  writeFileSync(join(place, 'names'), 'subjectAltName=DNS:nlu.amtslotse\n');
  openssl('req', '-new', '-key', 'tls.key', '-subj', '/CN=nlu.amtslotse', '-out', 'request');
  openssl('x509', '-req', '-in', 'request', '-CA', 'ca.crt', '-CAkey', join(keys, 'ca', 'ca.key'), '-set_serial', '7', '-days', '-1', '-extfile', 'names', '-out', 'tls.crt');
  assert.match(check({ NLU_TLS_DIR: place }), /NLU_TLS_DIR: das Zertifikat ist abgelaufen\.\n {4}→ Erneuern: amtslotse ca issue nlu/);
});

test('accounts of messengers and providers of sign-in, each mistake', () => {
  const accounts = join(folder, 'accounts.json');
  writeFileSync(accounts, JSON.stringify({ accounts: [5, { municipality_id: 'a b', channel: 'telegram', account: 7, farbe: 'rot', options: 1, receive: 'x',
    token_file: 'telegram.token' }] }));
  const text = check({ MESSENGERS_ACCOUNTS: accounts });
  for (const expected of [/accounts\[0\]: ungültiger Wert\.\n {4}→ Erlaubt: ein Objekt \{ … \} \(in der Datei mit den Konten\)/, /municipality_id: ungültiger Wert\.\n {4}→ Erlaubt: 1 bis 64 Zeichen/,
    /farbe: unbekannt\./, /token_file: telegram\.token lässt sich nicht lesen/]) assert.match(text, expected);
  writeFileSync(accounts, '{}');
  assert.match(check({ MESSENGERS_ACCOUNTS: accounts }), /MESSENGERS_ACCOUNTS/);
  for (const [providers, expected] of [['[]', /JSON-Objekt mit einem Eintrag je Kommune/], ['{"A B":{}}', /keine Kennung einer Kommune/], ['{"stadt":1}', /erwartet: ein Objekt/],
    ['{"stadt":{"x":1}}', /x: unbekannt oder kein Text/], ['{"stadt":{"issuer":"ftp"}}', /issuer: erwartet: https/], ['{"stadt":{"issuer":"https://a.example"}}', /client_id: fehlt/]])
    assert.match(check({ STAFF_OPENID: providers }), expected);
});

test('before the first start nothing is wrong that the start makes', () => {
  const { status, stdout } = spawnSync(cli, ['check', '--data', join(folder, 'neu')], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
  assert.match(stdout, /neu\.keys: noch keine Schlüssel/);
  assert.match(stdout, /Amtslotse läuft gerade nicht/);
  assert.doesNotMatch(stdout, /ACTOR_KEY|antwortet gerade niemand/);
});

test('a secret whose file cannot be read is one mistake', () => {
  const named = check({ STAFF_OPENID_FILE: '/nicht/da', BOOKING_SMTP_URL: 'smtp://localhost:2', BOOKING_MAIL_FROM_FILE: '/nicht/dort' });
  assert.match(named, /BOOKING_MAIL_FROM_FILE=\/nicht\/dort: lässt sich nicht lesen/);
  assert.doesNotMatch(named, /BOOKING_MAIL_FROM: fehlt/);
});

test('every form of a value', () => {
  check({ BOOKING_SMTP_URL: 'x', BOOKING_SMTP_TLS: 'x', BOOKING_MAIL_FROM: 'x', BOOKING_SMS_BODY: 'x', BOOKING_DATABASE: 'x==', BOOKING_SMTP_CA_FILE: '/x', BOOKING_ACTOR_KEY: 'x',
    BOOKING_MAIL_FOLDER: 'x', BOOKING_AUDIT_DAYS: 'x', WEB_HTTPS: 'x', WEB_PROXIES: 'x', WEB_ASSETS: '/x', WEB_FALLBACK_MUNICIPALITY: 'X', WEB_METRICS_LISTEN: 'x',
    DIALOGUE_REDIS: 'x', DIALOGUE_NLU: 'x', DIALOGUE_LISTEN: 'x', RESPONSIBILITY_AREAS_DIR: '/x', KNOWLEDGE_POSTGRES: 'host=p@w' });
});

test('a secret that is given twice, as a value and as a file, is named', () => {
  writeFileSync(join(folder, 'passwort'), 'aus-einer-datei-gelesen\n', { mode: 0o600 });
  const text = check({ BOOKING_SMTP_PASSWORD: 'im-klartext-gesetzt', BOOKING_SMTP_PASSWORD_FILE: join(folder, 'passwort') });
  assert.match(text, /BOOKING_SMTP_PASSWORD und BOOKING_SMTP_PASSWORD_FILE sind beide gesetzt; es gilt die Datei\./);
  assert.doesNotMatch(text, /klartext|gelesen/);
});
