// The script that people start: ./amtslotse.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli, root } from './paths.mjs';
import { Conversation, Product } from './product.mjs';

const script = join(root, 'amtslotse');
const temporary = (name) => mkdtempSync(join(tmpdir(), `amtslotse-${name}-`));

async function run(data) {
  const begin = Date.now();
  const child = spawn(script, ['run', '--port', '0', '--data', data], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const product = new Product(data, child, false);
  await product.waitFor(/bereit: (http:\/\/\S+)/, 300_000).catch((error) => {
    process.kill(-child.pid, 'SIGKILL');  // nothing is left behind, not even a build
    throw error;
  });
  product.url = /bereit: (http:\/\/\S+?)\/?\s/.exec(product.output)[1];
  product.begin = begin;
  return product;
}

test('help lists what it can do', () => {
  const { status, stdout } = spawnSync(script, ['help'], { encoding: 'utf8' });
  assert.equal(status, 0);
  for (const word of ['run', 'test', 'bench', '--data DIR']) assert.match(stdout, new RegExp(word));
  // Every command of the operator's program, but those that only others start.
  const listed = [...spawnSync(cli, ['--help'], { encoding: 'utf8' }).stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name);
  assert.ok(listed.length > 10);
  for (const name of listed.filter((one) => !['serve', 'demo', 'health'].includes(one))) assert.match(stdout, new RegExp(`^ {2}${name} `, 'm'));
});

test('every command of the script explains itself, and a file that cannot be written is named', () => {
  for (const command of ['run', 'test', 'bench', 'build', 'install', 'upgrade', 'rollback', 'uninstall', 'licences']) {
    const { status, stdout } = spawnSync(script, [command, '--help'], { encoding: 'utf8' });
    assert.equal(status, 0, command);
    assert.match(stdout, new RegExp(`^  ./amtslotse.*\\b${command}\\b`), command);
    assert.doesNotMatch(stdout, /Befehle für den Betrieb/);
  }
  const { status, stderr } = spawnSync(script, ['licences', '/nirgends/liste.json'], { encoding: 'utf8' });
  assert.equal(status, 1);
  assert.match(stderr, /^amtslotse: licences: \/nirgends\/liste\.json: Den Ordner gibt es nicht\.\n$/);
});

// How long it takes is measured, not tested: a busy machine is no defect.
test('a second start answers the first message, and Ctrl-C ends it in order', async () => {
  const folder = temporary('run');
  const data = join(folder, 'data');
  try {
    const first = await run(data);
    process.kill(-first.pid, 'SIGINT');  // a terminal signals the whole group
    assert.deepEqual(await first.ended, { code: 0, signal: null }, first.output);

    const second = await run(data);
    const talk = await Conversation.begin(second.url);
    const answer = await talk.say('Was kostet ein Personalausweis?');
    process.kill(-second.pid, 'SIGINT');
    assert.deepEqual(await second.ended, { code: 0, signal: null }, second.output);
    assert.match(answer, /46,00/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

// A PATH in which `hidden` programs are missing and `fakes` say something else.
function pathWith(folder, hidden, fakes) {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const program of ['bash', 'awk', 'cat', 'cut', 'date', 'df', 'dirname', 'dpkg', 'dpkg-query', 'env', 'find', 'flock', 'grep', 'mkdir', 'nproc', 'readlink',
    'sed', 'sha256sum', 'tail', 'tr', 'wc', 'apt-get', 'node', 'npm', 'redis-server', 'sudo'].filter((name) => !hidden.includes(name) && !(name in fakes))) {
    const found = spawnSync('bash', ['-c', `command -v ${program}`], { encoding: 'utf8' }).stdout.trim();
    if (found) symlinkSync(found, join(bin, program));
  }
  for (const [name, text] of Object.entries(fakes)) {
    writeFileSync(join(bin, name), `#!/bin/bash\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}

test('missing packages without root or sudo: says which, and how an administrator installs them', () => {
  const folder = temporary('packages');
  chmodSync(folder, 0o755);
  try {
    const path = pathWith(folder, ['sudo'], { 'dpkg-query': 'exit 1' });
    cpSync(join(root, 'packaging'), join(folder, 'packaging'), { recursive: true });  // where nobody may read it
    const probe = `ROOT=${folder}; source ${folder}/packaging/steps.sh; source ${folder}/packaging/setup.sh; setup_packages run`;
    const asNobody = process.getuid() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];
    const command = [...asNobody, 'env', `PATH=${path}`, '/bin/bash', '-c', probe];
    const { status, stderr } = spawnSync(command[0], command.slice(1), { encoding: 'utf8' });
    assert.equal(status, 1, stderr);
    assert.match(stderr, /weder root noch gibt es sudo/);
    assert.match(stderr, /apt-get install --no-install-recommends .*libgrpc\+\+-dev/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('too little room for a step: says how much is needed and where', () => {
  const folder = temporary('room');
  try {
    const path = pathWith(folder, [], { df: 'printf "h\\nfs 1 1 12 1%% /\\n"' });
    const probe = `ROOT=${root}; source ${root}/packaging/steps.sh; source ${root}/packaging/setup.sh; need_space 2500 "Das Bauen" ${root}`;
    const { status, stderr } = spawnSync('bash', ['-c', probe], { encoding: 'utf8', env: { ...process.env, PATH: path } });
    assert.equal(status, 1);
    assert.match(stderr, /Das Bauen braucht etwa 2500 MB .* frei sind 12 MB/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('an unknown command is refused with the way to help', () => {
  const { status, stderr, stdout } = spawnSync(script, ['frobnicate'], { encoding: 'utf8' });
  assert.notEqual(status, 0);
  assert.match(stderr + stdout, /--help/);
});
