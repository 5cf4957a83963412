// signal-cli's daemon over HTTP: JSON-RPC on /api/v1/rpc, envelopes as server-sent events on /api/v1/events.
import { randomUUID } from 'node:crypto';
import { Listener } from './listener.mjs';
import { EmulatedServer, send } from './server.mjs';

const rpcError = (code, message, data) => ({ error: { code, message, ...(data && { data }) } });
const fields = { send: ['account', 'recipient', 'groupId', 'message', 'attachments'], sendTyping: ['account', 'recipient', 'groupId', 'stop'], listAccounts: [] };

export class SignalEmulator extends EmulatedServer {
  constructor({ number = '+4943210' } = {}) {
    super();
    Object.assign(this, { number, accounts: [number] });
    this.people = new Map();
    this.messages = [];
    this.typing = [];
    this.limits = new Map();
    this.streams = new Set();
    this.waiting = [];       // envelopes while nobody listens
    this.timestamp = Date.now();
    this.chunk = 7;          // bytes of an event that are written at once
  }
  person(name) { return new Person(this, name); }

  async handle(call) {
    if (call.path === '/api/v1/events' && call.method === 'GET') return this.#stream(call);
    if (call.path !== '/api/v1/rpc' || call.method !== 'POST') { this.violate(`there is no ${call.method} ${call.path}`); return send(call.response, 404, ''); }
    const body = JSON.parse(call.body.toString('utf8'));
    if (body.jsonrpc !== '2.0' || body.id === undefined || !fields[body.method]) this.violate(`rpc: ${call.body.toString('utf8').slice(0, 200)}`);
    for (const name of Object.keys(body.params ?? {})) if (!fields[body.method]?.includes(name)) this.violate(`${body.method}: there is no parameter ${name}`);
    send(call.response, 200, { jsonrpc: '2.0', id: body.id, ...this.#call(body.method, body.params ?? {}) });
  }

  #call(method, params) {
    if (method === 'listAccounts') return { result: this.accounts.map((number) => ({ number })) };
    if (!this.accounts.includes(params.account)) return rpcError(-1, 'Specified account does not exist');
    const to = params.groupId ?? params.recipient?.[0];
    if (!to || (params.groupId && params.recipient)) { this.violate(`${method}: recipient or groupId`); return rpcError(-1, 'recipient'); }
    if (method === 'sendTyping') { this.typing.push(to); return { result: {} }; }
    const person = this.people.get(to);
    if (!person && !params.groupId) return rpcError(-1, 'unknown recipient');
    if (Date.now() < (this.limits.get(to) ?? 0)) return rpcError(-5, 'rate limit', { response: { results: [{ type: 'RATE_LIMIT_FAILURE', retryAfterSeconds: Math.ceil((this.limits.get(to) - Date.now()) / 1000) }] } });
    if (!params.message && !params.attachments) this.violate('send: neither message nor attachments');
    if (Buffer.byteLength(params.message ?? '') > 2000) this.violate('send: a message that becomes an attachment');
    for (const attachment of params.attachments ?? []) this.#attach(to, attachment);
    if (params.message) this.messages.push({ to, text: params.message });
    this.timestamp += 1;
    return { result: { timestamp: this.timestamp, results: [{ recipientAddress: { uuid: to }, type: 'SUCCESS' }] } };
  }

  #attach(to, attachment) {
    const parsed = /^data:([^;]+);filename=([^;]+);base64,(.*)$/s.exec(attachment);
    if (!parsed) return this.violate(`send: attachment ${attachment.slice(0, 60)}`);
    this.messages.push({ to, file: { mediaType: parsed[1], name: decodeURIComponent(parsed[2]), content: Buffer.from(parsed[3], 'base64') } });
    return undefined;
  }

  // --- events ---

  #stream(call) {
    if (call.query.account !== this.number) this.violate(`events: account ${call.query.account}`);
    call.response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    call.response.write(':\n\n');
    this.streams.add(call.response);
    call.response.on('close', () => this.streams.delete(call.response));
    for (const envelope of this.waiting.splice(0)) this.#write(envelope);
  }

  // In small chunks, with comments and other fields between, as a stream may come.
  #write(envelope) {
    const text = `:keep-alive\nevent:receive\nid: 1\ndata:${JSON.stringify({ envelope, account: this.number })}\n\n:\n`;
    const bytes = Buffer.from(text, 'utf8');
    for (const stream of this.streams) {
      stream.socket.setNoDelay(true);
      for (let i = 0; i < bytes.length; i += this.chunk) stream.write(bytes.subarray(i, i + this.chunk));
    }
  }
  push(envelope) {
    if (this.streams.size === 0) this.waiting.push(envelope);
    else this.#write(envelope);
    return envelope;
  }
  cutStreams() { for (const stream of this.streams) stream.destroy(); this.streams.clear(); }
}

// Someone with Signal.
export class Person extends Listener {
  constructor(emulator, name) {
    super(emulator, name);
    this.id = randomUUID();
    emulator.people.set(this.id, this);
  }
  envelope(more, timestamp = ++this.emulator.timestamp) {
    return { source: this.id, sourceNumber: null, sourceUuid: this.id, sourceName: this.name, sourceDevice: 1, timestamp,
      serverReceivedTimestamp: timestamp + 5, serverDeliveredTimestamp: timestamp + 9, ...more };
  }
  message(text, more = {}, timestamp = ++this.emulator.timestamp) {
    return this.envelope({ dataMessage: { timestamp, message: text, expiresInSeconds: 0, viewOnce: false, ...more } }, timestamp);
  }
  say(text) { return this.emulator.push(this.message(text)); }
  sendPhoto() { return this.emulator.push(this.message(null, { attachments: [{ contentType: 'image/jpeg', filename: 'geheim.jpg', id: 'a', size: 9 }] })); }
  get received() { return this.emulator.messages.filter((message) => message.to === this.id); }
}
