// The messengers process with a dialogue that echoes, for a test: its own folders, accounts and secrets.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './paths.mjs';
import { freePort, request, until } from './product.mjs';

export { freePort };

// Writes the accounts file of an installation and the secrets beside its keys.
export function writeAccounts(folder, keys, accounts, secrets) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  for (const [name, secret] of Object.entries(secrets)) {
    writeFileSync(join(keys, name), `${secret}\n`);
    chmodSync(join(keys, name), 0o600);
  }
  writeFileSync(join(folder, 'accounts.json'), JSON.stringify({ accounts }));
}

export class Messengers {
  // `environment`: further settings, for every run.
  static async start({ accounts, secrets = {}, webhook = false, environment = {} }) {
    const messengers = new Messengers();
    messengers.environment = environment;
    messengers.folder = mkdtempSync(join(tmpdir(), 'amtslotse-msg-'));
    await messengers.#prepare(webhook);
    writeAccounts(join(messengers.folder, 'data'), join(messengers.folder, 'keys'), accounts(messengers), secrets);
    await messengers.#startDialogue();
    await messengers.run().catch((error) => {
      messengers.dialogue.kill();
      throw error;
    });
    return messengers;
  }

  // A second process with the same accounts and the same dialogue. Stopped before the first.
  static async beside(first) {
    const second = new Messengers();
    Object.assign(second, { folder: first.folder, environment: first.environment, name: 'm2' });
    await second.#prepare(first.webhookPort !== undefined);
    await second.run();
    return second;
  }

  name = 'm';
  async #prepare(webhook) {
    this.log = '';
    this.dialogueLines = [];
    this.webhookPort = webhook ? await freePort() : undefined;
    this.metricsPort = await freePort();
  }

  webhookUrl(account) { return `http://127.0.0.1:${this.webhookPort}/webhooks/${account}`; }

  async #startDialogue() {
    const socket = join(this.folder, 'dialogue.sock');
    this.dialogue = spawn(join(build, 'tests', 'support', 'fake_dialogue'), [`unix:${socket}`], { stdio: ['pipe', 'pipe', 'inherit'] });
    let rest = '';
    this.dialogue.stdout.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop();
      this.dialogueLines.push(...lines);
    });
    await until(() => this.dialogueLines.includes('ready'), 20_000);
  }

  // Starts the process (again) and waits until it is there.
  async run(extra = {}) {
    const environment = { ...process.env, MESSENGERS_LISTEN: `unix:${join(this.folder, `${this.name}.sock`)}`, MESSENGERS_DIALOGUE: `unix:${join(this.folder, 'dialogue.sock')}`,
      MESSENGERS_KEYS_FILE: join(this.folder, 'keys', 'messengers.keys'), MESSENGERS_DATA_DIR: join(this.folder, 'data'),
      MESSENGERS_METRICS_LISTEN: `127.0.0.1:${this.metricsPort}`, ...(this.webhookPort && { MESSENGERS_WEBHOOK_LISTEN: `127.0.0.1:${this.webhookPort}` }), ...this.environment, ...extra };
    const from = this.log.length;
    this.child = spawn(join(build, 'services', 'messengers', 'amtslotse-messengers'), [], { env: environment, stdio: ['ignore', 'inherit', 'pipe'] });
    this.child.stderr.setEncoding('utf8').on('data', (text) => { this.log += text; });
    this.ended = new Promise((resolve) => { this.child.on('close', (code, signal) => resolve({ code, signal })); });
    await until(() => this.log.slice(from).includes('"serving":true') || this.child.exitCode !== null, 20_000, () => this.log);
    if (this.child.exitCode !== null) throw new Error(`messengers ended: ${this.log.slice(from)}`);
  }

  // kill -9, as a crash would.
  async crash() {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  async metric(pattern) {
    const { body } = await request(`http://127.0.0.1:${this.metricsPort}/metrics`);
    return Number(new RegExp(`^${pattern}[^\\n]*? ([0-9.e+]+)$`, 'm').exec(body)?.[1] ?? NaN);
  }

  // Over all accounts.
  async total(name) {
    const { body } = await request(`http://127.0.0.1:${this.metricsPort}/metrics`);
    return [...body.matchAll(new RegExp(`^${name}\\{[^\\n]*? ([0-9.e+]+)$`, 'gm'))].reduce((sum, [, value]) => sum + Number(value), 0);
  }

  // What the dialogue handled, each event once: ["c1 Hallo", …]
  get events() { return this.dialogueLines.filter((line) => line.startsWith('event ')).map((line) => line.slice(6)); }
  get outcomes() { return Object.fromEntries(this.dialogueLines.filter((line) => line.startsWith('outcome ')).map((line) => line.slice(8).split(' '))); }

  async stop() {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    const end = await this.ended;
    if (!this.dialogue) return end;
    this.dialogue.stdin.end();
    await new Promise((resolve) => { if (this.dialogue.exitCode !== null) resolve(); else this.dialogue.on('close', resolve); });
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true });
    return end;
  }

  // Every file the process wrote, for looking for what must not be there.
  stored() {
    return ['messengers.sqlite', 'messengers.sqlite-wal'].map((name) => join(this.folder, 'data', name))
      .filter(existsSync).map((file) => readFileSync(file, 'latin1')).join('');
  }
}
