// `amtslotse install`, upgrade, rollback, uninstall: the units are sound and hardened, and what they start is a working
// product with nothing but the units' environment. systemd itself does not run here.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { healed } from '../faults/town.mjs';
import { root } from '../integration/paths.mjs';
import { freePort, until } from '../integration/product.mjs';
import { Installed, anotherBuild, built, unlimited } from './installed.mjs';

const services = ['nlu', 'knowledge', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers', 'web'];
let installed;
let first;
before(() => {
  installed = new Installed();
  const { code, text } = installed.run('install', '--built', built);
  assert.equal(code, 0, text);
  first = readlinkSync(installed.at('/opt/amtslotse/current'));
});
after(() => installed?.remove());

test('releases, settings and state lie where they belong, secrets readable by nobody else', () => {
  assert.match(first, /^releases\/0\.\d+\.\d+-[0-9a-f]{8}$/);
  const mode = (path) => statSync(installed.at(path)).mode & 0o777;
  for (const service of services) assert.equal(mode(`/etc/amtslotse/${service}.conf`), 0o640, service);
  for (const folder of ['/etc/amtslotse/keys', '/var/lib/amtslotse', '/var/lib/amtslotse/booking', '/var/backups/amtslotse'])
    assert.equal(mode(folder), 0o700, folder);
  for (const key of readdirSync(installed.at('/etc/amtslotse/keys'))) assert.equal(mode(`/etc/amtslotse/keys/${key}`), 0o600, key);
  const again = installed.run('install', '--built', built);
  assert.equal(again.code, 1);
  assert.match(again.text, /schon eingerichtet/);
});

const unitFiles = (at, ...words) => spawnSync('systemctl', [`--root=${at.folder}`, ...words], { encoding: 'utf8' });
const startsIn = (at) => unitFiles(at, 'list-unit-files', '--state=enabled', '--no-legend', 'amtslotse*').stdout.split('\n')
  .map((line) => line.split(/[. ]/)[0].replace('amtslotse-', '')).filter(Boolean).sort();

test('everything starts with the machine; on one of several machines what is to run there, and what was disabled stays so', () => {
  assert.deepEqual(startsIn(installed), [...services, 'redis', 'backup', 'amtslotse'].sort());
  const second = new Installed();
  const other = anotherBuild();
  try {
    for (const [wrong, says] of [['--only', /fehlen Dienste/], ['--only=nlu', /unbekannt/]]) assert.match(second.run('install', wrong).text, says);
    assert.match(second.run('install', '--only', 'nlu,nix').text, /einen Dienst nix gibt es nicht/);
    assert.equal(second.run('install', '--built', built, '--only', 'nlu,responsibility').code, 0);
    assert.deepEqual(startsIn(second), ['amtslotse', 'nlu', 'responsibility']);
    assert.equal(unitFiles(second, 'disable', 'amtslotse-responsibility').status, 0);
    assert.equal(second.run('upgrade', '--built', other).code, 0);
    assert.equal(second.run('rollback').code, 0);
    assert.deepEqual(startsIn(second), ['amtslotse', 'nlu']);
    assert.match(second.run('upgrade', '--only', 'nlu').text, /--only gilt beim Einrichten/);
  } finally {
    rmSync(other, { recursive: true });
    second.remove();
  }
});

test('systemd finds nothing wrong with the units', () => {
  const folder = installed.at('/verified');
  mkdirSync(folder);
  const names = readdirSync(installed.at('/etc/systemd/system')).filter((name) => /^amtslotse[^.]*\.(service|timer|target)$/.test(name));
  assert.deepEqual(names.sort(), [...services.map((name) => `amtslotse-${name}.service`), 'amtslotse-redis.service', 'amtslotse-backup.service',
    'amtslotse-backup.timer', 'amtslotse.target'].sort());
  for (const name of names)
    writeFileSync(join(folder, name), installed.here(readFileSync(installed.at(`/etc/systemd/system/${name}`), 'utf8')).replace(/^Documentation=.*\n/m, ''));
  const result = spawnSync('systemd-analyze', ['verify', ...names.map((name) => join(folder, name))], { encoding: 'utf8' });
  const ours = (result.stdout + result.stderr).split('\n').filter((line) => line.includes('amtslotse') || /[Uu]nknown|Invalid/.test(line));
  assert.deepEqual(ours, []);
});

test('every unit is hardened: its exposure is below 2 of 10', () => {
  for (const name of [...services, 'redis', 'backup']) {
    const result = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', `--root=${installed.folder}`, `amtslotse-${name}.service`],
      { encoding: 'utf8' });
    assert.equal(result.status, 0, `${name}\n${result.stdout}${result.stderr}`);
  }
  // No process sees another's data or keys.
  const booking = installed.unit('booking');
  assert.match(booking.TemporaryFileSystem[0], /\/var\/lib\/amtslotse:ro .*\/etc\/amtslotse\/keys:ro/);
  assert.deepEqual(booking.BindReadOnlyPaths.map((path) => path.split('/').slice(-2).join('/')), ['tls/booking', 'keys/booking.keys', 'keys/actor.key']);
  // Nor the sockets of those that it does not call.
  const seen = (name) => [...installed.unit(name).BindPaths.join(' ').split(' '), ...installed.unit(name).BindReadOnlyPaths].filter((path) => path.includes('/run/'))
    .map((path) => path.split('/run/')[1]).sort();
  assert.deepEqual(Object.fromEntries(services.map((name) => [name, seen(name)])), { nlu: ['knowledge', 'nlu'], knowledge: ['booking', 'knowledge'],
    responsibility: ['responsibility'], booking: ['booking'], staff: ['staff'], dialogue: ['booking', 'dialogue', 'knowledge', 'nlu', 'redis', 'responsibility'],
    messengers: ['dialogue', 'messengers'], web: ['booking', 'dialogue', 'knowledge', 'messengers', 'redis', 'responsibility', 'staff', 'web'] });
});

test('started with exactly what the units say, it answers a citizen, and an operator can import and back up', async () => {
  const port = await freePort();
  installed.settle();
  writeFileSync(installed.at('/etc/amtslotse/web.conf'), `WEB_LISTEN=127.0.0.1:${port}\n${unlimited}`);
  for (const name of ['redis', ...services]) installed.start(name);
  const url = `http://127.0.0.1:${port}`;
  const ready = async () => (await fetch(`${url}/health/ready`).catch(() => ({ ok: false }))).ok;
  await until(ready, 60_000, () => installed.output);
  const demo = installed.cli('demo');
  assert.equal(demo.code, 0, demo.text);
  Object.assign(installed, { url });
  await healed(installed, 60_000);  // all know of the towns
  const post = async (path, body, token) => (await fetch(url + path, { method: 'POST', body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) } })).json();
  const { id, token } = await post('/api/v1/conversations', {});
  const reply = await post(`/api/v1/conversations/${id}/messages`, { text: 'Was kostet ein Personalausweis?', client_message_id: 'm1' }, token);
  assert.match(JSON.stringify(reply), /46,00/);

  const [, ...nightly] = installed.unit('backup').ExecStart[0].split(' ');
  const settings = Object.fromEntries(readFileSync(installed.at('/etc/amtslotse/backup.conf'), 'utf8').split('\n')
    .filter((line) => /^\w+=/.test(line)).map((line) => line.split('=')));
  const flags = nightly.map((flag) => installed.here(flag.replace(/\$\{(\w+)\}/, (_, name) => settings[name])));
  const backup = spawnSync(installed.at('/opt/amtslotse/current/services/cli/amtslotse-cli'), flags, { ...installed.options(installed.unit('backup')), encoding: 'utf8' });
  assert.equal(backup.status, 0, backup.stdout + backup.stderr);
  const [made] = readdirSync(installed.at('/var/backups/amtslotse'));
  assert.match(made, /^sicherung-\d{8}-\d{6}$/);
  // Processes that systemd started are seen, too.
  const restore = installed.cli('restore', installed.at(`/var/backups/amtslotse/${made}`));
  assert.equal(restore.code, 1);
  assert.match(restore.text, /läuft noch/);
});

test('the installed command means paths as they were typed, wherever it is called', () => {
  const folder = installed.at('/anderswo');
  mkdirSync(folder);
  writeFileSync(join(folder, 'faq.csv'), 'question;answer\nWo ist das Amt?;Am Markt.\n');
  // Nobody is amtslotse here.
  writeFileSync(join(folder, 'runuser'), '#!/bin/bash\nshift 3\nexec "$@"\n', { mode: 0o755 });
  writeFileSync(join(folder, 'id'), '#!/bin/bash\necho amtslotse\n', { mode: 0o755 });
  const command = installed.at('/opt/amtslotse/current/amtslotse');
  const here = join(dirname(command), 'amtslotse-here');
  writeFileSync(here, installed.here(readFileSync(command, 'utf8')), { mode: 0o755 });
  const result = spawnSync(here, ['search', 'evaluate', '--faq', 'faq.csv'],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } });
  assert.equal(result.status, 0, result.stderr);
  assert.equal(JSON.parse(result.stdout).queries, 1);
});

test('what a running process was started with and holds in memory is hidden from other processes of its user', () => {
  const ours = installed.children.filter(({ pid }) => !readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('redis-server'));
  assert.equal(ours.length, services.length);
  for (const { pid } of ours) {
    // The kernel gives what is not dumpable to root.
    if (process.getuid() === 0) assert.equal(statSync(`/proc/${pid}/environ`).uid, 0);
    else assert.throws(() => readFileSync(`/proc/${pid}/environ`), /EACCES/);
  }
});

test('open to the public, web refuses to start with a demo town, and says why', () => {
  writeFileSync(installed.at('/etc/amtslotse/web.conf'), `${readFileSync(installed.at('/etc/amtslotse/web.conf'), 'utf8')}WEB_HTTPS=true\n`);
  const { code, text } = installed.before('web');
  assert.equal(code, 1, text);
  assert.match(text, /Kein öffentlicher Betrieb[\s\S]*Erlenfurt: eine erfundene Vorführ-Stadt/);
});

test('upgrade and rollback change the version at once and keep what the operator wrote', async () => {
  await installed.stop();
  const other = anotherBuild();
  try {
    const own = readFileSync(installed.at('/etc/amtslotse/web.conf'), 'utf8');
    const keys = readFileSync(installed.at('/etc/amtslotse/keys/booking.keys'), 'utf8');
    const up = installed.run('upgrade', '--built', other);
    assert.equal(up.code, 0, up.text);
    const second = readlinkSync(installed.at('/opt/amtslotse/current'));
    assert.notEqual(second, first);
    assert.ok(existsSync(installed.at('/opt/amtslotse/current/nlu/model/NOTE')));
    assert.match(installed.run('upgrade', '--built', other).text, /läuft schon/);
    const down = installed.run('rollback');
    assert.equal(down.code, 0, down.text);
    assert.equal(readlinkSync(installed.at('/opt/amtslotse/current')), first);
    assert.equal(installed.run('rollback', second.split('/')[1]).code, 0);
    assert.match(installed.run('rollback', '9.9.9').text, /gibt es nicht/);
    assert.equal(readFileSync(installed.at('/etc/amtslotse/web.conf'), 'utf8'), own);
    assert.equal(readFileSync(installed.at('/etc/amtslotse/keys/booking.keys'), 'utf8'), keys);
  } finally {
    rmSync(other, { recursive: true });
  }
});

// systemd's stand-in: it writes down what it is asked, and what names itself broken does not start.
test('a new version that does not start is left again by itself, and rollback does not lead to it', async () => {
  const other = anotherBuild();
  writeFileSync(join(other, 'nlu', 'model', 'NOTE'), 'broken\n');
  const folder = installed.at('/stand-in');
  mkdirSync(installed.at('/run/systemd/system'), { recursive: true });
  mkdirSync(folder);
  writeFileSync(join(folder, 'systemctl'), `#!/bin/bash
echo "$*" >>${folder}/asked
[[ $1 != restart ]] || ! grep -qs broken ${installed.at('/opt/amtslotse/current/nlu/model/NOTE')}
`, { mode: 0o755 });
  const port = await freePort();
  writeFileSync(installed.at('/etc/amtslotse/web.conf'), `WEB_LISTEN=127.0.0.1:${port}\n`);
  const ready = spawn(process.execPath, ['-e', `require('http').createServer((_, response) => response.end('ready')).listen(${port}, '127.0.0.1')`]);
  const run = (...flags) => {
    const { status, stdout, stderr } = spawnSync(join(root, 'amtslotse'), [...flags, '--root', installed.folder],
      { encoding: 'utf8', env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } });
    return { code: status, text: stdout + stderr };
  };
  const [current, previous] = ['current', 'previous'].map((name) => readlinkSync(installed.at(`/opt/amtslotse/${name}`)));
  try {
    await until(() => fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false), 20_000);
    const up = run('upgrade', '--built', other);
    assert.equal(up.code, 1, up.text);
    assert.match(up.text, /wurde nicht bereit; zurück zu/);
    assert.deepEqual(['current', 'previous'].map((name) => readlinkSync(installed.at(`/opt/amtslotse/${name}`))), [current, previous]);
    assert.equal(readFileSync(join(folder, 'asked'), 'utf8').match(/^restart amtslotse.target$/gm).length, 2);
    const down = run('rollback');
    assert.equal(down.code, 0, down.text);
    assert.equal(readlinkSync(installed.at('/opt/amtslotse/current')), previous);
  } finally {
    ready.kill('SIGKILL');
    rmSync(other, { recursive: true });
    for (const path of [folder, installed.at('/run/systemd')]) rmSync(path, { recursive: true });
  }
});

test('uninstall takes the programs and units and leaves data, settings and keys', () => {
  const { code, text } = installed.run('uninstall');
  assert.equal(code, 0, text);
  assert.ok(!existsSync(installed.at('/opt/amtslotse')));
  assert.deepEqual(readdirSync(installed.at('/etc/systemd/system')), []);
  assert.ok(existsSync(installed.at('/var/lib/amtslotse/booking/booking.db')));
  assert.ok(existsSync(installed.at('/etc/amtslotse/keys/booking.keys')));
  assert.ok(existsSync(installed.at('/etc/amtslotse/web.conf')));
});
