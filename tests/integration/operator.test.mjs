// What an operator gets wrong ends with words and leaves everything as it was. A full disk is a limit on the size of files
// (RLIMIT_FSIZE), which needs no rights.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { cli, root } from './paths.mjs';
import { startProduct } from './product.mjs';

let product;
let folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'amtslotse-operator-'));
  product = await startProduct();
});
after(async () => {
  await product?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function run(program, flags) {
  const { status, stdout, stderr } = spawnSync(program, flags, { encoding: 'utf8' });
  return { code: status, out: stdout, text: stdout + stderr };
}
const operate = (...flags) => run(cli, [...flags, '--data', product.folder]);
const onFullDisk = (bytes, ...flags) => run('prlimit', [`--fsize=${bytes}`, 'env', '--ignore-signal=XFSZ', cli, ...flags]);
function refused({ code, text }, pattern, exit = 1) {
  assert.equal(code, exit, text);
  assert.match(text, pattern);
  assert.doesNotMatch(text, /No such file|Permission denied|terminate called|no municipality|no key file|\[warning\]|call_failed/);
}

test('a town that is not there is named, with those that are', () => {
  const towns = /„nix“ gibt es hier nicht; es gibt: erlenfurt, krummwik/;
  refused(operate('search', 'Perso', '--municipality', 'nix'), towns);
  refused(operate('resolve', '--service', 'Personalausweis', '--municipality', 'nix'), towns);
  refused(operate('lint', '--municipality', 'nix'), towns);
  refused(operate('privacy', 'export', 'nix', '--email', 'a@example.org'), towns);
  refused(operate('privacy', 'erase', 'nix', '--email', 'a@example.org'), towns);
  assert.ok(!existsSync(join(`${product.folder}.keys`, 'erasures')), 'nothing was noted');
});

// No word of the command line's own library, and nothing done.
test('an argument that is missing, unknown, wrong or twice is named in German, with the way to help', () => {
  const before = readdirSync(product.folder).sort();
  const calls = [
    [[], /Es fehlt der Befehl, einer von: serve, /], [['keys'], /Es fehlt der Befehl, einer von: create, list, rotate\./],
    [['health', '--alive'], /Es fehlt: ADRESSE \(unix:\/pfad oder rechner:port\)\. Hilfe: amtslotse health --help/],
    [['restore'], /Es fehlt: ORDNER/], [['import'], /Es fehlt: DATEI/], [['nlu', 'activate', 'erlenfurt'], /Es fehlt: VERSION/], [['nlu', 'evaluate'], /Es fehlt: --train/],
    [['staff', 'link'], /Es fehlt: KOMMUNE \(/], [['search'], /Es fehlt: ANFRAGE/], [['search', 'evaluate'], /--queries DATEI oder --faq DATEI/], [['backup'], /neuen Ordner nennen oder --into/],
    [['privacy', 'export', 'erlenfurt'], /--email oder --telephone angeben/], [['backup', '--into'], /Nach --into fehlt die Angabe/],
    [['quatsch'], /„quatsch“ ist hier unbekannt/], [['backup', 'eins', 'zwei', 'drei'], /„zwei“, „drei“ sind hier unbekannt/], [['nlu', 'models', 'erlenfurt', '--nix'], /„--nix“ ist hier unbekannt/],
    [['privacy', 'erase', 'erlenfurt', '--email', 'a@example.org', '--email', 'b@example.org'], /--email darf nur einmal angegeben werden/],
    [['serve', '--port', '1', '--port', '2'], /--port darf nur einmal/], [['serve', '--port', 'acht'], /--port muss eine Zahl zwischen 0 und 65535 sein/],
    [['keys', 'rotate', 'quatsch'], /DIENST: „quatsch“ gibt es nicht; möglich sind: booking, dialogue, /], [['ca', 'issue', 'quatsch'], /möglich sind: nlu, knowledge, /],
    [['health', '--alive=vielleicht', 'x'], /--alive: „vielleicht“ passt hier nicht/], [['nlu', 'understand', '--land', 'Kiel'], /„Kiel“ ist kein Land/], [['nlu', 'time', '--reference', 'bald'], /„bald“ ist kein Zeitpunkt/],
  ];
  for (const [words, pattern] of calls) {
    const answer = run(cli, [...words, '--data', product.folder]);
    refused(answer, pattern, 2);
    assert.match(answer.text, /Hilfe: amtslotse .*--help\n$/, answer.text);
    assert.doesNotMatch(answer.text, /\brequired|expected|given|\bnot\b|convert|argument\b|municipality(?!\.json)|address/i);
  }
  refused(run(cli, ['search', 'Perso', '--data', product.folder, '--data', folder]), /--data darf nur einmal/, 2);
  assert.deepEqual(readdirSync(product.folder).sort(), before);
  assert.deepEqual(readdirSync(folder), []);
});

test('the scripts around it refuse such calls likewise', () => {
  const target = join(folder, 'abbild');
  const script = (name) => join(root, 'packaging', name);
  refused(run(script('installation.sh'), ['install', '--root']), /Nach --root fehlt der Ordner/, 2);
  refused(run(script('installation.sh'), ['install', '--root', target, '--nix']), /--nix ist hier unbekannt/, 2);
  refused(run(script('installation.sh'), ['uninstall', '--root', target, '--root', target]), /nur einmal/, 2);
  refused(run(script('installation.sh'), ['install', '--built', target]), /gibt es nicht/, 2);
  // Before anything is built.
  refused(run(join(root, 'amtslotse'), ['install', '--bad']), /^amtslotse: install: --bad ist hier unbekannt/, 2);
  refused(run(script('test.sh'), ['quatsch']), /quatsch ist hier unbekannt/, 2);
  refused(run(script('bench.sh'), ['--jason']), /--jason ist hier unbekannt/, 2);
  refused(run('bash', [script('installed.sh'), 'start', 'web']), /web ist hier unbekannt/, 2);
  refused(run('node', [script('licences.mjs'), '--nix']), /„--nix“ ist hier unbekannt/, 2);
  assert.ok(!existsSync(target) && !existsSync('--nix'));
});

test('an address or number that is none is not answered with "nothing is kept"', () => {
  refused(operate('privacy', 'export', 'erlenfurt', '--email', 'wiltrud'), /„wiltrud“ ist keine E-Mail-Adresse/, 2);
  refused(operate('privacy', 'erase', 'erlenfurt', '--telephone', 'k.A.'), /„k.A.“ ist keine Telefonnummer/, 2);
});

test('a data folder that is mistyped becomes no installation', () => {
  const typo = join(folder, 'tipfehler');
  for (const words of [['staff', 'list', 'erlenfurt'], ['privacy', 'export', 'erlenfurt', '--email', 'a@example.org'], ['nlu', 'models', 'erlenfurt']])
    refused(run(cli, [...words, '--data', typo]), /dort sind keine Daten/);
  refused(run(cli, ['backup', join(folder, 'nichts'), '--data', typo]), /liegen keine Daten/);
  refused(run(cli, ['restore', join(folder, 'nichts'), '--data', typo]), /diesen Ordner gibt es nicht/);
  refused(run(cli, ['keys', 'list', '--data', typo]), /noch keine Schlüssel/);
  assert.deepEqual(readdirSync(folder), []);
});

test('where nobody reads what a command says, it ends with an error and nothing worse', () => {
  const { stdout } = spawnSync('bash', ['-c', 'trap "" PIPE; { sleep 0.3; "$0" check --etc /nirgends 2>&1; echo $? >&3; } 3>&1 >/dev/full', cli], { encoding: 'utf8' });
  assert.equal(stdout, '1\n');
  const closed = spawnSync('bash', ['-c', 'trap "" PIPE; exec 3>&1; { sleep 0.3; "$0" check --etc /nirgends 2>&1; echo $? >&3; } | true', cli], { encoding: 'utf8' });
  assert.equal(closed.stdout, '1\n');
});

test('files and folders that cannot be read are named', () => {
  refused(operate('search', 'evaluate', '--faq', folder), /lässt sich nicht lesen/);
  refused(operate('nlu', 'understand', '--model', folder), /kein brauchbares Sprachmodell/);
  refused(operate('nlu', 'evaluate', '--train', folder, '--test', folder), /diese Datei gibt es nicht/);
  const texts = (name, lines) => { writeFileSync(join(folder, name), lines); return join(folder, name); };
  const learn = (train, test) => operate('nlu', 'evaluate', '--train', texts('lernen.tsv', train), '--test', texts('pruefen.tsv', test));
  refused(learn('fee\tdie Kosten\nfee zu wenig\n', ''), /lernen\.tsv:2: erwartet: Anliegen, Tabulator, Text\./);
  refused(learn('fee\tdie Kosten\n', '\n'), /pruefen\.tsv: enthält keine Prüftexte\./);
  refused(learn('', 'fee\tdie Kosten\n'), /Texte zum Lernen|mindestens zwei Anliegen/);
  refused(learn('fee\tdie Kosten\n', 'fee\tdie Kosten\n'), /mindestens zwei Anliegen/);
  // As the shell's <(…) gives them: read to the end, so the second line is the one that is wrong.
  refused(run('bash', ['-c', '"$0" nlu evaluate --train <(printf "fee\\tGeld\\nfee Geld\\n") --test <(printf "fee\\tGeld\\n") --data "$1"', cli, product.folder]),
    /:2: erwartet: Anliegen, Tabulator, Text\./);
  refused(operate('check', '--etc', join(folder, 'etc')), /diesen Ordner gibt es nicht/);
  refused(operate('privacy', 'record', '--etc', join(folder, 'etc')), /diesen Ordner gibt es nicht/);
  refused(operate('privacy', 'record', '--backup-days', '-3'), /zwischen 0 und 400/, 2);
  refused(operate('backup', '/proc/nirgends'), /\/proc\/nirgends: das gibt es nicht/);
  for (const nobody of ['rechner:port', 'localhost:1', '[::1]:1']) refused(operate('health', nobody), /^nicht zu erreichen$/m);
  const healthy = operate('health', `unix:${join(product.folder, 'run', 'nlu', 'socket')}`);
  assert.match(healthy.text, /^arbeitet$/m);
});

test('a file that cannot be imported makes no town, and a trial changes none', () => {
  const broken = join(folder, 'neustadt.xml');
  writeFileSync(broken, '<?xml version="1.0"?><transfer.operation.schreibe.010201><schreibe>');
  refused(operate('import', broken), /kein gültiges XML/);
  refused(operate('search', 'Perso', '--municipality', 'neustadt'), /es gibt: erlenfurt, krummwik\./);
  const town = join(folder, 'krummwik');
  cpSync(join(root, 'knowledge/data/demo/krummwik'), town, { recursive: true });
  const file = join(town, 'municipality.json');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"krummwik"', '"neustadt"').replaceAll('krummwik.localhost', 'neustadt.localhost'));
  const tried = operate('import', town, '--dry-run');
  assert.equal(tried.code, 0, tried.text);
  assert.match(tried.text, /eine neue Kommune[\s\S]*Nur geprüft/);
  refused(operate('search', 'Perso', '--municipality', 'neustadt'), /es gibt: erlenfurt, krummwik\./);
  const taken = operate('import', town);
  assert.equal(taken.code, 0, taken.text);
  assert.match(operate('search', 'Hundesteuer', '--municipality', 'neustadt').text, /Hund/);
});

test('a backup that finds no room leaves no half folder', () => {
  const target = join(folder, 'voll');
  const full = onFullDisk(20_000, 'backup', target, '--data', product.folder);
  assert.equal(full.code, 1, full.text);
  assert.ok(!existsSync(target));
  refused(operate('backup', join(product.folder, 'sicherung')), /liegt in den Daten/);
  assert.equal(operate('backup', target).code, 0);
});

test('keys that cannot all be changed are all left as they are', () => {
  const keys = `${product.folder}.keys`;
  const before = readFileSync(join(keys, 'booking.keys'), 'utf8');
  renameSync(join(keys, 'web.keys'), join(keys, 'weg'));
  try {
    refused(operate('keys', 'rotate'), /web\.keys: noch keine Schlüssel/);
    assert.equal(readFileSync(join(keys, 'booking.keys'), 'utf8'), before);
    assert.equal(operate('keys', 'list').code, 1);
  } finally {
    renameSync(join(keys, 'weg'), join(keys, 'web.keys'));
  }
});

test('the way to the first account names the folders that are not the usual ones', () => {
  assert.match(product.output, new RegExp(`staff link KOMMUNE --url \\S+ --data ${product.folder}\\b`));
});

test('what cannot be restored whole changes nothing', async () => {
  const backup = join(folder, 'gut');
  const made = join(product.folder, 'booking', 'last-backup');
  assert.equal(operate('backup', backup).code, 0);
  assert.equal(operate('backup', '--into', folder).code, 0);
  assert.ok(!existsSync(made), 'where nobody expects backups, none is missed');
  writeFileSync(made, '');
  product.child.kill('SIGTERM');
  await product.ended;
  const database = join(product.folder, 'booking', 'booking.db');
  const before = readFileSync(database);
  const untouched = () => {
    assert.deepEqual(readFileSync(database), before);
    assert.deepEqual(readdirSync(product.folder).filter((name) => /restor/.test(name)), []);
  };

  const damaged = join(folder, 'kaputt');
  cpSync(backup, damaged, { recursive: true });
  for (const list of ['', '[]', '{"format": "1", "files": [7]}', '{"format": 1, "files": [{"path": 3}]}']) {
    writeFileSync(join(damaged, 'sicherung.json'), list);
    refused(operate('restore', damaged), /sicherung\.json ist beschädigt/);
  }
  untouched();

  const full = onFullDisk(20_000, 'restore', backup, '--data', product.folder);
  assert.equal(full.code, 1, full.text);
  untouched();

  // Of an earlier restore, for the store that comes last.
  mkdirSync(join(product.folder, 'staff.before-restore'));
  refused(operate('restore', backup), /früheren Wiederherstellung/);
  rmSync(join(product.folder, 'staff.before-restore'), { recursive: true });
  untouched();

  assert.equal(operate('restore', backup).code, 0);
  assert.ok(existsSync(join(product.folder, 'booking.before-restore', 'booking.db')));
  assert.ok(existsSync(made), 'a failing backup is missed also after a restore');
  const again = await startProduct({ data: product.folder });
  again.ownsFolder = true;
  product = again;
});
