import { html, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../texts/texts';
import { icon } from './icons';
import type { Card, FileAttachment, Link, Message, Outgoing, Source } from './message';
import { plainText } from './plain-text';
import './rating';

export interface MessageActions {
  texts: Texts;
  choose(id: string, label: string): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  isRated(sequence: number): boolean;
  rate(sequence: number, helpful: boolean, comment: string): Promise<void>;
}

export function clock(unix: number | undefined, language: string): string {
  if (!unix) return '';
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(unix * 1000);
}

function date(iso: string, language: string): string {
  const day = new Date(`${iso}T12:00:00Z`);
  return Number.isNaN(day.getTime()) ? iso
    : new Intl.DateTimeFormat(language, { day: '2-digit', month: '2-digit', year: 'numeric' }).format(day);
}

/** Only what a browser may follow; anything else becomes plain text. */
function safeUrl(url: string | undefined): string | undefined {
  return url && /^(https?:|mailto:|tel:|\/)/i.test(url) ? url : undefined;
}

function link({ label, url }: Link, texts: Texts): TemplateResult {
  const href = safeUrl(url);
  if (!href) return html`${label}`;
  const leaves = /^https?:/i.test(href) && !href.startsWith(location.origin);
  return html`<a class="kern-link" href=${href} target=${leaves ? '_blank' : '_self'} rel="noopener">${label}${leaves
    ? html`${icon('open-in-new')}<span class="kern-sr-only"> (${texts.say('chat.newTab')})</span>` : nothing}</a>`;
}

function source({ title, url, date: changed }: Source, texts: Texts): TemplateResult {
  return html`<li>${url ? link({ label: title, url }, texts) : title}${changed
    ? html`<span class="muted">, ${texts.say('chat.asOf', { date: date(changed, texts.language) })}</span>` : nothing}</li>`;
}

function card(value: Card, files: FileAttachment[], texts: Texts): TemplateResult {
  const symbol = value.kind === 'office' ? 'place' : 'calendar-today';
  return html`<article class="card card--${value.kind}">
    <h3 class="card__title">${icon(symbol)}<span>${value.title}</span></h3>
    ${value.lines?.map((line) => html`<p>${line}</p>`)}
    ${value.stepFree ? html`<p class="step-free">${icon('accessible')}<span>${texts.say('chat.stepFree')}</span></p>` : nothing}
    ${value.links?.length ? html`<ul class="links">${value.links.map((each) => html`<li>${link(each, texts)}</li>`)}</ul>` : nothing}
    ${files.map((each) => file(each, texts))}
  </article>`;
}

function file(value: FileAttachment, texts: Texts): TemplateResult {
  const save = (event: Event) => {
    const bytes = Uint8Array.from(atob(value.content), (character) => character.charCodeAt(0));
    const anchor = event.currentTarget as HTMLAnchorElement;
    const url = URL.createObjectURL(new Blob([bytes], { type: value.mediaType }));
    anchor.href = url;
    setTimeout(() => { URL.revokeObjectURL(url); anchor.href = '#'; }, 10_000);
  };
  const calendar = value.mediaType.startsWith('text/calendar');
  const label = calendar ? texts.say('chat.downloadIcs') : texts.say('chat.download', { name: value.name });
  return html`<a class="kern-btn kern-btn--secondary file" href="#" download=${value.name} @click=${save}>
    ${icon('download')}<span class="kern-label">${label}</span></a>`;
}

function choices(message: Message, actions: MessageActions): TemplateResult {
  const detailed = message.choices!.some((choice) => choice.description);
  return html`<ul class="choices ${detailed ? 'choices--detailed' : ''}" aria-label=${actions.texts.say('chat.choices')}>
    ${message.choices!.map((choice) => html`<li>${safeUrl(choice.url)
      ? html`<a class="choice" href=${choice.url!} rel="noopener" target="_blank"><span class="choice__label">${choice.label}</span>
          ${choice.description ? html`<span class="choice__description">${choice.description}</span>` : nothing}</a>`
      : html`<button type="button" class="choice" @click=${() => actions.choose(choice.id, choice.label)}>
          <span class="choice__label">${choice.label}</span>${choice.description
          ? html`<span class="choice__description">${choice.description}</span>` : nothing}</button>`}</li>`)}
  </ul>`;
}

function authorName(message: Message, texts: Texts): string {
  if (message.author === 'staff') {
    return message.authorLabel ? texts.say('chat.staffLabel', { label: message.authorLabel }) : texts.say('chat.staff');
  }
  if (message.author === 'citizen') return texts.say('chat.you');
  return texts.say(message.author === 'notice' ? 'chat.notice' : 'chat.assistant');
}

/** A message of the other side. `live`: its choices and rating can still be used. */
export function messageView(message: Message, actions: MessageActions, live: boolean): TemplateResult {
  const { texts } = actions;
  const cards = message.cards ?? [];
  const files = message.files ?? [];
  const look = message.textKind === 'emergency' ? 'emergency' : message.author;
  return html`<li class="message message--${look}" tabindex="-1" data-sequence=${message.sequence}>
    <p class="author">${message.author === 'staff' ? icon('account-circle') : nothing}${authorName(message, texts)}
      <span class="muted">${clock(message.timeUnix, texts.language)}</span></p>
    <div class="bubble">
      ${message.textKind === 'emergency' ? icon('warning') : nothing}
      <div class="bubble__text">${plainText(message.text ?? '')}
      ${message.links?.length ? html`<ul class="links">${message.links.map((each) => html`<li>${link(each, texts)}</li>`)}</ul>` : nothing}</div>
    </div>
    ${cards.map((each, index) => card(each, index === 0 && each.kind === 'appointment' ? files : [], texts))}
    ${cards[0]?.kind === 'appointment' ? nothing : files.map((each) => file(each, texts))}
    ${message.sources?.length ? html`<div class="sources"><span>${texts.say('chat.sources', { count: message.sources.length })}:</span>
      <ul>${message.sources.map((each) => source(each, texts))}</ul></div>` : nothing}
    ${live && message.choices?.length ? choices(message, actions) : nothing}
    ${message.answerVersion && !actions.isRated(message.sequence) ? html`<amtslotse-chat-rating .texts=${texts}
      .rate=${(helpful: boolean, comment: string) => actions.rate(message.sequence, helpful, comment)}></amtslotse-chat-rating>` : nothing}
  </li>`;
}

/** A message of the citizen with its state. */
export function ownView(own: Outgoing, actions: MessageActions, last: boolean): TemplateResult {
  const { texts } = actions;
  return html`<li class="message message--citizen message--${own.state}" tabindex="-1" data-own=${own.clientId}>
    <p class="author">${texts.say('chat.you')} <span class="muted">${clock(own.timeUnix, texts.language)}</span></p>
    <div class="bubble"><div class="bubble__text">${plainText(own.shown)}</div></div>
    ${own.state === 'failed' ? html`<div class="failed">
        <p class="kern-error">${icon('danger')}<span class="kern-body">${texts.say('chat.failed')} ${own.failure ?? ''}</span></p>
        <button type="button" class="kern-btn kern-btn--secondary" @click=${() => actions.retry(own.clientId)}>
          <span class="kern-label">${texts.say('chat.retry')}</span></button>
        <button type="button" class="kern-btn kern-btn--tertiary" @click=${() => actions.discard(own.clientId)}>
          <span class="kern-label">${texts.say('chat.discard')}</span></button>
      </div>` : nothing}
    ${own.state === 'sending' ? html`<p class="state">${texts.say('chat.sending')}</p>` : nothing}
    ${own.state === 'sent' && last ? html`<p class="state">${icon('check')}${texts.say('chat.sent')}</p>` : nothing}
  </li>`;
}
