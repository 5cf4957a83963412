// `amtslotse check` names every mistake at once, in German, with the way out.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { allLegal, writeKahlstadt } from '../integration/kahlstadt.mjs';
import { cli } from '../integration/paths.mjs';
import { freePort, request, startProduct, until } from '../integration/product.mjs';
import { Installed } from './installed.mjs';

let product;
before(async () => { product = await startProduct(); });
after(() => product?.stop());

const check = (environment = {}, data = product.folder) => {
  const result = spawnSync(cli, ['check', '--data', data], { encoding: 'utf8', env: { ...process.env, ...environment } });
  return { code: result.status, text: result.stdout + result.stderr };
};

// An installation of its own for one test.
async function onInstalled(use) {
  const installed = new Installed();
  try {
    await use(installed.setUp());
  } finally {
    await installed.remove();
  }
}

test('a sound demo on one machine has hints only', () => {
  const { code, text } = check();
  assert.equal(code, 0, text);
  assert.match(text, /Kein Mailserver/);
});

test('mistakes of several processes, files and addresses are all named in one call, each with its way out', () => {
  const key = join(`${product.folder}.keys`, 'booking.keys');
  chmodSync(key, 0o644);
  const { code, text } = check({ BOOKING_HOLD_MINUTEN: '5', NLU_TRAINING_HOUR: 'abends', BOOKING_SMTP_URL: 'smtp://mail.invalid:587',
    BOOKING_SMTP_PASSWORD: 'geheim', DIALOGUE_KNOWLEGE: 'x', MESSENGERS_CA_FILE: '/nicht/da' });
  chmodSync(key, 0o600);
  assert.equal(code, 1);
  for (const expected of [/BOOKING_HOLD_MINUTEN: diese Einstellung gibt es nicht/, /NLU_TRAINING_HOUR=abends: ungültiger Wert/, /0\.\.24/,
    /DIALOGUE_KNOWLEGE: diese Einstellung gibt es nicht/, /BOOKING_MAIL_FROM: fehlt/, /mail\.invalid:587 ist nicht zu erreichen/,
    /BOOKING_SMTP_PASSWORD: das ist ein Beispiel/, /booking\.keys: Andere können die Schlüssel lesen/, /chmod 0600/, /MESSENGERS_CA_FILE=\/nicht\/da: lässt sich nicht lesen/])
    assert.match(text, expected);
  const named = text.split('\n').filter((line) => line.startsWith('  - ')).length;
  assert.equal(text.split('\n').filter((line) => line.startsWith('    → ')).length, named);
  assert.doesNotMatch(text, /geheim(?! )/);
});

test('public operation needs the three legal pages of every municipality, a mail server, HTTPS and no demo town', () => {
  const result = spawnSync(cli, ['import', writeKahlstadt(join(product.folder, 'ohne-texte')), '--data', product.folder], { encoding: 'utf8' });
  assert.equal(result.status, 0, result.stdout + result.stderr);
  const { code, text } = check({ WEB_HTTPS: 'true', BOOKING_WEB_URL: 'http://termine.example' });
  assert.equal(code, 1);
  for (const expected of [/Damit startet kein öffentlicher Betrieb/, /Stadt Kahlstadt: kein Impressum/, /Stadt Kahlstadt: keine Datenschutzerklärung/,
    /Stadt Kahlstadt: keine Erklärung zur Barrierefreiheit/, /Erlenfurt: eine erfundene Vorführ-Stadt/, /Kein Mailserver/,
    /Links in Mails führen nicht auf eine öffentliche Adresse/])
    assert.match(text, expected);
  assert.doesNotMatch(text, /Erlenfurt: kein/);
});

test('what stops a process at its start, or has no effect, is named beside everything else', () => {
  const wrong = { MESSENGERS_WEBHOOK_LISTEN: 'quatsch', WEB_PROXIES: 'abc', STAFF_OPENID: '{kaputt', NLU_TLS_DIR: '/nirgends', WEB_METRICS_LISTEN: 'zz',
    STAFF_DATABASE: 'kaputt==', BOOKING_DATABASE: 'host=127.0.0.1 port=1 dbname=x', BOOKING_SMS_URL: 'kein', BOOKING_WEB_URL: 'ftp:/x',
    BOOKING_SMTP_URL: 'quatsch', DIALOGUE_REDIS: '127.0.0.1:1', DIALOGUE_DATABASE: 'postgresql://127.0.0.1:1/x', BACKUP_KEEP_DAYS: 'minus' };
  const { code, text } = check(wrong);
  assert.equal(code, 1, text);
  for (const name of Object.keys(wrong)) assert.match(text, new RegExp(`^  - ${name}\\b`, 'm'), name);
  assert.match(text, /BOOKING_DATABASE: 127\.0\.0\.1:1 ist nicht zu erreichen/);
  assert.match(text, /NLU_TLS_DIR.*\n.*amtslotse ca issue nlu/);
  for (const name of Object.keys(wrong).filter((each) => !/REDIS|BACKUP|127/.test(each + wrong[each]))) {
    const alone = check({ [name]: wrong[name] });
    assert.match(alone.text, new RegExp(`^  - ${name}\\b`, 'm'), name);
  }
});

// What may be any text.
const free = ['BOOKING_SMTP_USER', 'BOOKING_SMTP_PASSWORD', 'BOOKING_SMS_TOKEN', 'DIALOGUE_REDIS_PASSWORD', 'WEB_REDIS_PASSWORD', 'STAFF_TOTP_ISSUER'];

test('every setting that any process declares is named when it is nonsense, all in one call, and each process refuses to start with it', () => onInstalled(async (installed) => {
  const declared = [];
  for (const service of ['nlu', 'knowledge', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers', 'web']) {
    const program = installed.at(`/opt/amtslotse/current/services/${service}/amtslotse-${service}`);
    const listed = spawnSync(program, ['--settings'], { encoding: 'utf8', env: {} }).stderr.trim().split('\n').map((line) => line.split('\t')[0]);
    assert.ok(listed.length >= 10 && listed.every((name) => name.startsWith(`${service.toUpperCase()}_`)), `${service}: ${listed}`);
    const judged = listed.filter((name) => !free.includes(name));
    declared.push(...listed);
    const file = installed.at(`/etc/amtslotse/${service}.conf`);
    writeFileSync(file, judged.map((name) => `${name}=kaputt==\n`).join(''));
    const started = spawnSync(program, ['--config', file], { encoding: 'utf8', env: {}, timeout: 60_000 });
    assert.equal(started.status, 2, started.stderr);
    for (const name of judged) assert.match(started.stderr, new RegExp(`^${name}\\b`, 'm'), name);
  }
  for (const name of free) assert.ok(declared.includes(name), name);
  writeFileSync(installed.at('/etc/amtslotse/backup.conf'), 'BACKUP_FOLDER=/var/backups/amtslotse\nBACKUP_KEEP_DAYS=minus\n');
  const { code, text } = installed.cli('check', '--etc', installed.at('/etc/amtslotse'));
  assert.equal(code, 1, text);
  const unnamed = [...declared.filter((name) => !free.includes(name)), 'BACKUP_KEEP_DAYS'].filter((name) => !new RegExp(`^  - ${name}\\b`, 'm').test(text));
  assert.deepEqual(unnamed, [], text);
  // A line that is none, or another process's, hides nothing.
  const file = installed.at('/etc/amtslotse/booking.conf');
  writeFileSync(file, `${readFileSync(file, 'utf8')}Bitte prüfen\nWEB_HTTPS=true\nBOOKING_SMPT_URL=smtp://x\nBOOKING_AUDIT_DAYS=30\nBOOKING_AUDIT_DAYS=60\n`);
  const more = installed.cli('check', '--etc', installed.at('/etc/amtslotse')).text;
  const [manual] = /\S+einstellungen\.md/.exec(more);
  assert.match(readFileSync(manual, 'utf8'), /`BOOKING_SMTP_URL`/);
  for (const expected of [/booking\.conf:\d+: das ist keine Einstellung/, /booking\.conf:\d+: WEB_HTTPS: das gehört nicht in diese Datei/,
    /BOOKING_SMPT_URL: diese Einstellung gibt es nicht/, /BOOKING_AUDIT_DAYS: steht 3-mal in .*booking\.conf; es gilt die letzte Zeile/, /^ {2}- BOOKING_MAIL_FROM\b/m]) assert.match(more, expected);
}));

test('a nightly backup that fails is seen on the second day', () => onInstalled(async (installed) => {
  const found = () => installed.cli('check', '--etc', installed.at('/etc/amtslotse')).text;
  const folder = installed.at('/var/backups/amtslotse');
  const setting = (path) => writeFileSync(installed.at('/etc/amtslotse/backup.conf'), `BACKUP_FOLDER=${path}\nBACKUP_KEEP_DAYS=14\n`);
  setting(installed.at('/nirgends'));
  assert.match(found(), /BACKUP_FOLDER=.*nirgends: diesen Ordner gibt es nicht/);
  setting(folder);
  assert.match(found(), /noch keine Sicherung/);
  // Alerts ask booking.
  const port = await freePort();
  writeFileSync(installed.at('/etc/amtslotse/booking.conf'), `BOOKING_METRICS_LISTEN=127.0.0.1:${port}\n`);
  installed.start('booking');
  writeFileSync(installed.at('/var/lib/amtslotse/booking/last-backup'), '');  // as install does where there is systemd
  utimesSync(installed.at('/var/lib/amtslotse/booking/last-backup'), 0, 0);
  spawnSync('chown', [`--reference=${installed.at('/var/lib/amtslotse/booking')}`, installed.at('/var/lib/amtslotse/booking/last-backup')]);
  const exported = async () => /^amtslotse_backup_made_seconds (\S+)/m.exec((await request(`http://127.0.0.1:${port}/metrics`)).body)?.[1];
  await until(() => /"service":"booking"[^\n]*"event":"listening"/.test(installed.output), 60_000, () => installed.output);
  assert.equal(installed.cli('backup', join(folder, 'vor-dem-umzug')).code, 0);
  await until(async () => Number(await exported()) === 0, 40_000);  // one by hand is not what the night is to make
  const made = installed.cli('backup', '--into', folder);
  assert.equal(made.code, 0, made.text);
  assert.doesNotMatch(found(), /Sicherung/);
  await until(async () => Math.abs(Number(await exported()) - Date.now() / 1000) < 60, 40_000);
  rmSync(join(folder, 'vor-dem-umzug'), { recursive: true });
  const list = join(folder, readdirSync(folder)[0], 'sicherung.json');
  const old = Date.now() / 1000 - 3 * 86_400;
  utimesSync(list, old, old);
  // One that broke off does not count.
  mkdirSync(join(folder, 'sicherung-20990101-000000'));
  assert.match(found(), /die letzte Sicherung ist 3 Tage alt[\s\S]*journalctl -u amtslotse-backup/);
}));

test('an installed web process starts for the public only when all three texts are there', () => onInstalled(async (installed) => {
  writeFileSync(installed.at('/etc/amtslotse/web.conf'), 'WEB_HTTPS=true\n');
  for (const name of ['booking', 'knowledge']) installed.start(name);
  const listens = (name) => new RegExp(`"service":"${name}"[^\\n]*"event":"listening"`).test(installed.output);
  await until(() => listens('booking') && listens('knowledge'), 60_000, () => installed.output);
  const bring = (legal) => {
    const { code, text } = installed.cli('import', writeKahlstadt(installed.at('/stadt'), legal));
    assert.equal(code, 0, text);
  };
  bring({ imprint: allLegal.imprint, privacy: allLegal.privacy });
  const refused = installed.before('web');
  assert.equal(refused.code, 1, refused.text);
  assert.match(refused.text, /Stadt Kahlstadt: keine Erklärung zur Barrierefreiheit/);
  assert.doesNotMatch(refused.text, /Impressum/);
  bring(allLegal);
  const started = installed.before('web');
  assert.equal(started.code, 0, started.text);
  // A setting that does not exist is named with its file.
  writeFileSync(installed.at('/etc/amtslotse/booking.conf'), `${readFileSync(installed.at('/etc/amtslotse/booking.conf'), 'utf8')}BOOKING_SMPT_URL=smtp://x\n`);
  const found = installed.cli('check', '--etc', installed.at('/etc/amtslotse'));
  assert.equal(found.code, 1);
  assert.match(found.text, /BOOKING_SMPT_URL: diese Einstellung gibt es nicht[\s\S]*\/etc\/amtslotse\/booking\.conf/);
}));
