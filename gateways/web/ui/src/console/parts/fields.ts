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

const iconOf = (icon?: string) =>
  icon ? html`<span class="kern-icon kern-icon--${icon}" aria-hidden="true"></span>` : nothing;

function described(look: FieldLook): string | typeof nothing {
  const ids = [look.hint && `${look.id}-hinweis`, look.error && `${look.id}-fehler`].filter(Boolean).join(' ');
  return ids || nothing;
}

function control(look: FieldLook): TemplateResult {
  const set = (event: Event) => look.change((event.target as HTMLInputElement).value);
  const invalid = look.error ? 'true' : nothing;
  const shape = `kern-form-input__input ${look.error ? 'kern-form-input__input--error' : ''}`;
  if (look.options) {
    const option = ([value, label]: [string, string]) =>
      html`<option value=${value} ?selected=${value === look.value}>${label}</option>`;
    return html`<div class="kern-form-input__select-wrapper"><select class="kern-form-input__select"
      id=${look.id} name=${look.id} ?disabled=${look.disabled}
      aria-describedby=${described(look)} aria-invalid=${invalid} @change=${set}>
      ${look.options.map(option)}</select></div>`;
  }
  if ((look.rows ?? 1) > 1) {
    return html`<textarea class=${shape} id=${look.id} name=${look.id} rows=${look.rows!} .value=${look.value}
      ?required=${look.required} ?disabled=${look.disabled}
      aria-describedby=${described(look)} aria-invalid=${invalid} @input=${set}></textarea>`;
  }
  return html`<input class=${shape} id=${look.id} name=${look.id} type=${look.type ?? 'text'} .value=${look.value}
    ?required=${look.required} ?disabled=${look.disabled} autocomplete=${look.autocomplete ?? 'off'}
    min=${look.min ?? nothing} max=${look.max ?? nothing} list=${look.list ?? nothing}
    aria-describedby=${described(look)} aria-invalid=${invalid} @input=${set}>`;
}

function wrongness({ id, error }: FieldLook): TemplateResult {
  return html`<p class="kern-error" id="${id}-fehler">${iconOf('danger')}
    <span class="kern-body">${error}</span></p>`;
}

export function field(look: FieldLook): TemplateResult {
  const optional = html` <span class="kern-label__optional">(${shell.optional})</span>`;
  return html`<div class="kern-form-input ${look.error ? 'kern-form-input--error' : ''}">
    <label class="kern-label" for=${look.id}>${look.label}${look.required || look.type === 'search' ? nothing : optional}</label>
    ${look.hint ? html`<p class="kern-hint" id="${look.id}-hinweis">${look.hint}</p>` : nothing}
    ${control(look)}
    ${look.error ? wrongness(look) : nothing}
  </div>`;
}

type TextOf<T> = { [Key in keyof T]-?: NonNullable<T[Key]> extends string ? Key : never }[keyof T] & string;

/** A field for one member of what a form fills in. */
export function fieldOf<T extends object>(
  form: T,
  key: TextOf<T>,
  look: Omit<FieldLook, 'value' | 'change'>,
): TemplateResult {
  const values = form as Record<string, string | undefined>;
  const change = (value: string) => {
    values[key] = value;
  };
  return field({ ...look, value: values[key] ?? '', change });
}

export function check(
  id: string,
  label: string,
  checked: boolean,
  change: (on: boolean) => void,
  hint?: string,
): TemplateResult {
  const set = (event: Event) => change((event.target as HTMLInputElement).checked);
  const box = html`<div class="kern-form-check"><input class="kern-form-check__checkbox" type="checkbox"
    id=${id} .checked=${checked} @change=${set} aria-describedby=${hint ? `${id}-hinweis` : nothing}><label
    class="kern-label" for=${id}>${label}</label></div>`;
  return hint ? html`<div class="ticked">${box}<p class="kern-hint" id="${id}-hinweis">${hint}</p></div>` : box;
}

export type Look = 'primary' | 'secondary' | 'tertiary';

export function button(
  label: string,
  click: (event: Event) => void,
  options: { look?: Look; icon?: string; disabled?: boolean; submit?: boolean; small?: boolean; title?: string } = {},
): TemplateResult {
  const shape = `kern-btn kern-btn--${options.look ?? 'secondary'} ${options.small ? 'btn--small' : ''}`;
  return html`<button class=${shape} type=${options.submit ? 'submit' : 'button'} aria-label=${options.title ?? nothing}
    ?disabled=${options.disabled} @click=${click}>${iconOf(options.icon)}<span
    class="kern-label">${label}</span></button>`;
}

export function linkButton(label: string, href: string, look: Look = 'secondary', icon?: string): TemplateResult {
  return html`<a class="kern-btn kern-btn--${look}" href=${href}>${iconOf(icon)}<span
    class="kern-label">${label}</span></a>`;
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
  const said = typeof body === 'string' ? html`<p class="kern-body">${body}</p>` : body;
  return html`<div class="kern-alert kern-alert--${kind}" role=${kind === 'danger' ? 'alert' : nothing}>
    <div class="kern-alert__header">${iconOf(kind)}
    <span class="kern-title">${title}</span></div>
    ${body ? html`<div class="kern-alert__body">${said}</div>` : nothing}</div>`;
}
