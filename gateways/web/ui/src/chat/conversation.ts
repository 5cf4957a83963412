import { ApiError, type ChatApi, type Replies } from './api';
import type { Memory } from './memory';
import type { Entry, Message, Outgoing } from './message';
import { Watch } from './watch';

export interface Saying { shown: string; text?: string; choice?: string; form?: Record<string, string>; }

/** What the conversation tells whoever shows it. */
export interface ConversationListener {
  changed(): void;
  /** Messages that were not there before and were not restored: announce them once. */
  arrived(messages: Message[]): void;
  /** Words for a failure that the citizen can do something about. */
  describe(failure: 'offline' | 'server' | 'refused', detail: string): string;
  expiredNotice(): string;
}

const RETRY_AFTER_MS = [1_000, 3_000];

/**
 * One conversation: what was said, what is under way, and what is left to send. Knows no DOM.
 * Own messages go out one after the other; an unanswered one is sent again under the same id, which the server
 * answers with its first replies.
 */
export class Conversation {
  entries: Entry[];
  starting = false;
  private id: string;
  private token: string;
  private begin = 0;  // entries before it belong to a conversation that has ended
  private sendingNow: Promise<void> | undefined;
  private generation = 0;  // raised by forget(): answers of before are dropped
  private readonly watch: Watch;

  constructor(private readonly api: ChatApi, private readonly memory: Memory,
              private readonly listener: ConversationListener) {
    this.id = memory.get('id');
    this.token = memory.get('token');
    this.entries = memory.get('entries');
    this.watch = new Watch({
      open: (signal) => this.api.events(this.id, this.token, this.lastSequence, signal),
      message: (message) => this.take([message]),
      gone: () => this.expire(),
    });
  }

  get open(): boolean { return this.token !== ''; }
  get waiting(): boolean { return this.entries.some((entry) => entry.own?.state === 'sending'); }
  get hasFailed(): boolean { return this.entries.some((entry) => entry.own?.state === 'failed'); }

  /** Highest sequence number of this conversation that is shown. */
  get lastSequence(): number {
    return this.current.reduce((last, { message, own }) => Math.max(last, message?.sequence ?? own?.sequence ?? 0), 0);
  }

  /** After a reload: catch up, and send what was not sent. */
  async resume(): Promise<void> {
    if (this.open) {
      const generation = this.generation;
      try {
        this.absorb(await this.api.after(this.id, this.token, this.lastSequence), generation);
      } catch (error) {
        if (ended(error)) this.expire();
      }
    }
    if (this.waiting) void this.sendPending();
    else if (this.open) this.watch.start();
  }

  say(saying: Saying): void {
    const own: Outgoing = { ...saying, clientId: newId(), state: 'sending', timeUnix: now() };
    this.entries = [...this.entries, { own }];
    this.keep();
    void this.sendPending();
  }

  retry(clientId: string): void {
    this.update(clientId, { state: 'sending', failure: undefined });
    void this.sendPending();
  }

  discard(clientId: string): void {
    this.entries = this.entries.filter((entry) => entry.own?.clientId !== clientId);
    this.keep();
  }

  /** The network is back: what failed for want of it goes out. */
  retryFailed(): void {
    for (const { own } of this.entries) if (own?.state === 'failed') this.retry(own.clientId);
  }

  async rate(sequence: number, helpful: boolean, comment: string): Promise<void> {
    await this.api.rate(this.id, this.token, sequence, helpful, comment);
    this.memory.set({ rated: [...this.memory.get('rated'), sequence] });
    this.listener.changed();
  }

  isRated(sequence: number): boolean {
    return this.memory.get('rated').includes(sequence);
  }

  /** Deletes on the server, then here. Throws when the server did not confirm: then nothing is deleted here. */
  async remove(): Promise<void> {
    if (this.open) {
      try {
        await this.api.remove(this.id, this.token);
      } catch (error) {
        if (!ended(error)) throw error;
      }
    }
    this.forget();
  }

  forget(): void {
    this.generation += 1;
    this.watch.stop();
    this.id = this.token = '';
    this.entries = [];
    this.begin = 0;
    this.memory.forget();
    this.listener.changed();
  }

  pause(): void { this.watch.stop(); }

  private get current(): Entry[] { return this.entries.slice(this.begin); }

  private sendPending(): Promise<void> {
    this.sendingNow ??= this.sendAll().finally(() => {
      this.sendingNow = undefined;
      if (this.waiting) void this.sendPending();  // said while the last one came to its end
    });
    return this.sendingNow;
  }

  private async sendAll(): Promise<void> {
    this.watch.stop();  // the answer brings the replies; two ways at once would race
    for (;;) {
      const own = this.entries.find((entry) => entry.own?.state === 'sending')?.own;
      if (!own) break;
      await this.sendOne(own);
    }
    if (this.open) this.watch.start();
  }

  private async sendOne(own: Outgoing): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const generation = this.generation;
      try {
        if (!this.open) await this.begins(generation);
        if (generation !== this.generation) return;
        const replies = await this.api.send(this.id, this.token, own);
        if (generation !== this.generation) return;
        this.update(own.clientId, { state: 'sent', sequence: 0 });
        // The server began anew under the same id: its numbers start over.
        if (replies.sessionExpired) this.begin = this.entries.findIndex((entry) => entry.own?.clientId === own.clientId);
        this.absorb(replies, generation);
        return;
      } catch (error) {
        if (generation !== this.generation) return;
        if (this.open && attempt === 0 && ended(error)) {
          this.expire();
          continue;  // without a token the next attempt begins anew
        }
        const wait = RETRY_AFTER_MS[attempt];
        const passing = error instanceof ApiError && error.passing && navigator.onLine;
        if (passing && wait !== undefined && error.status !== 429) {
          await new Promise((resolve) => setTimeout(resolve, wait));
          continue;
        }
        this.update(own.clientId, { state: 'failed', failure: this.words(error) });
        return;
      }
    }
  }

  private async begins(generation: number): Promise<void> {
    this.starting = true;
    this.listener.changed();
    try {
      const conversation = await this.api.start();
      if (generation !== this.generation) return;
      this.id = conversation.id;
      this.token = conversation.token;
      // The greeting stands before what the citizen is about to say.
      const greeting = conversation.messages.map((message) => ({ message }));
      const at = this.entries.findIndex((entry) => entry.own?.state === 'sending');
      this.entries = [...this.entries.slice(0, at), ...greeting, ...this.entries.slice(at)];
      this.begin = at;
      this.keep();
    } finally {
      this.starting = false;
    }
  }

  private absorb(replies: Replies | undefined, generation: number): void {
    if (generation !== this.generation || !replies) return;
    if (replies.gone) this.expire();
    else this.take(replies.messages);
  }

  private take(messages: Message[]): void {
    const fresh: Message[] = [];
    for (const message of [...messages].sort((a, b) => a.sequence - b.sequence)) {
      if (message.sequence <= this.lastSequence) continue;
      const echo = message.author === 'citizen'
        ? this.current.find((entry) => entry.own && entry.own.sequence === undefined) : undefined;
      if (echo?.own) {
        echo.own.sequence = message.sequence;
        if (echo.own.state === 'failed') echo.own.state = 'sent';
      } else {
        this.entries = [...this.entries, { message }];
        if (message.author !== 'citizen') fresh.push(message);
      }
    }
    this.keep();
    if (fresh.length > 0) this.listener.arrived(fresh);
  }

  private expire(): void {
    if (!this.open) return;
    this.watch.stop();
    this.id = this.token = '';
    const notice: Message = { sequence: 0, author: 'notice', text: this.listener.expiredNotice(), timeUnix: now() };
    const pending = this.entries.filter((entry) => entry.own?.state === 'sending');
    const said = this.entries.filter((entry) => entry.own?.state !== 'sending');
    this.entries = [...said, { message: notice }, ...pending];
    this.begin = said.length + 1;
    this.keep();
    this.listener.arrived([notice]);
  }

  private words(error: unknown): string {
    if (!(error instanceof ApiError)) return this.listener.describe('server', '');
    if (error.status === 0) return this.listener.describe('offline', '');
    return this.listener.describe(error.status >= 500 ? 'server' : 'refused', error.message);
  }

  private update(clientId: string, change: Partial<Outgoing>): void {
    this.entries = this.entries.map((entry) =>
      entry.own?.clientId === clientId ? { own: { ...entry.own, ...change } } : entry);
    this.keep();
  }

  private keep(): void {
    this.memory.set({ id: this.id, token: this.token, entries: this.entries });
    this.listener.changed();
  }
}

function ended(error: unknown): boolean {
  return error instanceof ApiError && [401, 404, 410].includes(error.status);
}

function now(): number { return Math.floor(Date.now() / 1000); }

/** crypto.randomUUID exists on secure origins only; a town's test page may be plain http. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
