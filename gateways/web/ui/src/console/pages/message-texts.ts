// The wording of the town's messages, ours beneath.
import { html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { Draft } from '../core/draft';
import { ConsolePage, heading, waiting } from '../core/page';
import { alertBox, button, field } from '../parts/fields';
import { say } from '../parts/toast';
import { messageTexts as texts } from '../texts/figures';
import { shell } from '../texts/shell';

interface MessageTexts { senderName?: string; senderAddress?: string; replyTo?: string; publicUrl?: string; texts?: Record<string, string>; }
const HEAD: [keyof MessageTexts & ('senderName' | 'senderAddress' | 'replyTo' | 'publicUrl'), string, string][] = [['senderName', texts.senderName, 'text'], ['senderAddress', texts.senderAddress, 'email'], ['replyTo', texts.replyTo, 'email'], ['publicUrl', texts.publicUrl, 'url']];

export class MessageTextsPage extends ConsolePage {
  @state() private own: MessageTexts | undefined;
  @state() private defaults: Record<string, string> = {};
  @state() private sending = true;
  @state() private kept = false;
  private stored: MessageTexts = {};
  private draft = new Draft<MessageTexts>('nachrichtentexte');

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    const answer = await this.working(() => api.call<{ own?: MessageTexts; defaults?: Record<string, string>; sending?: boolean }>('booking/GetMessageTexts'));
    if (!answer) return;
    this.stored = answer.own ?? {};
    const before = this.draft.read();
    this.kept = Boolean(before);
    this.own = before ?? structuredClone(this.stored);
    this.defaults = answer.defaults ?? {};
    this.sending = answer.sending ?? false;
  }

  private set(change: MessageTexts): void {
    this.own = { ...this.own, ...change };
    this.draft.write(this.own);
  }

  private forget(): void {
    this.draft.clear();
    this.kept = false;
  }
  private discard(): void {
    this.forget();
    this.own = structuredClone(this.stored);
  }

  private async put(own: MessageTexts): Promise<boolean> {
    const filled = Object.fromEntries(Object.entries(own.texts ?? {}).filter(([, text]) => text.trim()));
    return await this.working(() => api.call('booking/SaveMessageTexts', { texts: { ...own, texts: filled } })) !== undefined;
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    const before = this.stored;
    if (!(await this.put(this.own!))) { window.scrollTo(0, 0); return; }
    this.stored = structuredClone(this.own!);
    this.forget();
    say(texts.saved, async () => { if (await this.put(before)) { this.stored = before; this.own = structuredClone(before); } });
  }

  override render() {
    if (!this.own) return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.failure ? nothing : waiting()}`;
    const own = this.own;
    return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.sending ? nothing : alertBox('warning', texts.notSending)}
      ${this.kept ? alertBox('info', shell.draftKept, button(shell.discard, () => this.discard(), { small: true })) : nothing}<form class="form" @submit=${this.save}>
      ${HEAD.map(([key, label, type]) => field({ id: key, label, type, value: own[key] ?? '', change: (value) => this.set({ [key]: value }) }))}
      ${Object.entries(this.defaults).sort(([a], [b]) => a.localeCompare(b)).map(([id, ours]) => field({ id: `t-${id}`, label: id, hint: `${texts.ours} „${ours}“`, rows: ours.length > 80 ? 4 : 1, value: own.texts?.[id] ?? '', change: (text) => this.set({ texts: { ...own.texts, [id]: text } }) }))}
      <div class="bar">${button(texts.save, () => {}, { submit: true, look: 'primary', disabled: this.busy })}</div></form>`;
  }
}
customElements.define('console-message-texts', MessageTextsPage);
