import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Texts } from '../texts/texts';
import { icon } from './icons';
import type { Field } from './message';

const INPUT_TYPE = { text: 'text', email: 'email', telephone: 'tel', checkbox: 'checkbox' } as const;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/;
const TELEPHONE = /^\+?[\d\s()/.-]{5,25}$/;

/** What is wrong with a value, in words; empty when nothing is. */
export function fieldError(field: Field, value: string, texts: Texts): string {
  const given = value.trim() !== '' && value !== 'false';
  if (!given) {
    if (!field.required) return '';
    return texts.say(field.kind === 'checkbox' ? 'chat.errorCheck' : 'chat.errorRequired', { label: field.label });
  }
  if (field.kind === 'email' && !EMAIL.test(value.trim())) return texts.say('chat.errorEmail');
  if (field.kind === 'telephone' && !TELEPHONE.test(value.trim())) return texts.say('chat.errorTelephone');
  return '';
}

/** The form that a prompt asks for. Checks on leaving a field and on sending; keeps what was typed via `draft`. */
export class ChatForm extends LitElement {
  static override properties = {
    texts: { attribute: false }, fields: { attribute: false }, draft: { attribute: false }, disabled: { type: Boolean },
    errors: { state: true },
  };
  declare texts: Texts;
  declare fields: Field[];
  declare draft: Record<string, string>;
  declare disabled: boolean;
  declare errors: Record<string, string>;

  constructor() {
    super();
    this.errors = {};
    this.draft = {};
  }

  protected override createRenderRoot(): HTMLElement { return this; }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('fields')) return;
    this.errors = Object.fromEntries(this.fields.filter((field) => field.error).map((field) => [field.id, field.error!]));
  }

  private value(field: Field): string { return this.draft[field.id] ?? field.value ?? ''; }

  private changed(field: Field, target: HTMLInputElement): void {
    const value = field.kind === 'checkbox' ? String(target.checked) : target.value;
    this.draft = { ...this.draft, [field.id]: value };
    if (this.errors[field.id]) this.check(field);
    this.dispatchEvent(new CustomEvent('draft', { detail: this.draft }));
  }

  private check(field: Field): boolean {
    const error = fieldError(field, this.value(field), this.texts);
    this.errors = { ...this.errors, [field.id]: error };
    return error === '';
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const wrong = this.fields.filter((field) => !this.check(field));
    if (wrong.length > 0) {
      await this.updateComplete;
      this.querySelector<HTMLInputElement>(`[name="${CSS.escape(wrong[0]!.id)}"]`)?.focus();
      return;
    }
    const values = Object.fromEntries(this.fields.map((field) => [field.id, this.value(field).trim()]));
    const shown = this.fields.filter((field) => field.kind !== 'checkbox' && values[field.id])
      .map((field) => values[field.id]).join(', ');
    this.dispatchEvent(new CustomEvent('filled', { detail: { values, shown } }));
  }

  protected override render(): TemplateResult {
    return html`<form class="form" novalidate @submit=${this.submit}>
      ${this.fields.map((field) => field.kind === 'checkbox' ? this.checkbox(field) : this.input(field))}
      <button class="kern-btn kern-btn--primary" ?disabled=${this.disabled}>
        <span class="kern-label">${this.texts.say('chat.submit')}</span></button>
    </form>`;
  }

  private input(field: Field): TemplateResult {
    const error = this.errors[field.id];
    const id = `field-${field.id}`;
    const described = [field.hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
    return html`<div class="kern-form-input">
      <label class="kern-label" for=${id}>${field.label}${field.required ? nothing
        : html` <span class="kern-label__optional">(${this.texts.say('chat.optional')})</span>`}</label>
      ${field.hint ? html`<div class="kern-hint" id="${id}-hint">${field.hint}</div>` : nothing}
      <input class="kern-form-input__input ${error ? 'kern-form-input__input--error' : ''}" id=${id} name=${field.id}
        type=${INPUT_TYPE[field.kind ?? 'text']} autocomplete=${field.autocomplete || 'off'} .value=${this.value(field)}
        aria-required=${field.required ? 'true' : 'false'} aria-invalid=${error ? 'true' : 'false'}
        aria-describedby=${described || nothing} maxlength="200"
        @input=${(event: InputEvent) => this.changed(field, event.target as HTMLInputElement)}
        @blur=${() => { if (this.value(field)) this.check(field); }}>
      ${this.errorText(id, error)}
    </div>`;
  }

  private checkbox(field: Field): TemplateResult {
    const error = this.errors[field.id];
    const id = `field-${field.id}`;
    return html`<div class="kern-form-check">
      <input class="kern-form-check__checkbox ${error ? 'kern-form-check__checkbox--error' : ''}" id=${id} name=${field.id}
        type="checkbox" .checked=${this.value(field) === 'true'} aria-required=${field.required ? 'true' : 'false'}
        aria-invalid=${error ? 'true' : 'false'} aria-describedby=${error ? `${id}-error` : nothing}
        @change=${(event: Event) => this.changed(field, event.target as HTMLInputElement)}>
      <label class="kern-label" for=${id}>${field.label}${field.required ? nothing
        : html` <span class="kern-label__optional">(${this.texts.say('chat.optional')})</span>`}</label>
      ${this.errorText(id, error)}
    </div>`;
  }

  private errorText(id: string, error: string | undefined): TemplateResult | typeof nothing {
    if (!error) return nothing;
    return html`<p class="kern-error" id="${id}-error">${icon('danger')}<span class="kern-body">${error}</span></p>`;
  }
}
customElements.define('amtslotse-chat-form', ChatForm);
