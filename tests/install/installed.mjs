// An installation below a folder of its own, its units read back, and their processes started as systemd would.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build, root } from '../integration/paths.mjs';

export const built = process.env.AMTSLOTSE_BUILT ?? build;
// Where sanitizers write what they find, when the processes were built with them (packaging/suites.sh).
const sanitizers = Object.fromEntries(['ASAN_OPTIONS', 'UBSAN_OPTIONS', 'TSAN_OPTIONS'].filter((name) => process.env[name]).map((name) => [name, process.env[name]]));
// Lines of web.conf for tests that speak for many citizens from one address.
export const unlimited = 'WEB_CONVERSATIONS_PER_MINUTE=0\nWEB_READS_PER_MINUTE=0\nWEB_MESSAGES_PER_MINUTE=0\n';

export class Installed {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'al-'));
    chmodSync(this.folder, 0o755);
    this.children = [];
    this.pauses = new Set();
    this.output = '';
  }

  run(command, ...flags) {
    const result = spawnSync(join(root, 'amtslotse'), [command, '--root', this.folder, ...flags], { encoding: 'utf8' });
    return { code: result.status, text: result.stdout + result.stderr };
  }

  // A copy of a file that the service user may read.
  bring(file) {
    const copy = join(this.folder, basename(file));
    cpSync(file, copy);
    chmodSync(copy, 0o755);
    return copy;
  }

  // The path of the installed system, below the folder.
  at(path) { return this.folder + path; }
  // Texts that name installed paths, as they are below the folder.
  here(text) { return text.replace(/(?<![\w.])\/(opt|etc|var\/lib|var\/backups)\/amtslotse/g, `${this.folder}/$1/amtslotse`); }

  // Paths in what was installed now mean this folder, so that it runs here.
  settle() {
    const release = this.at('/opt/amtslotse/current/etc');
    for (const name of readdirSync(release)) writeFileSync(join(release, name), this.here(readFileSync(join(release, name), 'utf8')));
  }

  // Installs what was built, so that it runs here.
  setUp() {
    const { code, text } = this.run('install', '--built', built);
    assert.equal(code, 0, text);
    this.settle();
    return this;
  }

  // Keys of a unit's [Service]; those that may be repeated as lists.
  unit(name) {
    const text = this.here(readFileSync(this.at(`/etc/systemd/system/amtslotse-${name}.service`), 'utf8'));
    const service = {};
    for (const line of text.split('[Service]')[1].split('[Install]')[0].split('\n').filter((one) => one.includes('='))) {
      const [, key, value] = /^(\w+)=(.*)$/.exec(line);
      (service[key] ??= []).push(value);
    }
    return service;
  }

  // As the service user when this is root, in the unit's folder, with nothing in the environment but what systemd gives.
  options(unit) {
    const owner = statSync(this.at('/var/lib/amtslotse'));
    return { cwd: unit.WorkingDirectory[0], env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin', LANG: 'C.UTF-8', ...sanitizers },
      ...(process.getuid() === 0 && { uid: owner.uid, gid: owner.gid }) };
  }

  before(name) {
    const unit = this.unit(name);
    const [program, ...flags] = unit.ExecStartPre[0].split(' ');
    const result = spawnSync(program, flags, { ...this.options(unit), encoding: 'utf8' });
    return { code: result.status, text: result.stdout + result.stderr };
  }

  // `more`: environment beside that of systemd, for faults. `other`: a program instead of the installed one.
  start(name, more = {}, other = undefined) {
    const unit = this.unit(name);
    const [program, ...flags] = unit.ExecStart[0].replace('--supervised systemd', '').split(/ +/);
    const options = this.options(unit);
    const child = spawn(other ?? program, flags,
      { ...options, env: { ...options.env, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
    child.more = more;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { this.output += `${name}: ${bytes}`; });
    // As Restart=always; knowledge's store is not there yet when responsibility first looks.
    child.ended = new Promise((resolve) => child.once('close', () => {
      resolve();
      if (!this.children.includes(child)) return;
      this.children.splice(this.children.indexOf(child), 1);
      const pause = /^(\d+)(ms|s)$/.exec(unit.RestartSec[0]);
      this.pauses.add(setTimeout(() => this.start(name, more, other), Number(pause[1]) * (pause[2] === 's' ? 1000 : 1)));
    }));
    this.children.push(child);
    return child;
  }

  // The operator's program, as the service user.
  cli(...flags) {
    const result = spawnSync(this.at('/opt/amtslotse/current/services/cli/amtslotse-cli'),
      [...flags, '--data', this.at('/var/lib/amtslotse'), '--keys', this.at('/etc/amtslotse/keys')],
      { ...this.options(this.unit('web')), encoding: 'utf8' });
    return { code: result.status, text: result.stdout + result.stderr };
  }

  async stop() {
    for (const pause of this.pauses) clearTimeout(pause);
    const running = this.children.reverse();
    this.children = [];
    for (const child of running) {
      child.kill('SIGTERM');
      await child.ended;
    }
  }

  async remove() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// A folder like the build's with one more file in the model: another version.
export function anotherBuild() {
  const folder = mkdtempSync(join(tmpdir(), 'al-built-'));
  for (const service of ['nlu', 'knowledge', 'responsibility', 'booking', 'staff', 'dialogue', 'messengers', 'web', 'cli'])
    cpSync(join(built, 'services', service, `amtslotse-${service}`), join(folder, 'services', service, `amtslotse-${service}`));
  cpSync(join(built, 'nlu', 'model'), join(folder, 'nlu', 'model'), { recursive: true });
  writeFileSync(join(folder, 'nlu', 'model', 'NOTE'), 'another version\n');
  return folder;
}
