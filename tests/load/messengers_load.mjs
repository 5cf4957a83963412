// People on several channels write at once to one messengers process; every message has to be answered.
import { setTimeout as pause } from 'node:timers/promises';
import { MatrixEmulator, Person as MatrixPerson } from '../emulators/matrix.mjs';
import { TelegramEmulator } from '../emulators/telegram.mjs';
import { WhatsAppEmulator } from '../emulators/whatsapp.mjs';
import { Messengers } from '../integration/messengers.mjs';

const telegramToken = '4711:load';
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
    this.matrix = [await new MatrixEmulator({ accessToken: 'load-0' }).start(), await new MatrixEmulator({ accessToken: 'load-1' }).start()];
    this.messengers = await Messengers.start({ webhook: true, accounts: (started) => this.#accounts(started),
      secrets: { 'tg.token': telegramToken, 'tg.secret': 'hook', 'wa.token': whatsapp.accessToken, 'wa.app': whatsapp.appSecret, 'wa.verify': whatsapp.verifyToken,
        'mx0.token': 'load-0', 'mx1.token': 'load-1' } });
    await this.telegram.until(() => this.telegram.webhook.url, 'the webhook is set');
    for (const emulator of this.matrix) await emulator.until(() => emulator.calls.filter((call) => call.path.endsWith('/sync')).length >= 2, 'synced');
    await this.#gather();
    for (const emulator of this.emulators) this.#breakSome(emulator);
    return this;
  }

  get emulators() { return [this.telegram, this.whatsapp, ...this.matrix]; }

  #accounts(started) {
    this.whatsapp.webhook = started.webhookUrl('erlenfurt/whatsapp/load');
    const account = (channel, more) => ({ municipality_id: 'erlenfurt', channel, account: 'load', ...more });
    return [
      account('telegram', { receive: 'webhook', token_file: 'tg.token', webhook_secret_file: 'tg.secret', base_url: this.telegram.url, public_url: started.webhookUrl('erlenfurt/telegram/load') }),
      account('whatsapp', { receive: 'webhook', access_token_file: 'wa.token', app_secret_file: 'wa.app', verify_token_file: 'wa.verify', base_url: this.whatsapp.url, options: { phone_number_id: this.whatsapp.phoneNumberId } }),
      ...this.matrix.map((emulator, i) => account('matrix', { account: `load${i}`, access_token_file: `mx${i}.token`, base_url: emulator.url, options: { sync_seconds: 10 } })),
    ];
  }

  async #gather() {
    const many = (count, make) => Array.from({ length: count }, (_, i) => make(i));
    this.crowd = { telegram: many(this.people.telegram, () => this.telegram.person({})), whatsapp: many(this.people.whatsapp, () => this.whatsapp.person({})),
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
    if (channel !== 'whatsapp') return person.say(word);
    const body = this.whatsapp.envelope({ contacts: [person.contact()], messages: [person.message({ type: 'text', text: { body: word } })] });
    const deliver = async () => { while (await this.whatsapp.deliver(body) !== 200) await pause(100); };
    return void deliver();
  }

  async settle(milliseconds) {
    const end = Date.now() + milliseconds;
    while (this.answered.size < this.sent.size && Date.now() < end) await pause(50);
    return this.sent.size - this.answered.size;
  }

  quantile(share) {
    const sorted = [...this.took].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  }

  async stop() {
    const end = await this.messengers.stop();
    for (const emulator of this.emulators) await emulator.stop();
    return end;
  }
}
