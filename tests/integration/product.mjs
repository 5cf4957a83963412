// A running product for a test: its own data, a free port, everything stopped and removed at the end.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cli, patience } from './paths.mjs';

// A test speaks for many citizens from one address, which the limits are made to stop: they are off unless it asks for them.
// Nor is Redis given up while a busy machine only takes its time.
const UNLIMITED = { WEB_CONVERSATIONS_PER_MINUTE: '0', WEB_READS_PER_MINUTE: '0', WEB_MESSAGES_PER_MINUTE: '0', DIALOGUE_REDIS_TIMEOUT_MS: '3000' };

// Starts `serve`; resolves when it names its address. `environment` reaches the processes (BOOKING_AUDIT_DAYS …).
// `program`: another build's; its processes lie beside it.
export async function startProduct({ data, environment = {}, flags = [], program = cli } = {}) {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'amtslotse-it-'));
  const child = spawn(program, ['serve', '--port', '0', '--data', folder, ...flags],
    { env: { ...process.env, ...UNLIMITED, ...environment }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const product = new Product(folder, child, data === undefined);
  await product.waitFor(/bereit: (http:\/\/\S+)/, 120_000);
  product.url = /bereit: (http:\/\/\S+?)\/?\s/.exec(product.output)[1];
  return product;
}

export class Product {
  constructor(folder, child, ownsFolder) {
    this.folder = folder;
    this.child = child;
    this.ownsFolder = ownsFolder;
    this.output = '';
    this.ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => { this.output += bytes; });
  }

  get pid() { return this.child.pid; }
  get redisSocket() { return join(this.folder, 'run', 'redis', 'socket'); }
  log(name) { return readFileSync(join(this.folder, 'logs', `${name}.log`), 'utf8'); }

  // Until the supervisor has said so, from `from` on. Fails when it ends before.
  async waitFor(pattern, milliseconds = 30_000, from = 0) {
    await until(() => pattern.test(this.output.slice(from)) || this.child.exitCode !== null || this.child.signalCode !== null,
      milliseconds, () => `no ${pattern} in:\n${this.output}`);
    if (!pattern.test(this.output.slice(from))) throw new Error(`ended without ${pattern}:\n${this.output}`);
  }

  // The supervisor's children by name, as they run now.
  processes() {
    const found = new Map();
    for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const [state, parent] = readFileSync(`/proc/${entry}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
        if (Number(parent) !== this.pid || state === 'Z') continue;
        const program = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0')[0].split(/[/ ]/).filter((part) => part !== '');
        const name = program.find((part) => /^(amtslotse-|redis-server)/.test(part));
        if (name) found.set(name.replace('amtslotse-', '').replace('redis-server', 'redis'), Number(entry));
      } catch { /* ended meanwhile */ }
    }
    return found;
  }

  async stop(signal = 'SIGTERM') {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    const end = await this.ended;
    this.remove();
    return end;
  }

  remove() {
    if (!this.ownsFolder) return;
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(`${this.folder}.keys`, { recursive: true, force: true });
  }
}

// Polls a condition that cannot be waited for otherwise (another process's state). `milliseconds`: see patience in paths.mjs.
export async function until(condition, milliseconds, describe = () => 'condition not met in time') {
  const giveUp = Date.now() + milliseconds * patience;
  while (!(await condition())) {
    if (Date.now() > giveUp) throw new Error(describe());
    await pause(20);
  }
}

// One HTTP request; the host name chooses the town. → {status, headers, body}, body parsed when JSON.
export function request(url, { method = 'GET', host, headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const call = http.request(url, { method, agent: false, timeout: 30_000,
      headers: { ...(host && { Host: host }), ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers } });
    call.on('timeout', () => call.destroy(new Error(`${method} ${url}: no answer in 30 s`)));
    call.on('error', reject);
    call.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => { text += part; });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers,
        body: /json/.test(response.headers['content-type'] ?? '') && text ? JSON.parse(text) : text }));
    });
    call.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

// A citizen's conversation over the JSON interface.
export class Conversation {
  static async begin(url, town = 'erlenfurt') {
    const host = `${town}.localhost`;
    const answer = await request(`${url}/api/v1/conversations`, { method: 'POST', host, body: {} });
    if (answer.status !== 201) throw new Error(`conversation: ${answer.status} ${JSON.stringify(answer.body)}`);
    return new Conversation(url, host, answer.body);
  }

  constructor(url, host, { id, token, messages }) {
    Object.assign(this, { url, host, id, token, sent: 0, messages: messages ?? [], last: messages ?? [] });
  }

  // The whole answer, for tests of errors; `event` is {text}, {choice} or {form}.
  post(event, clientMessageId = `m${++this.sent}`) {
    return request(`${this.url}/api/v1/conversations/${this.id}/messages`, { method: 'POST', host: this.host,
      headers: { Authorization: `Bearer ${this.token}` }, body: { ...event, client_message_id: clientMessageId } });
  }

  async send(event, clientMessageId) {
    const answer = await this.post(event, clientMessageId);
    if (answer.status !== 200) throw new Error(`${JSON.stringify(event)}: ${answer.status} ${JSON.stringify(answer.body)}`);
    this.last = answer.body.messages;
    this.messages.push(...this.last);
    return textOf(this.last);
  }

  say(text) { return this.send({ text }); }

  // Taps the choice whose label contains `label`, or the one with that number (from 1).
  choose(label) {
    const choices = this.last.flatMap((message) => message.choices ?? []);
    const choice = typeof label === 'number' ? choices[label - 1] : choices.find((one) => one.label.includes(label));
    if (!choice) throw new Error(`no choice ${label} in ${choices.map((one) => one.label).join(' | ')}`);
    return this.send({ choice: choice.id });
  }

  async catchUp(after = 0) {
    const answer = await request(`${this.url}/api/v1/conversations/${this.id}/messages?after=${after}`,
      { host: this.host, headers: { Authorization: `Bearer ${this.token}` } });
    if (answer.status !== 200) throw new Error(`after=${after}: ${answer.status}`);
    return answer.body.messages;
  }
}

// Everything a citizen would see, as one text.
export function textOf(messages) {
  return messages.map((message) => [message.text,
    ...(message.cards ?? []).flatMap((card) => [card.title, ...(card.lines ?? [])]),
    ...(message.choices ?? []).map((choice) => `${choice.label} ${choice.description ?? ''}`),
    ...(message.files ?? []).map((file) => file.name)].join('\n')).join('\n');
}

// A command to the product's private Redis; the answer as text, a list as an array.
export async function redis(product, ...words) {
  const socket = net.connect(product.redisSocket);
  const command = `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`).join('')}`;
  socket.write(command);
  let answer = '';
  for await (const bytes of socket) {
    answer += bytes;
    const whole = parseRedis(answer);
    if (whole) {
      socket.destroy();
      return whole.value;
    }
  }
  throw new Error(`redis: ${words[0]}: connection ended`);
}

function parseRedis(text, at = 0) {
  const end = text.indexOf('\r\n', at);
  if (end < 0) return null;
  const head = text.slice(at + 1, end);
  if ('+:'.includes(text[at])) return { value: head, next: end + 2 };
  if (text[at] === '-') throw new Error(`redis: ${head}`);
  const size = Number(head);
  if (text[at] === '$') {
    if (size < 0) return { value: null, next: end + 2 };
    return text.length < end + 2 + size + 2 ? null : { value: text.slice(end + 2, end + 2 + size), next: end + 2 + size + 2 };
  }
  const list = [];
  for (let next = end + 2; list.length < size;) {
    const one = parseRedis(text, next);
    if (!one) return null;
    list.push(one.value);
    next = one.next;
  }
  return { value: list, next: end + 2 };
}

// A port that is free now, below those that the system gives to whoever asks for any, and never the same one twice: of
// twenty that were asked for one after the other, two were the same in one run of a hundred.
const given = new Set();
export async function freePort() {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 20_000);
    if (given.has(port)) continue;
    given.add(port);
    const server = net.createServer();
    const free = await new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    await new Promise((resolve) => { server.close(resolve); });
    return port;
  }
}

// A weekday of next week with a free time in the afternoon, as people say it, and which day that is: not every week has
// the same ones. → {weekday, day}
export async function openAfternoon(url, service, host = 'erlenfurt.localhost') {
  const berlin = (options, time) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', ...options }).format(time);
  const today = new Date(`${berlin({}, new Date())}T12:00:00Z`);
  const day = (ahead) => berlin({}, new Date(today.getTime() + ahead * 86_400_000));
  const monday = ((8 - today.getUTCDay()) % 7) || 7;
  const { body } = await request(`${url}/api/v1/slots?service=${service}&from=${day(monday)}&fromMinute=720&limit=1`, { host });
  const begin = body.slots[0].localBegin.slice(0, 10);
  if (begin > day(monday + 6)) throw new Error(`nothing in the afternoons of next week, the first is on ${begin}`);
  const said = new Intl.DateTimeFormat('de-DE', { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${begin}T12:00:00Z`));
  return { weekday: said, day: begin };
}
