// Form fields of KERN with label, hint and error tied together.
// The style sheet keeps the classes that sources name; those put together here: kern-btn--primary kern-btn--secondary
// kern-btn--tertiary kern-alert--info kern-alert--success kern-alert--warning kern-alert--danger kern-icon--info
// kern-icon--success kern-icon--warning kern-icon--danger kern-icon--arrow-back kern-icon--arrow-forward kern-icon--add
// kern-icon--edit kern-icon--delete kern-icon--download kern-icon--close kern-icon--check kern-icon--autorenew
// kern-icon--arrow-up kern-icon--arrow-down kern-icon--mail kern-icon--calendar-today kern-icon--search
import { html, nothing, type TemplateResult } from 'lit';
import { shell } from '../texts/shell';

export interface FieldLook {
  id: string;
  label: string;
  value: string;
  change: (value: string) => void;
  hint?: string;
  error?: string;
  required?: boolean;
  type?: string;
  rows?: number; // more than one: a text area
  autocomplete?: string;
  options?: [string, string][]; // value, label: a choice
  disabled?: boolean;
  min?: string;
  max?: string;
  list?: string;
}

function described(look: FieldLook): string | typeof nothing {
  const ids = [look.hint && `${look.id}-hinweis`, look.error && `${look.id}-fehler`].filter(Boolean).join(' ');
  return ids || nothing;
}

function control(look: FieldLook): TemplateResult {
  const set = (event: Event) => look.change((event.target as HTMLInputElement).value);
  const invalid = look.error ? 'true' : nothing;
  if (look.options) {
    return html`<div class="kern-form-input__select-wrapper"><select class="kern-form-input__select" id=${look.id} name=${look.id} ?disabled=${look.disabled}
      aria-describedby=${described(look)} aria-invalid=${invalid} @change=${set}>
      ${look.options.map(([value, label]) => html`<option value=${value} ?selected=${value === look.value}>${label}</option>`)}</select></div>`;
  }
  if ((look.rows ?? 1) > 1) {
    return html`<textarea class="kern-form-input__input ${look.error ? 'kern-form-input__input--error' : ''}" id=${look.id} name=${look.id} rows=${look.rows!}
      .value=${look.value} ?required=${look.required} ?disabled=${look.disabled} aria-describedby=${described(look)} aria-invalid=${invalid} @input=${set}></textarea>`;
  }
  return html`<input class="kern-form-input__input ${look.error ? 'kern-form-input__input--error' : ''}" id=${look.id} name=${look.id} type=${look.type ?? 'text'}
    .value=${look.value} ?required=${look.required} ?disabled=${look.disabled} autocomplete=${look.autocomplete ?? 'off'} min=${look.min ?? nothing} max=${look.max ?? nothing}
    list=${look.list ?? nothing} aria-describedby=${described(look)} aria-invalid=${invalid} @input=${set}>`;
}

export function field(look: FieldLook): TemplateResult {
  return html`<div class="kern-form-input ${look.error ? 'kern-form-input--error' : ''}">
    <label class="kern-label" for=${look.id}>${look.label}${look.required ? nothing : html` <span class="kern-label__optional">(${shell.optional})</span>`}</label>
    ${look.hint ? html`<p class="kern-hint" id="${look.id}-hinweis">${look.hint}</p>` : nothing}
    ${control(look)}
    ${look.error ? html`<p class="kern-error" id="${look.id}-fehler"><span class="kern-icon kern-icon--danger" aria-hidden="true"></span><span class="kern-body">${look.error}</span></p>` : nothing}
  </div>`;
}

export function check(id: string, label: string, checked: boolean, change: (on: boolean) => void): TemplateResult {
  return html`<div class="kern-form-check"><input class="kern-form-check__checkbox" type="checkbox" id=${id} .checked=${checked}
    @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}><label class="kern-label" for=${id}>${label}</label></div>`;
}

export type Look = 'primary' | 'secondary' | 'tertiary';

export function button(
  label: string,
  click: (event: Event) => void,
  options: { look?: Look; icon?: string; disabled?: boolean; submit?: boolean; small?: boolean; title?: string } = {},
): TemplateResult {
  return html`<button class="kern-btn kern-btn--${options.look ?? 'secondary'} ${options.small ? 'btn--small' : ''}" type=${options.submit ? 'submit' : 'button'}
    aria-label=${options.title ?? nothing} ?disabled=${options.disabled} @click=${click}>${options.icon ? html`<span class="kern-icon kern-icon--${options.icon}" aria-hidden="true"></span>` : nothing}<span class="kern-label">${label}</span></button>`;
}

export function linkButton(label: string, href: string, look: Look = 'secondary', icon?: string): TemplateResult {
  return html`<a class="kern-btn kern-btn--${look}" href=${href}>${icon ? html`<span class="kern-icon kern-icon--${icon}" aria-hidden="true"></span>` : nothing}<span class="kern-label">${label}</span></a>`;
}

export function badge(
  label: string,
  kind: 'info' | 'success' | 'warning' | 'danger' | 'plain' = 'plain',
): TemplateResult {
  return html`<span class="mark mark--${kind}">${label}</span>`;
}

export function alertBox(
  kind: 'info' | 'success' | 'warning' | 'danger',
  title: string,
  body?: unknown,
): TemplateResult {
  return html`<div class="kern-alert kern-alert--${kind}" role=${kind === 'danger' ? 'alert' : nothing}><div class="kern-alert__header">
    <span class="kern-icon kern-icon--${kind}" aria-hidden="true"></span><span class="kern-title">${title}</span></div>
    ${body ? html`<div class="kern-alert__body">${typeof body === 'string' ? html`<p class="kern-body">${body}</p>` : body}</div>` : nothing}</div>`;
}
