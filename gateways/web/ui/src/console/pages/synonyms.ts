// The words that people here use.
import { html } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import type { Synonym } from '../core/knowledge';
import { ConsolePage, heading } from '../core/page';
import { button, field } from '../parts/fields';
import { say } from '../parts/toast';
import { synonyms as texts } from '../texts/content';

export class SynonymsPage extends ConsolePage {
  @state() private synonyms: Synonym[] | undefined;
  @state() private term = '';
  @state() private means = '';
  @state() private error = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    this.synonyms = (await this.working(() => api.call<{ synonyms: Synonym[] }>('knowledge/ListSynonyms')))?.synonyms ?? this.synonyms;
  }

  private async change(add: Synonym[], remove: Synonym[], done: string): Promise<boolean> {
    if (await this.working(() => api.call('knowledge/SaveSynonyms', { add, remove })) === undefined) return false;
    await this.load();
    say(done, () => void this.change(remove, add, add.length ? texts.removed : texts.added));
    return true;
  }

  private async add(event: Event): Promise<void> {
    event.preventDefault();
    this.error = this.term.trim() && this.means.trim() ? '' : texts.needsBoth;
    if (this.error) return;
    if (!(await this.change([{ term: this.term.trim(), means: this.means.trim() }], [], texts.added))) return;
    this.term = '';
    this.means = '';
    await this.updateComplete;
    this.querySelector<HTMLInputElement>('#wort')?.focus();
  }

  override render() {
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <form class="form form--row" @submit=${this.add}>${field({ id: 'wort', label: texts.term, hint: texts.example, required: true, value: this.term, error: this.error, change: (value) => { this.term = value; } })}
        ${field({ id: 'bedeutung', label: texts.means, required: true, value: this.means, change: (value) => { this.means = value; } })}
        ${button(texts.add, () => {}, { submit: true, look: 'primary', icon: 'add', disabled: this.busy })}</form>
      <section><amtslotse-list .label=${texts.title} .rows=${this.synonyms} .empty=${texts.empty} .words=${(row: Synonym) => `${row.term} ${row.means}`} .columns=${[
        { title: texts.term, cell: (row: Synonym) => html`<strong>${row.term}</strong>` },
        { title: texts.means, cell: (row: Synonym) => row.means },
        { title: texts.remove, action: true, cell: (row: Synonym) => button(texts.remove, () => void this.change([], [row], texts.removed), { small: true, title: `${texts.remove}: ${row.term}` }) },
      ]}></amtslotse-list></section>`;
  }
}
customElements.define('console-synonyms', SynonymsPage);
