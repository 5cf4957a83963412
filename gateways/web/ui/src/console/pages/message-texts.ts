// The wording of the town's messages, ours beneath; by occasion, and for each way they are sent.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { Draft } from '../core/draft';
import { ConsolePage, heading, waiting } from '../core/page';
import { alertBox, button, field } from '../parts/fields';
import { say } from '../parts/toast';
import { messageTexts as texts } from '../texts/message-texts';
import { shell } from '../texts/shell';

interface MessageTexts {
  senderName?: string;
  senderAddress?: string;
  replyTo?: string;
  publicUrl?: string;
  texts?: Record<string, string>;
}
type HeadKey = 'senderName' | 'senderAddress' | 'replyTo' | 'publicUrl';
const HEAD: [HeadKey, string][] = [
  ['senderName', 'text'],
  ['senderAddress', 'email'],
  ['replyTo', 'email'],
  ['publicUrl', 'url'],
];
const ONE_LINE = 80;

/** What a text would be refused for; empty: nothing. */
function problemOf(id: string, text: string): string {
  const unknown = [...text.matchAll(/\{([^}]*)\}?/g)]
    .map(([whole]) => whole)
    .find((whole) => !(whole in texts.placeholders));
  if (unknown) return texts.unknown(unknown);
  return text.includes('{services}') && !id.endsWith('.text') ? texts.noService : '';
}

export class MessageTextsPage extends ConsolePage {
  @state() private own: MessageTexts | undefined;
  @state() private defaults: Record<string, string> = {};
  @state() private sending = true;
  @state() private kept = false;
  @state() private checked = false;
  private stored: MessageTexts = {};
  private draft = new Draft<MessageTexts>('nachrichtentexte');

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    type Answer = { own?: MessageTexts; defaults?: Record<string, string>; sending?: boolean };
    const answer = await this.working(() => api.call<Answer>('booking/GetMessageTexts'));
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
    this.checked = false;
  }
  private discard(): void {
    this.forget();
    this.own = structuredClone(this.stored);
  }

  private async put(own: MessageTexts): Promise<boolean> {
    const filled = Object.fromEntries(Object.entries(own.texts ?? {}).filter(([, text]) => text.trim()));
    return (
      (await this.working(() => api.call('booking/SaveMessageTexts', { texts: { ...own, texts: filled } }))) !==
      undefined
    );
  }

  /** Who belongs to single offices does not change what all of them send. */
  private get ofTown(): boolean {
    return !this.session.actor?.officeIds?.length;
  }

  private problem(id: string): string {
    return problemOf(id, this.own?.texts?.[id] ?? '');
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    this.checked = true;
    const wrong = Object.keys(this.defaults).find((id) => this.problem(id));
    if (wrong) {
      await this.updateComplete;
      const input = this.querySelector<HTMLElement>(`#t-${CSS.escape(wrong)}`);
      input?.closest('details')?.setAttribute('open', '');
      input?.focus();
      return;
    }
    const before = this.stored;
    if (!(await this.put(this.own!))) {
      window.scrollTo(0, 0);
      return;
    }
    this.stored = structuredClone(this.own!);
    this.forget();
    say(texts.saved, async () => {
      if (await this.put(before)) {
        this.stored = before;
        this.own = structuredClone(before);
      }
    });
  }

  override render() {
    if (!this.own)
      return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.failure ? nothing : waiting()}`;
    const occasions = texts.occasions.filter(([name]) => `${name}.text` in this.defaults);
    return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.sending ? nothing : alertBox('warning', texts.notSending)}
      ${this.ofTown ? nothing : alertBox('info', texts.wholeTown)}
      ${
        this.kept
          ? alertBox(
              'info',
              shell.draftKept,
              button(shell.discard, () => this.discard(), { small: true }),
            )
          : nothing
      }
      <form class="form" @submit=${this.save} novalidate>
        <h2>${texts.sender}</h2>
        ${HEAD.map(([key, type]) =>
          field({
            id: key,
            label: texts[key],
            type,
            value: this.own![key] ?? '',
            change: (value) => this.set({ [key]: value }),
          }),
        )}
        <h2>${texts.wording}</h2><p class="muted">${texts.ours}</p>
        <details class="wide"><summary>${texts.placeholderTitle}</summary>
          <dl class="facts">${Object.entries(texts.placeholders).map(([name, what]) => html`<div><dt><code>${name}</code></dt><dd>${what}</dd></div>`)}</dl>
        </details>
        ${occasions.map(([name, title, when]) => this.occasion(name, title, when))}
        <div class="bar">${button(texts.save, () => {}, { submit: true, look: 'primary', disabled: this.busy || !this.ofTown })}</div></form>`;
  }

  private occasion(name: string, title: string, when: string): TemplateResult {
    const ids = Object.keys(texts.ways)
      .map((way) => `${name}.${way}`)
      .filter((id) => id in this.defaults);
    const changed = ids.filter((id) => this.own?.texts?.[id]?.trim()).length;
    return html`<details class="wide card occasion"><summary><strong>${title}</strong>
      <span class="muted">${changed ? texts.changed(changed) : when}</span></summary>
      <div class="form">${ids.map((id) => this.text(id, title))}</div></details>`;
  }

  private text(id: string, title: string): TemplateResult {
    const ours = this.defaults[id]!;
    const error = this.checked ? this.problem(id) : '';
    const change = (text: string) => this.set({ texts: { ...this.own!.texts, [id]: text } });
    const label = `${title}: ${texts.ways[id.split('.')[1]!]}`;
    return html`<div class="wide">${field({ id: `t-${id}`, label, rows: ours.length > ONE_LINE ? 6 : 1, value: this.own!.texts?.[id] ?? '', error, change })}
      <blockquote class="ours">${ours}</blockquote>
      ${button(texts.take, () => change(ours), { small: true, look: 'tertiary', title: `${texts.take}: ${label}` })}</div>`;
  }
}
customElements.define('console-message-texts', MessageTextsPage);
