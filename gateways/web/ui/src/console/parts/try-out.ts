// "So würde der Assistent antworten": the answer to a question with an entry as it is now, and why each hit was found.
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api, ApiError } from '../core/api';
import { find, type AskResponse, type Entry, type Hit } from '../core/knowledge';
import { count } from '../core/time';
import { editor as texts, picker } from '../texts/content';
import { alertBox, badge, button, field } from './fields';
import { markdown } from './markdown';

export class TryOut extends LitElement {
  @property({ attribute: false }) entry: Entry | undefined;
  /** Asked unless somebody types another. */
  @property() question = '';
  @state() private typed: string | undefined;
  @state() private answer: AskResponse | undefined;
  @state() private byEntry: boolean | undefined;
  @state() private hits: Hit[] = [];
  @state() private failure = '';

  protected override createRenderRoot() {
    return this;
  }

  private async ask(event?: Event): Promise<void> {
    event?.preventDefault();
    event?.stopPropagation();
    const text = (this.typed ?? this.question).trim();
    if (!text) return;
    this.failure = '';
    try {
      const question = { text, topic: text, acts: this.entry?.act ? [this.entry.act] : ['overview'] };
      const [answer, { hits }] = await Promise.all([this.preview(question), find(text, [], 5)]);
      this.answer = answer.answer;
      this.byEntry = answer.entryAnswers;
      this.hits = hits;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.failure = error.message;
    }
  }

  private async preview(question: {
    text: string;
    topic: string;
    acts: string[];
  }): Promise<{ answer: AskResponse; entryAnswers?: boolean }> {
    if (!this.entry?.answer.trim() || !this.entry.question.trim())
      return { answer: await api.call<AskResponse>('knowledge/Ask', question) };
    const { byStreet: _kept, overdue: _read, ...entry } = this.entry;
    try {
      const answer = await api.call<{ answer: AskResponse; entryAnswers?: boolean }>('knowledge/PreviewEntry', {
        entry,
        question,
      });
      return { answer: answer.answer, entryAnswers: answer.entryAnswers ?? false };
    } catch (error) {
      if (!(error instanceof ApiError) || !['not_found', 'away'].includes(error.code)) throw error;
      const answer = await api.call<AskResponse>('knowledge/Ask', question); // the published state instead
      return {
        answer,
        entryAnswers: answer.answers?.some((each) => each.entryId === entry.id && entry.id !== '') ?? false,
      };
    }
  }

  override render() {
    return html`<h2>${texts.ask}</h2><form class="form" @submit=${(event: Event) => void this.ask(event)}>
      ${field({
        id: 'testfrage',
        label: texts.askLabel,
        hint: this.entry ? texts.askHint : undefined,
        required: true,
        value: this.typed ?? this.question,
        change: (value) => {
          this.typed = value;
        },
      })}
      ${button(texts.askAction, () => {}, { submit: true })}</form>
      <div role="status">${this.failure ? alertBox('danger', this.failure) : this.answer ? this.shown(this.answer) : nothing}</div>`;
  }

  private shown(answer: AskResponse): TemplateResult {
    const first = answer.answers?.[0];
    const verdict = this.byEntry
      ? badge(texts.askThis, 'success')
      : this.byEntry === false && first
        ? badge(texts.askOther, 'warning')
        : nothing;
    return html`${
      answer.outcome === 'answered' && first
        ? html`<div class="answer">${markdown(first.shortText ?? '')}${first.details ? markdown(first.details) : nothing}</div><p>${verdict} ${answer.service?.name ?? ''}</p>`
        : html`<p>${answer.outcome === 'choice' ? texts.askChoice : texts.askUnknown}</p>`
    }
      ${this.hits.length ? html`<h3>${texts.hits}</h3><ol class="hits">${this.hits.map((hit, index) => this.hit(hit, index))}</ol>` : nothing}`;
  }

  private hit(hit: Hit, index: number): TemplateResult {
    return html`<li class="hit ${this.entry?.id && hit.id === this.entry.id ? 'hit--this' : ''}"><span class="hit__rank">${index + 1}.</span><span><strong>${hit.title}</strong> ${badge(picker.kinds[hit.kind] ?? '')} <span class="muted">${texts.sure(count((hit.confidence ?? 0) * 100))}</span></span>
      <p>${hit.reason ?? ''}</p></li>`;
  }
}
customElements.define('amtslotse-try-out', TryOut);
