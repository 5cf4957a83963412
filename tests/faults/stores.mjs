// Real stores beyond one machine: databases in a PostgreSQL, and a Redis with replicas and three sentinels.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresServer } from '../integration/postgres.mjs';
import { freePort, until } from '../integration/product.mjs';

// Several databases, for processes of other users too.
export class Databases extends PostgresServer {
  constructor(...names) {
    super();
    chmodSync(this.folder, 0o755);
    for (const name of names) this.query(`CREATE DATABASE ${name}`);
  }

  database(name) { return `host=${this.folder} user=amtslotse dbname=${name}`; }

  query(statement, name = 'postgres') {
    const result = spawnSync('psql', ['-h', this.folder, '-U', 'amtslotse', '-d', name, '-Atc', statement], { encoding: 'utf8' });
    assert.equal(result.status, 0, result.stderr);
    return result.stdout.trim();
  }
}

// One command over a connection of its own; the answer's bytes as text.
function ask(port, command) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let answer = '';
    const end = () => { socket.destroy(); resolve(answer); };
    socket.setTimeout(1_000, end);
    socket.on('error', end);
    socket.on('close', end);
    socket.on('data', (bytes) => { answer += bytes; if (answer.endsWith('\r\n')) end(); });
    socket.write(`${command}\r\n`);
  });
}

// The same for an answer of many lines.
function askWhole(port, command) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let answer = '';
    socket.on('error', reject);
    socket.on('data', (bytes) => {
      answer += bytes;
      const size = /^\$(\d+)\r\n/.exec(answer);
      if (!size || answer.length < size[0].length + Number(size[1]) + 2) return;
      socket.destroy();
      resolve(answer);
    });
    socket.write(`${command}\r\n`);
  });
}

export class Sentinels {
  static async start() {
    const group = new Sentinels();
    group.folder = mkdtempSync(join(tmpdir(), 'al-sentinel-'));
    group.children = new Map();
    group.stores = await Promise.all([1, 2, 3].map(freePort));
    group.sentinels = await Promise.all([1, 2, 3].map(freePort));
    const [master, ...replicas] = group.stores;
    group.launch(master);
    await until(async () => (await ask(master, 'PING')).startsWith('+PONG'), 10_000);
    for (const port of replicas) group.launch(port, '--replicaof', '127.0.0.1', String(master));
    for (const port of group.sentinels) group.watch(port, master);
    await until(async () => {
      const seen = await Promise.all(group.sentinels.map((port) => ask(port, 'SENTINEL master stadt')));
      return seen.every((text) => /num-slaves\r\n\$1\r\n2/.test(text) && /num-other-sentinels\r\n\$1\r\n2/.test(text));
    }, 30_000, () => 'the sentinels do not see each other');
    return group;
  }

  get address() { return `sentinel:stadt@${this.sentinels.map((port) => `127.0.0.1:${port}`).join(',')}`; }

  launch(port, ...flags) {
    this.spawn(port, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', this.folder,
      '--dbfilename', `${port}.rdb`, '--maxmemory-policy', 'noeviction', '--repl-diskless-sync', 'yes', '--repl-diskless-sync-delay', '0', ...flags]);
  }

  watch(port, master) {
    const file = join(this.folder, `${port}.conf`);
    writeFileSync(file, `port ${port}\nbind 127.0.0.1\ndir ${this.folder}\nsentinel monitor stadt 127.0.0.1 ${master} 2\n`
      + 'sentinel down-after-milliseconds stadt 1000\nsentinel failover-timeout stadt 5000\n');
    this.spawn(port, [file, '--sentinel']);
  }

  spawn(port, flags) {
    const child = spawn('redis-server', flags, { stdio: 'ignore' });
    child.ended = new Promise((resolve) => child.once('close', resolve));
    this.children.set(port, child);
  }

  async master() {
    for (const port of this.sentinels) {
      const found = /\$\d+\r\n[\d.]+\r\n\$\d+\r\n(\d+)/.exec(await ask(port, 'SENTINEL get-master-addr-by-name stadt'));
      if (found) return Number(found[1]);
    }
    return 0;
  }

  // Scripts the master has run so far: what our processes ask of it, one round trip each.
  async scripts() {
    const stats = await askWhole(await this.master(), 'INFO commandstats');
    return [...stats.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/g)].reduce((total, [, calls]) => total + Number(calls), 0);
  }

  async remove() {
    for (const child of this.children.values()) child.kill('SIGKILL');
    await Promise.all([...this.children.values()].map((child) => child.ended));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
