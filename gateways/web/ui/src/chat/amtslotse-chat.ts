import { html, LitElement, nothing, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import de from '../../../texts/de.json';
import { type Catalogue, Texts } from '../texts/texts';
import { announce, spoken } from './announcer';
import { ChatApi } from './api';
import css from './chat.css?inline';
import { readableOn } from './colour';
import './composer';
import type { ChatComposer } from './composer';
import { Conversation, type ConversationListener } from './conversation';
import './form';
import './hold-clock';
import { icon } from './icons';
import { Memory } from './memory';
import './menu';
import type { Message, Prompt } from './message';
import { messageView, ownView, type MessageActions } from './message-view';
import { saveText, transcript } from './transcript';

const LONG_WAIT_MS = 8_000;
const SUGGESTIONS = ['chat.suggestion.idCard', 'chat.suggestion.book', 'chat.suggestion.hours', 'chat.suggestion.cancel'];

/**
 * The chat that a town adds to any page:
 *   <script type="module" src="https://amt.example/amtslotse-chat.js"></script>
 *   <amtslotse-chat town="Erlenfurt"></amtslotse-chat>
 * Attributes: mode (launcher, inline), town, heading, greeting, language (de, en), colour (#rrggbb), municipality,
 * api (origin of the gateway; else that of the script), privacy-url, suggestions (separated by |), own-texts (JSON: key of
 * the catalogue and the town's own text).
 */
export class AmtslotseChat extends LitElement implements ConversationListener {
  static override styles = unsafeCSS(css);
  static override properties = {
    mode: { type: String, reflect: true }, town: { type: String }, heading: { type: String }, greeting: { type: String },
    language: { type: String }, colour: { type: String }, municipality: { type: String }, api: { type: String },
    privacyUrl: { attribute: 'privacy-url' }, suggestions: { type: String }, ownTexts: { attribute: 'own-texts', type: Object },
    opened: { state: true }, offline: { state: true }, slow: { state: true }, version: { state: true },
  };
  static scriptOrigin = location.origin;
  declare mode: 'launcher' | 'inline';
  declare town: string;
  declare heading: string;
  declare greeting: string;
  declare language: string;
  declare colour: string;
  declare municipality: string;
  declare api: string;
  declare privacyUrl: string;
  declare suggestions: string;
  declare ownTexts: Catalogue;
  declare opened: boolean;
  declare offline: boolean;
  declare slow: boolean;
  declare version: number;

  private texts = new Texts('de', de);
  private memory!: Memory;
  private conversation!: Conversation;
  private slowTimer: ReturnType<typeof setTimeout> | undefined;
  private stick = true;  // the reader is at the end: follow new messages
  private focusOwn = '';
  private readonly onOnline = () => { this.offline = false; this.conversation.retryFailed(); };
  private readonly onOffline = () => { this.offline = true; };

  constructor() {
    super();
    this.mode = 'launcher';
    this.town = this.heading = this.greeting = this.colour = this.municipality = this.api = this.privacyUrl = this.suggestions = '';
    this.language = '';
    this.opened = this.slow = false;
    this.offline = !navigator.onLine;
    this.version = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('online', this.onOnline);
    window.addEventListener('offline', this.onOffline);
    const origin = this.api || AmtslotseChat.scriptOrigin;
    this.language ||= document.documentElement.lang.startsWith('en') ? 'en' : 'de';
    if (this.language === 'en') void this.loadEnglish();
    else this.texts = new Texts('de', { ...de, ...this.ownTexts });
    this.memory = new Memory(`amtslotse ${origin} ${this.municipality}`);
    this.conversation = new Conversation(
      new ChatApi(`${origin}/api/v1`, this.municipality, () => this.language), this.memory, this);
    this.opened = this.mode === 'inline' || this.memory.get('open');
    void this.conversation.resume();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('online', this.onOnline);
    window.removeEventListener('offline', this.onOffline);
    this.conversation.pause();
  }

  private async loadEnglish(): Promise<void> {
    this.texts = new Texts('en', { ...(await import('../../../texts/en.json')).default, ...this.ownTexts });
    this.requestUpdate();
  }

  // --- what the conversation tells ---
  changed(): void {
    this.version += 1;
    const waiting = this.conversation.waiting;
    if (waiting && this.slowTimer === undefined) this.slowTimer = setTimeout(() => { this.slow = true; }, LONG_WAIT_MS);
    if (!waiting) {
      clearTimeout(this.slowTimer);
      this.slowTimer = undefined;
      this.slow = false;
    }
  }

  arrived(messages: Message[]): void {
    for (const message of messages) {
      announce(this.renderRoot.querySelector(message.urgent ? '.live-urgent' : '.live'), spoken(message));
    }
  }

  describe(failure: 'offline' | 'server' | 'refused', detail: string): string {
    if (detail && failure !== 'offline') return detail;
    return this.say({ offline: 'chat.failOffline', server: 'chat.failServer', refused: 'chat.failRefused' }[failure]);
  }

  expiredNotice(): string { return this.say('chat.expired'); }

  // --- what the citizen does ---
  private say(key: string, args = {}): string { return this.texts.say(key, args); }

  private send(shown: string, rest: { text?: string; choice?: string; form?: Record<string, string> }): void {
    this.stick = true;
    this.conversation.say({ shown, ...rest });
  }

  private said(text: string): void {
    this.memory.set({ draft: '' });
    this.send(text, { text });
  }

  /** A button that goes away when used hands the focus to the citizen's new message: the reply follows it in tab order. */
  private fromButton(send: () => void): void {
    send();
    this.focusOwn = this.conversation.entries.at(-1)?.own?.clientId ?? '';
  }

  private toggle(open: boolean): void {
    this.opened = open;
    this.memory.set({ open });
    void this.updateComplete.then(() => {
      if (open) this.composer?.focus();
      else this.renderRoot.querySelector<HTMLElement>('.launcher')?.focus();
    });
  }

  /** For terminals: deletes the conversation on the server and here; resolves also when the server could not be asked. */
  async forget(): Promise<void> {
    await this.conversation.remove().catch(() => this.conversation.forget());
  }

  private async deleteAll(): Promise<void> {
    await this.conversation.remove();
    announce(this.renderRoot.querySelector('.live'), this.say('chat.deleted'));
    await this.updateComplete;
    this.composer?.focus();
  }

  private save(): void {
    const day = new Date().toISOString().slice(0, 10);
    saveText(transcript(this.conversation.entries, this.name, this.texts), `${this.say('chat.transcriptFile')}-${day}.txt`);
  }

  private get composer(): ChatComposer | null { return this.renderRoot.querySelector('amtslotse-chat-composer'); }
  private get log(): HTMLElement | null { return this.renderRoot.querySelector('.log'); }
  private get name(): string {
    return this.heading || (this.town ? this.say('chat.title', { town: this.town }) : this.say('chat.titlePlain'));
  }

  // --- looks ---
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('colour')) return;
    const on = readableOn(this.colour);
    for (const [name, value] of [['--chat-colour', on && this.colour], ['--chat-on-colour', on]] as const) {
      if (value) this.style.setProperty(name, value);
      else this.style.removeProperty(name);
    }
  }

  protected override firstUpdated(): void {
    const probe = document.createElement('span');
    probe.style.fontSize = 'medium';
    this.renderRoot.append(probe);
    this.style.setProperty('--medium', getComputedStyle(probe).fontSize);
    probe.remove();
  }

  protected override updated(): void {
    if (this.focusOwn) {
      this.renderRoot.querySelector<HTMLElement>(`[data-own="${this.focusOwn}"]`)?.focus({ preventScroll: true });
      this.focusOwn = '';
    }
    if (this.stick) this.follow();
  }

  /** To the end, but never past the beginning of what is being answered. */
  private follow(): void {
    const log = this.log;
    if (!log) return;
    const own = [...log.querySelectorAll<HTMLElement>('.message--citizen')].at(-1);
    const end = log.scrollHeight - log.clientHeight;
    log.scrollTop = own ? Math.min(end, own.offsetTop - 8) : this.conversation.entries.length > 0 ? end : 0;
  }

  private scrolled(): void {
    const log = this.log!;
    const own = [...log.querySelectorAll<HTMLElement>('.message--citizen')].at(-1);
    const end = log.scrollHeight - log.clientHeight;
    this.stick = log.scrollTop >= Math.min(end, own?.offsetTop ?? end) - 80;
  }

  protected override render(): TemplateResult {
    const live = html`<div class="kern-sr-only live" aria-live="polite"></div>
      <div class="kern-sr-only live-urgent" role="alert"></div>`;
    if (this.mode === 'inline') return html`${this.panel()}${live}`;
    return html`${this.opened ? this.panel() : nothing}
      <button type="button" class="launcher" ?hidden=${this.opened} aria-haspopup="dialog"
        aria-label=${this.say('chat.open', { title: this.name })} @click=${() => this.toggle(true)}>
        ${icon('chat')}<span>${this.say('chat.launcher')}</span></button>${live}`;
  }

  private panel(): TemplateResult {
    const floating = this.mode !== 'inline';
    const escape = (event: KeyboardEvent) => { if (floating && event.key === 'Escape') this.toggle(false); };
    const prompt = this.prompt;
    // On a phone, or with an on-screen keyboard, the page is low: all of the chat that fits comes into view.
    const focused = () => { if (!floating && matchMedia('(max-height: 30rem), (max-width: 40rem)').matches) requestAnimationFrame(() => this.scrollIntoView({ block: 'nearest', behavior: 'instant' })); };
    return html`<section class="panel" role=${floating ? 'dialog' : 'region'} aria-label=${this.name} @keydown=${escape} @focusin=${focused}>
      ${this.head(floating)}
      <div class="log" tabindex="0" role="group" aria-label=${this.say('chat.log')} @scroll=${this.scrolled}>
        ${this.beginning()}
        <ol class="messages">${this.messages()}</ol>
        ${this.conversation.entries.length === 0 ? this.suggested() : nothing}
        ${prompt?.kind === 'form' && prompt.fields?.length ? this.form(prompt) : nothing}
        ${this.conversation.waiting ? html`<p class="thinking"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>
          <span>${this.say(this.slow ? 'chat.thinkingLong' : 'chat.thinking')}</span></p>` : nothing}
      </div>
      <div class="foot">
        ${this.offline ? html`<p class="offline" role="status">${icon('warning')}<span>${this.say('chat.offline')}</span></p>` : nothing}
        ${prompt?.expiresUnix ? html`<amtslotse-hold-clock .texts=${this.texts} .until=${prompt.expiresUnix}
          @warn=${(event: CustomEvent<string>) => announce(this.renderRoot.querySelector('.live'), event.detail)}></amtslotse-hold-clock>` : nothing}
        <amtslotse-chat-composer .texts=${this.texts} .prompt=${prompt} .value=${this.memory.get('draft')}
          @draft=${(event: CustomEvent<string>) => this.memory.set({ draft: event.detail })}
          @say=${(event: CustomEvent<string>) => this.said(event.detail)}></amtslotse-chat-composer>
      </div>
    </section>`;
  }

  private head(floating: boolean): TemplateResult {
    return html`<div class="head">
      <span class="head__icon">${icon('chat')}</span>
      <div class="head__words"><h2>${this.name}</h2><p>${this.say('chat.assistantLong')} (KI)</p></div>
      <amtslotse-chat-menu .texts=${this.texts} .privacyUrl=${this.privacyLink} .confirmed=${() => this.deleteAll()}
        ?empty=${this.conversation.entries.length === 0} @transcript=${this.save}
        @human=${() => this.fromButton(() => this.said(this.say('chat.humanSay')))}></amtslotse-chat-menu>
      ${floating ? html`<button type="button" class="head__button" aria-label=${this.say('chat.close')}
        title=${this.say('chat.close')} @click=${() => this.toggle(false)}>${icon('close')}</button>` : nothing}
    </div>`;
  }

  private get privacyLink(): string {
    return this.privacyUrl || `${this.api || AmtslotseChat.scriptOrigin}/datenschutz`;
  }

  /** Said before anything else: who answers, and what is stored. */
  private beginning(): TemplateResult {
    const greeted = this.conversation.entries.some((entry) => entry.message);
    const said = this.disclosed?.text;
    return html`<div class="disclosure">${icon('info')}<p>${said ?? html`<strong>${this.say('chat.disclosure')}</strong>
        ${this.say('chat.stores')}`} <a class="kern-link" href=${this.privacyLink}>${this.say('chat.privacy')}</a></p></div>
      ${greeted ? nothing : html`<div class="message message--assistant"><p class="author">${this.say('chat.assistant')}</p>
        <div class="bubble"><div class="bubble__text"><p>${this.greeting || this.say('chat.greeting')}</p></div></div></div>`}`;
  }

  /** What the conversation itself says at its start takes the place of the fixed words. */
  private get disclosed(): Message | undefined {
    const first = this.conversation.entries[0]?.message;
    return first?.author === 'notice' && first.sequence > 0 ? first : undefined;
  }

  private suggested(): TemplateResult {
    const texts = this.suggestions ? this.suggestions.split('|') : SUGGESTIONS.map((key) => this.say(key));
    return html`<ul class="choices" aria-label=${this.say('chat.suggestions')}>${texts.map((text) => html`<li>
      <button type="button" class="choice" @click=${() => this.fromButton(() => this.said(text))}>
        <span class="choice__label">${text}</span></button></li>`)}</ul>`;
  }

  /** What the last messages of the other side await; nothing once it is answered. */
  private get prompt(): Prompt | undefined {
    const last = this.conversation.entries.at(-1);
    return last?.message?.prompt;
  }

  private messages(): unknown {
    const { entries } = this.conversation;
    const lastOwn = entries.findLastIndex((entry) => entry.own !== undefined);
    const actions: MessageActions = {
      texts: this.texts,
      choose: (choice, label) => this.fromButton(() => this.send(label, { choice })),
      retry: (id) => this.conversation.retry(id),
      discard: (id) => { this.conversation.discard(id); this.composer?.focus(); },
      isRated: (sequence) => this.conversation.isRated(sequence),
      rate: (sequence, helpful, comment) => this.conversation.rate(sequence, helpful, comment)
        .then(() => announce(this.renderRoot.querySelector('.live'), this.say('chat.rateThanks'))),
    };
    return repeat(entries, (entry, index) => entry.own?.clientId ?? `${index}/${entry.message!.sequence}`,
      (entry, index) => entry.own ? ownView(entry.own, actions, index === lastOwn)
        : entry.message === this.disclosed ? nothing : messageView(entry.message!, actions, index > lastOwn));
  }

  private form(prompt: Prompt): TemplateResult {
    const filled = (event: CustomEvent<{ values: Record<string, string>; shown: string }>) => this.fromButton(() => {
      this.memory.set({ form: {} });
      this.send(event.detail.shown || this.say('chat.submit'), { form: event.detail.values });
    });
    return html`<amtslotse-chat-form .texts=${this.texts} .fields=${prompt.fields} .draft=${this.memory.get('form')}
      ?disabled=${this.conversation.waiting} @filled=${filled}
      @draft=${(event: CustomEvent<Record<string, string>>) => this.memory.set({ form: event.detail })}></amtslotse-chat-form>`;
  }
}
