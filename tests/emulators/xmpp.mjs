// A real XMPP server (prosody) for a test, people with real clients on it, and a wire between the server and our
// component that can be cut.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { freePort } from '../integration/messengers.mjs';
import { until } from '../integration/product.mjs';
import { Listener } from './listener.mjs';

const require = createRequire(new URL('../integration/package.json', import.meta.url));
const { client, xml } = require('@xmpp/client');

export const domain = 'amt.localhost';
const password = 'geheim-1';

export class XmppServer {
  constructor({ secret = 'komponente' } = {}) {
    this.secret = secret;
    this.people = [];
    this.violations = [];
    this.waiters = new Set();
    this.handshakes = 0;      // seen on the wire
    this.cuts = [];           // {text}: the connection breaks once this was written to the server
    this.refused = false;     // handshakes reach the server changed
    this.pairs = new Set();
  }

  async start() {
    this.folder = mkdtempSync(join(tmpdir(), 'amtslotse-xmpp-'));
    this.ports = { c2s: await freePort(), component: await freePort(), http: await freePort() };
    this.accounts = join(this.folder, 'data', 'localhost', 'accounts');
    mkdirSync(this.accounts, { recursive: true });
    writeFileSync(join(this.folder, 'prosody.cfg.lua'), this.#configuration());
    this.log = '';
    this.child = spawn('prosody', ['--config', join(this.folder, 'prosody.cfg.lua'), '-F'], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (bytes) => { this.log += bytes; });
    this.ended = once(this.child, 'close');
    for (const port of [this.ports.c2s, this.ports.component]) await until(() => listens(port), 20_000, () => `prosody: ${this.log}`);
    await this.#startWire();
    return this;
  }

  #configuration() {
    return `run_as_root = true
pidfile = "${this.folder}/prosody.pid"
data_path = "${this.folder}/data"
interfaces = { "127.0.0.1" }
c2s_ports = { ${this.ports.c2s} }
c2s_direct_tls_ports = { }
s2s_ports = { }
component_ports = { ${this.ports.component} }
http_ports = { ${this.ports.http} }
https_ports = { }
modules_enabled = { "roster", "saslauth", "disco", "ping", "offline", "presence", "message", "iq", "blocklist", "pep" }
modules_disabled = { "s2s", "tls" }
allow_unencrypted_plain_auth = true
c2s_require_encryption = false
authentication = "internal_plain"
disable_sasl_mechanisms = { "SCRAM-SHA-1", "SCRAM-SHA-256", "DIGEST-MD5" }  -- the client library stumbles over them
http_external_url = "http://127.0.0.1:${this.ports.http}/"
http_default_host = "share.localhost"
log = { info = "*console" }
VirtualHost "localhost"
Component "${domain}"
  component_secret = "${this.secret}"
Component "share.localhost" "http_file_share"
`;
  }

  async #startWire() {
    this.wire = net.createServer((ours) => {
      const server = net.connect(this.ports.component, '127.0.0.1');
      const pair = { ours, server };
      this.pairs.add(pair);
      const end = () => { this.pairs.delete(pair); ours.destroy(); server.destroy(); };
      for (const socket of [ours, server]) socket.on('close', end).on('error', end);
      ours.on('data', (bytes) => this.#pass(bytes, server, end));
      server.on('data', (bytes) => { if (!pair.cut) ours.write(bytes); });
      pair.deafen = () => { pair.cut = true; };
    });
    this.wire.listen(0, '127.0.0.1');
    await once(this.wire, 'listening');
    this.address = `127.0.0.1:${this.wire.address().port}`;
  }

  #pass(bytes, server, end) {
    let text = bytes.toString('utf8');
    if (text.includes('<handshake>')) {
      this.handshakes += 1;
      if (this.refused) text = text.replace(/<handshake>..../, '<handshake>0000');
    }
    const cut = this.cuts.find((one) => !one.done && text.includes(one.text));
    if (!cut) {
      server.write(this.refused ? text : bytes);
      return;
    }
    // The server gets the stanza; its answer reaches nobody.
    cut.done = true;
    for (const pair of this.pairs) if (pair.server === server) pair.deafen();
    server.write(bytes, () => cut.person.emulator.until(() => cut.person.received.some((message) => message.text?.includes(cut.text)), 'the cut message').then(end, end));
  }

  cutWire() { for (const { ours } of this.pairs) ours.destroy(); }

  changed() { for (const waiter of [...this.waiters]) waiter(); }
  async until(condition, what, milliseconds = 20_000) {
    return new Promise((resolve, reject) => {
      const check = () => {
        const value = condition();
        if (!value) return;
        end();
        resolve(value);
      };
      const timer = setTimeout(() => { end(); reject(new Error(`not in ${milliseconds} ms: ${typeof what === 'function' ? what() : what}`)); }, milliseconds);
      const end = () => { clearTimeout(timer); this.waiters.delete(check); };
      this.waiters.add(check);
      check();
    });
  }

  // With an account, signed in.
  async person(name) {
    const user = `${name.toLowerCase()}${this.people.length}`;
    writeFileSync(join(this.accounts, `${user}.dat`), `return { ["password"] = "${password}" };\n`);
    const person = new Person(this, name, user);
    await person.signIn();
    this.people.push(person);
    return person;
  }

  async stop() {
    for (const person of this.people) await person.signOut();
    this.cutWire();
    this.wire.close();
    this.child.kill('SIGTERM');
    await this.ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => { socket.destroy(); resolve(true); }).on('error', () => resolve(false));
  });
}

// Someone with an XMPP client.
export class Person extends Listener {
  constructor(server, name, user) {
    super(server, name);
    this.jid = `${user}@localhost`;
    this.user = user;
    this.received = [];
    this.stanzas = [];
    this.unconfirmed = new Map();  // by id: sent again until its receipt comes, as clients do
    this.nextId = 1;
  }

  async signIn() {
    this.client = client({ service: `xmpp://127.0.0.1:${this.emulator.ports.c2s}`, domain: 'localhost', username: this.user, password });
    this.client.on('error', () => {});
    this.client.on('stanza', (stanza) => this.#take(stanza));
    await this.client.start();
    await this.client.send(xml('presence'));
    this.timer = setInterval(() => { for (const message of this.unconfirmed.values()) this.client.send(message).catch(() => {}); }, 1000);
  }
  async signOut() {
    clearInterval(this.timer);
    await this.client.stop().catch(() => {});
  }

  #take(stanza) {
    this.stanzas.push(stanza);
    const received = stanza.getChild('received', 'urn:xmpp:receipts');
    if (received) this.unconfirmed.delete(received.attrs.id);
    if (stanza.is('message') && stanza.attrs.type !== 'error' && stanza.getChildText('body')) {
      const url = stanza.getChild('x', 'jabber:x:oob')?.getChildText('url');
      if (url) this.#fetch(url);
      else this.received.push({ text: stanza.getChildText('body'), type: stanza.attrs.type });
    }
    this.emulator.changed();
  }

  async #fetch(url) {
    const response = await fetch(url);
    this.received.push({ file: { name: decodeURIComponent(url.split('/').pop()), mediaType: response.headers.get('content-type'), content: Buffer.from(await response.arrayBuffer()) } });
    this.emulator.changed();
  }

  send(attributes, ...children) {
    const message = xml('message', { to: `amt@${domain}`, type: 'chat', id: `${this.user}-${this.nextId++}`, ...attributes }, ...children);
    if (message.getChild('body')) {
      message.append(xml('request', 'urn:xmpp:receipts'));
      this.unconfirmed.set(message.attrs.id, message);
    }
    return this.client.send(message);
  }
  say(text, attributes = {}) { void this.send({ 'xml:lang': 'de', ...attributes }, xml('body', {}, text)); }
  sendPhoto() { void this.send({}, xml('body', {}, 'https://example.org/geheim.jpg'), xml('x', 'jabber:x:oob', xml('url', {}, 'https://example.org/geheim.jpg'))); }
}

export { xml };
