// People on several channels write at once to one messengers process; every message has to be answered.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { MatrixEmulator, Person as MatrixPerson } from '../emulators/matrix.mjs';
import { SignalEmulator } from '../emulators/signal.mjs';
import { TelegramEmulator } from '../emulators/telegram.mjs';
import { gatewayKeys, pad, ThreemaEmulator } from '../emulators/threema.mjs';
import { WhatsAppEmulator } from '../emulators/whatsapp.mjs';
import { Messengers } from '../integration/messengers.mjs';

const telegramToken = '4711:load';
const threemaKey = Buffer.from(gatewayKeys.secretKey).toString('hex');
const signalNumber = '+4943210987';
const whatsapp = { accessToken: 'load-token', appSecret: 'load-app', verifyToken: 'load-word' };

export class Load {
  // rates: messages a second by channel; people: how many write there; faults: share of calls that break.
  constructor({ rates, people, faults = 0 }) {
    Object.assign(this, { rates, people, faults });
    this.sent = new Map();      // text → when
    this.took = [];             // milliseconds from the channel's call to ours
    this.answered = new Set();
    this.next = 1;
  }

  async start() {
    this.telegram = await new TelegramEmulator({ token: telegramToken, chatRate: [1000, 1000], botRate: [1000, 1000] }).start();
    this.whatsapp = await new WhatsAppEmulator(whatsapp).start();
    this.threema = await new ThreemaEmulator({ secret: 'load-threema' }).start();
    this.signal = await new SignalEmulator({ number: signalNumber }).start();
    this.signal.chunk = 1 << 20;
    this.matrix = [await new MatrixEmulator({ accessToken: 'load-0' }).start(), await new MatrixEmulator({ accessToken: 'load-1' }).start()];
    this.messengers = await Messengers.start({ webhook: true, accounts: (started) => this.#accounts(started),
      secrets: { 'tg.token': telegramToken, 'tg.secret': 'hook', 'wa.token': whatsapp.accessToken, 'wa.app': whatsapp.appSecret, 'wa.verify': whatsapp.verifyToken, 'th.secret': 'load-threema', 'th.key': threemaKey,
        'mx0.token': 'load-0', 'mx1.token': 'load-1' } });
    await this.telegram.until(() => this.telegram.webhook.url, 'the webhook is set');
    for (const emulator of this.matrix) await emulator.until(() => emulator.calls.filter((call) => call.path.endsWith('/sync')).length >= 2, 'synced');
    await this.signal.until(() => this.signal.streams.size > 0, 'the stream is open');
    await this.#gather();
    for (const emulator of this.emulators) this.#breakSome(emulator);
    return this;
  }

  get emulators() { return [this.telegram, this.whatsapp, this.threema, this.signal, ...this.matrix]; }

  #accounts(started) {
    this.whatsapp.webhook = started.webhookUrl('erlenfurt/whatsapp/load');
    this.threema.webhook = started.webhookUrl('erlenfurt/threema/load');
    const account = (channel, more) => ({ municipality_id: 'erlenfurt', channel, account: 'load', ...more });
    return [
      account('telegram', { receive: 'webhook', token_file: 'tg.token', webhook_secret_file: 'tg.secret', base_url: this.telegram.url, public_url: started.webhookUrl('erlenfurt/telegram/load') }),
      account('whatsapp', { receive: 'webhook', access_token_file: 'wa.token', app_secret_file: 'wa.app', verify_token_file: 'wa.verify', base_url: this.whatsapp.url, options: { phone_number_id: this.whatsapp.phoneNumberId } }),
      account('threema', { receive: 'webhook', secret_file: 'th.secret', private_key_file: 'th.key', base_url: this.threema.url, options: { id: this.threema.id } }),
      account('signal', { base_url: this.signal.url, options: { number: signalNumber } }),
      ...this.matrix.map((emulator, i) => account('matrix', { account: `load${i}`, access_token_file: `mx${i}.token`, base_url: emulator.url, options: { sync_seconds: 10 } })),
    ];
  }

  async #gather() {
    const many = (count, make) => Array.from({ length: count }, (_, i) => make(i));
    this.crowd = { telegram: many(this.people.telegram, () => this.telegram.person({})), whatsapp: many(this.people.whatsapp, () => this.whatsapp.person({})),
      threema: many(this.people.threema, (i) => this.threema.person(`T${i}`)), signal: many(this.people.signal, (i) => this.signal.person(`S${i}`)),
      matrix: many(this.people.matrix, (i) => new MatrixPerson(this.matrix[i % 2], `P${i}`)) };
    for (const person of this.crowd.matrix) await person.emulator.until(() => person.room.members.has(person.emulator.user), 'joined');
    for (const emulator of this.emulators) this.#listen(emulator);
  }

  // Sees every answer as it arrives.
  #listen(emulator) {
    const changed = emulator.changed.bind(emulator);
    let seen = 0;
    emulator.changed = () => {
      const all = emulator instanceof MatrixEmulator ? emulator.stream : emulator.messages;
      for (; seen < all.length; seen += 1) this.#hear(emulator instanceof MatrixEmulator ? all[seen].event?.content?.body : all[seen].text, emulator instanceof MatrixEmulator && all[seen].event?.sender !== emulator.user);
      changed();
    };
  }
  #hear(text, ownWords) {
    if (ownWords) return;
    for (const [, word] of (text ?? '').matchAll(/Antwort auf (n\d+)/g)) {
      const at = this.sent.get(word);
      if (at === undefined || this.answered.has(word)) continue;
      this.answered.add(word);
      this.took.push(performance.now() - at);
    }
  }

  #breakSome(emulator) {
    if (this.faults === 0) return;
    const kinds = ['drop', 'accept-then-drop', { status: 500, body: {} }];
    emulator.faults.push({ times: Infinity, get do() { return kinds[Math.floor(Math.random() * kinds.length)]; },
      when: (call) => !call.path.endsWith('/sync') && Math.random() < this.faults });
  }

  // For so many seconds, each channel evenly.
  async run(seconds) {
    const begin = performance.now();
    await Promise.all(Object.entries(this.rates).map(async ([channel, rate]) => {
      for (let i = 0; i < rate * seconds; i += 1) {
        const due = begin + i * 1000 / rate;
        if (due > performance.now()) await pause(due - performance.now());
        const word = `n${this.next++}`;
        this.sent.set(word, performance.now());
        const crowd = this.crowd[channel];
        this.#say(channel, crowd[i % crowd.length], word);
      }
    }));
  }

  #say(channel, person, word) {
    if (channel === 'threema') {
      const form = this.threema.callback(person, pad(0x01, Buffer.from(word)));
      return void this.#until200(() => this.threema.deliver(form));
    }
    if (channel !== 'whatsapp') return person.say(word);
    const body = this.whatsapp.envelope({ contacts: [person.contact()], messages: [person.message({ type: 'text', text: { body: word } })] });
    return void this.#until200(() => this.whatsapp.deliver(body));
  }
  async #until200(deliver) { while (await deliver() !== 200) await pause(100); }

  // Processor seconds of the messengers process so far.
  get processor() {
    const fields = readFileSync(`/proc/${this.messengers.child.pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  }

  async settle(milliseconds) {
    const end = Date.now() + milliseconds;
    while (this.answered.size < this.sent.size && Date.now() < end) await pause(50);
    return this.sent.size - this.answered.size;
  }

  quantile(share) { return quantileOf(this.took, share); }

  async stop() {
    const end = await this.messengers.stop();
    for (const emulator of this.emulators) await emulator.stop();
    return end;
  }
}

export function quantileOf(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

// What two plain HTTP calls take here, one after the other, at the same rate: milliseconds each.
export async function plainCalls(rate, seconds) {
  const server = http.createServer((request, response) => { request.resume(); request.on('end', () => response.end('{}')); });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const agent = new http.Agent({ keepAlive: true, maxSockets: 80 });
  const call = () => new Promise((resolve, reject) => {
    const request = http.request({ port: server.address().port, host: '127.0.0.1', method: 'POST', agent }, (response) => { response.resume(); response.on('end', resolve); });
    request.on('error', reject);
    request.end('{"text":"n1"}');
  });
  const took = [];
  const begin = performance.now();
  await Promise.all(Array.from({ length: rate * seconds }, async (_, i) => {
    await pause(i * 1000 / rate);
    const at = performance.now();
    await call();
    await call();
    took.push(performance.now() - at);
  }));
  agent.destroy();
  server.close();
  return { took, seconds: (performance.now() - begin) / 1000 };
}
