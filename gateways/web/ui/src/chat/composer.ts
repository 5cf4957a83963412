import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../texts/texts';
import { icon } from './icons';
import type { Prompt } from './message';

export const MAX_CHARACTERS = 4000;
const SAY_WHEN_LEFT = 300;

// Prompts that one line answers, with what the browser may fill in and which keyboard fits.
const LINE: Partial<Record<Prompt['kind'], { type: string; autocomplete: string; inputmode: string }>> = {
  name: { type: 'text', autocomplete: 'name', inputmode: 'text' },
  email: { type: 'email', autocomplete: 'email', inputmode: 'email' },
  telephone: { type: 'tel', autocomplete: 'tel', inputmode: 'tel' },
  place: { type: 'text', autocomplete: 'postal-code', inputmode: 'text' },
  code: { type: 'text', autocomplete: 'off', inputmode: 'text' },
};

/** Where the citizen writes. Fires `say` with the text and `draft` on every change. Free text is always possible. */
export class ChatComposer extends LitElement {
  static override properties = {
    texts: { attribute: false }, prompt: { attribute: false }, value: { attribute: false },
  };
  declare texts: Texts;
  declare prompt: Prompt | undefined;
  declare value: string;

  constructor() {
    super();
    this.value = '';
  }

  protected override createRenderRoot(): HTMLElement { return this; }

  get control(): HTMLInputElement | HTMLTextAreaElement | null { return this.querySelector('[name=message]'); }
  override focus(): void { this.control?.focus(); }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.value.trim();
    if (text === '' || text.length > MAX_CHARACTERS) return this.focus();
    this.value = '';
    this.dispatchEvent(new CustomEvent('say', { detail: text }));
  }

  private typed(event: Event): void {
    this.value = (event.target as HTMLInputElement).value;
    this.dispatchEvent(new CustomEvent('draft', { detail: this.value }));
  }

  private keyed(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  protected override updated(): void {
    const area = this.querySelector('textarea');
    if (!area || CSS.supports('field-sizing', 'content')) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
  }

  protected override render(): TemplateResult {
    const line = this.prompt && LINE[this.prompt.kind];
    const label = (line && this.prompt?.label) || this.texts.say('chat.input');
    const left = MAX_CHARACTERS - this.value.trim().length;
    const note = left < 0 ? this.texts.say('chat.errorLong', { max: MAX_CHARACTERS })
      : left <= SAY_WHEN_LEFT ? this.texts.say('chat.charactersLeft', { count: left }) : '';
    return html`<form class="composer" novalidate @submit=${this.submit}>
      <label class=${line ? 'composer__label' : 'kern-sr-only'} for="message">${label}</label>
      <div class="composer__row">
      ${line
        ? html`<input id="message" name="message" class="composer__input" type=${line.type} inputmode=${line.inputmode}
            autocomplete=${line.autocomplete} .value=${this.value} aria-describedby=${note ? 'message-note' : nothing}
            aria-invalid=${left < 0} @input=${this.typed}>`
        : html`<textarea id="message" name="message" class="composer__input" rows="1" autocomplete="off" enterkeyhint="send"
            placeholder=${this.texts.say('chat.placeholder')} .value=${this.value}
            aria-describedby=${note ? 'message-note' : nothing} aria-invalid=${left < 0}
            @input=${this.typed} @keydown=${this.keyed}></textarea>`}
      <button class="kern-btn kern-btn--primary composer__send" aria-label=${this.texts.say('chat.send')}
        title=${this.texts.say('chat.send')}>${icon('send')}</button>
      </div>
      ${note ? html`<p id="message-note" class="composer__note ${left < 0 ? 'composer__note--error' : ''}">${note}</p>` : nothing}
    </form>`;
  }
}
customElements.define('amtslotse-chat-composer', ChatComposer);
