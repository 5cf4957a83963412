// A PostgreSQL of a test's own, in a folder of its own, on a unix socket.
import { spawnSync } from 'node:child_process';
import { appendFileSync, chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const idOf = (user) => Number(spawnSync('id', ['-u', user], { encoding: 'utf8' }).stdout);
const groupOf = (user) => Number(spawnSync('id', ['-g', user], { encoding: 'utf8' }).stdout);

export class PostgresServer {
  // `network`: {address, callers}, also there, for those whose addresses are in that range.
  constructor(network = undefined) {
    this.address = network?.address ?? '';
    this.folder = mkdtempSync(join(tmpdir(), 'al-pg-'));
    // It refuses to run as root.
    this.owner = process.getuid() === 0 ? { uid: idOf('postgres'), gid: groupOf('postgres') } : {};
    if (this.owner.uid !== undefined) chownSync(this.folder, this.owner.uid, this.owner.gid);
    this.connection = `host=${this.folder} user=amtslotse dbname=postgres`;
    this.#run('initdb', '-D', this.data, '-U', 'amtslotse', '-A', 'trust', '--locale=C.UTF-8');
    if (network) appendFileSync(join(this.data, 'pg_hba.conf'), `host all all ${network.callers} trust\n`);
    this.start();
  }

  get data() { return join(this.folder, 'data'); }

  start() {
    this.#run('pg_ctl', '-D', this.data, '-w', '-l', join(this.folder, 'log'), '-o', `-c listen_addresses='${this.address}' -k ${this.folder}`, 'start');
  }
  query(statement) { this.#run('psql', '-h', this.folder, '-U', 'amtslotse', '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', '-c', statement); }
  // `immediate`: at once, as a crash would.
  stop(mode = 'immediate') { this.#run('pg_ctl', '-D', this.data, '-m', mode, '-w', 'stop'); }

  remove() {
    this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #run(program, ...flags) {
    const [version] = readdirSync('/usr/lib/postgresql').sort((a, b) => b - a);
    const result = spawnSync(join('/usr/lib/postgresql', version, 'bin', program), flags,
      { ...this.owner, encoding: 'utf8', cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] });
    if (result.status !== 0) throw new Error(`${program}: ${result.stderr}`);
  }
}
