// Threema's gateway in end-to-end mode: keys, boxes, blobs, callbacks with their MAC. The boxes are made and opened with
// another library (tweetnacl) than ours.
import crypto from 'node:crypto';
import http from 'node:http';
import { createRequire } from 'node:module';
import { Listener } from './listener.mjs';
import { EmulatedServer, formParts } from './server.mjs';

const nacl = createRequire(new URL('../integration/package.json', import.meta.url))('tweetnacl');
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const unhex = (text) => new Uint8Array(Buffer.from(text, 'hex'));
const blobNonce = () => { const nonce = new Uint8Array(24); nonce[23] = 1; return nonce; };

export const gatewayKeys = nacl.box.keyPair();

export class ThreemaEmulator extends EmulatedServer {
  constructor({ id = '*ERLENF1', secret }) {
    super();
    Object.assign(this, { id, secret, credits: 100 });
    this.people = new Map();
    this.messages = [];
    this.blobs = new Map();
    this.nonces = new Set();
    this.queue = Promise.resolve();
    this.agent = new http.Agent({ keepAlive: true });
    this.limits = new Map();
  }
  async stop() {
    this.stopped = true;
    this.agent.destroy();
    await super.stop();
  }
  person(name) { return new Person(this, name); }

  async handle(call) {
    const form = call.method === 'POST' && call.path === '/send_e2e' ? Object.fromEntries(new URLSearchParams(call.body.toString('latin1'))) : call.query;
    if (call.path === '/send_e2e' && Object.keys(call.query).length > 0) this.violate('send_e2e has its fields in the body');
    if (form.from !== this.id || form.secret !== this.secret) return answer(call, 401);
    if (call.path === '/credits') return answer(call, 200, String(this.credits));
    if (call.path.startsWith('/pubkeys/')) {
      const person = this.people.get(decodeURIComponent(call.path.slice('/pubkeys/'.length)));
      return person ? answer(call, 200, hex(person.keys.publicKey)) : answer(call, 404);
    }
    if (call.path === '/upload_blob') {
      const parts = formParts(call.headers['content-type'], call.body);
      if (!parts?.blob?.content.length) { this.violate('upload_blob without a blob'); return answer(call, 400); }
      const id = crypto.randomBytes(16).toString('hex');
      this.blobs.set(id, parts.blob.content);
      return answer(call, 200, id);
    }
    if (call.path === '/send_e2e' && call.method === 'POST') return this.#send(call, form);
    this.violate(`there is no ${call.method} ${call.path}`);
    return answer(call, 404);
  }

  #send(call, form) {
    for (const name of Object.keys(form)) if (!['from', 'to', 'nonce', 'box', 'secret'].includes(name)) this.violate(`send_e2e: there is no field ${name}`);
    const person = this.people.get(form.to);
    if (!person) { this.violate(`send_e2e: to ${form.to}`); return answer(call, 400); }
    if (this.credits <= 0) return answer(call, 402);
    if (Date.now() < (this.limits.get(person.id) ?? 0)) return answer(call, 429, '', { 'Retry-After': String(Math.ceil((this.limits.get(person.id) - Date.now()) / 1000)) });
    if (form.box.length / 2 > 7812) { this.violate('send_e2e: box too long'); return answer(call, 413); }
    if (this.nonces.has(form.nonce)) this.violate('send_e2e: a nonce twice');
    this.nonces.add(form.nonce);
    const padded = nacl.box.open(unhex(form.box), unhex(form.nonce), gatewayKeys.publicKey, person.keys.secretKey);
    if (!padded) { this.violate('send_e2e: a box the recipient cannot open'); return answer(call, 400); }
    const padding = padded.at(-1);
    if (padded.length < 32 || padding < 1 || !padded.slice(-padding).every((byte) => byte === padding)) this.violate(`send_e2e: padding of ${padding} in ${padded.length} bytes`);
    this.#take(person, padded[0], Buffer.from(padded.slice(1, -padding)));
    return answer(call, 200, crypto.randomBytes(8).toString('hex'));
  }

  #take(person, type, body) {
    if (type === 0x01) {
      if (body.length < 1 || body.length > 3500) this.violate(`text of ${body.length} bytes`);
      this.messages.push({ to: person.id, text: body.toString('utf8') });
    } else if (type === 0x17) {
      const file = JSON.parse(body.toString('utf8'));
      const content = nacl.secretbox.open(new Uint8Array(this.blobs.get(file.b)), blobNonce(), unhex(file.k));
      if (!content || content.length !== file.s) this.violate('a file that cannot be opened');
      this.messages.push({ to: person.id, file: { name: file.n, mediaType: file.m, content: Buffer.from(content ?? []) } });
    } else {
      this.violate(`type ${type}`);
    }
  }

  // --- callbacks ---

  sign(form, secret = this.secret) {
    return crypto.createHmac('sha256', secret).update(['from', 'to', 'messageId', 'date', 'nonce', 'box'].map((name) => form[name]).join('')).digest('hex');
  }
  callback(person, padded, more = {}) {
    const nonce = nacl.randomBytes(24);
    const form = { from: person.id, to: this.id, messageId: crypto.randomBytes(8).toString('hex'), date: String(Math.floor(Date.now() / 1000)), nonce: hex(nonce),
      box: hex(nacl.box(padded, nonce, gatewayKeys.publicKey, person.keys.secretKey)), nickname: person.name, ...more };
    return { mac: this.sign(form), ...form, ...(more.mac && { mac: more.mac }) };
  }
  push(form) {
    this.queue = this.queue.then(async () => {
      while (!this.stopped && await this.deliver(form) !== 200) await new Promise((resolve) => { setTimeout(resolve, 100); });
      this.changed();
    });
    return form;
  }
  deliver(form) {
    const body = new URLSearchParams(form).toString();
    return new Promise((resolve) => {
      const call = http.request(this.webhook, { method: 'POST', agent: this.agent, timeout: 10_000, headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) } });
      call.on('response', (response) => { response.resume(); response.on('end', () => resolve(response.statusCode)); });
      call.on('timeout', () => call.destroy());
      call.on('error', () => resolve(0));
      call.end(body);
    });
  }
}

export const pad = (type, body, padding = Math.max(1, 32 - 1 - body.length)) => new Uint8Array([type, ...body, ...Array(padding).fill(padding)]);

function answer(call, status, body = '', headers = {}) {
  call.response.writeHead(status, { 'Content-Type': 'text/plain', 'Content-Length': Buffer.byteLength(body), ...headers });
  call.response.end(body);
}

// Someone with Threema.
export class Person extends Listener {
  constructor(emulator, name) {
    super(emulator, name);
    this.id = `P${String(1_000_000 + emulator.people.size)}`;
    this.keys = nacl.box.keyPair();
    emulator.people.set(this.id, this);
  }
  say(text, more) { return this.emulator.push(this.emulator.callback(this, pad(0x01, Buffer.from(text, 'utf8')), more)); }
  sendPhoto() { return this.emulator.push(this.emulator.callback(this, pad(0x17, Buffer.from('{"b":"00","n":"geheim.jpg"}')))); }
  get received() { return this.emulator.messages.filter((message) => message.to === this.id); }
}
