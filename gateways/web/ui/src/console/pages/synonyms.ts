// The words that people here use.
import { html } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { Draft } from '../core/draft';
import type { Synonym } from '../core/knowledge';
import { ConsolePage, heading } from '../core/page';
import { ask } from '../parts/dialog';
import { button, field } from '../parts/fields';
import { say } from '../parts/toast';
import { synonyms as texts } from '../texts/content';

export class SynonymsPage extends ConsolePage {
  @state() private synonyms: Synonym[] | undefined;
  @state() private term = '';
  @state() private means = '';
  @state() private error = '';
  private readonly draft = new Draft<{ term: string; means: string }>('wort');

  override connectedCallback(): void {
    super.connectedCallback();
    this.set(this.draft.read() ?? {});
    void this.load();
  }

  private set(change: { term?: string; means?: string }): void {
    this.term = change.term ?? this.term;
    this.means = change.means ?? this.means;
    if (this.term || this.means) this.draft.write({ term: this.term, means: this.means });
    else this.draft.clear();
  }

  private async load(): Promise<void> {
    this.synonyms =
      (await this.working(() => api.call<{ synonyms: Synonym[] }>('knowledge/ListSynonyms')))?.synonyms ??
      this.synonyms;
  }

  private async change(add: Synonym[], remove: Synonym[], done: string): Promise<boolean> {
    if ((await this.working(() => api.call('knowledge/SaveSynonyms', { add, remove }))) === undefined) return false;
    await this.load();
    say(done, () => void this.change(remove, add, add.length ? texts.removed : texts.added));
    return true;
  }

  private async takeOut(row: Synonym): Promise<void> {
    const body = html`<p class="kern-body">${texts.removeLead(row.term, row.means)}</p>`;
    if (await ask({ title: texts.removeTitle, body, action: texts.remove }))
      await this.change([], [row], texts.removed);
  }

  private async add(event: Event): Promise<void> {
    event.preventDefault();
    this.error = this.term.trim() && this.means.trim() ? '' : texts.needsBoth;
    if (this.error) return;
    if (!(await this.change([{ term: this.term.trim(), means: this.means.trim() }], [], texts.added))) return;
    this.set({ term: '', means: '' });
    await this.updateComplete;
    this.querySelector<HTMLInputElement>('#wort')?.focus();
  }

  override render() {
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <form class="form form--row" @submit=${this.add}>${field({ id: 'wort', label: texts.term, hint: texts.example, required: true, value: this.term, error: this.error, change: (term) => this.set({ term }) })}
        ${field({ id: 'bedeutung', label: texts.means, required: true, value: this.means, change: (means) => this.set({ means }) })}
        ${button(texts.add, () => {}, { submit: true, look: 'primary', icon: 'add', disabled: this.busy })}</form>
      <section><amtslotse-list .label=${texts.title} .rows=${this.synonyms} .empty=${texts.empty} .words=${(row: Synonym) => `${row.term} ${row.means}`} .columns=${[
        { title: texts.term, cell: (row: Synonym) => html`<strong>${row.term}</strong>` },
        { title: texts.means, cell: (row: Synonym) => row.means },
        {
          title: texts.remove,
          action: true,
          cell: (row: Synonym) =>
            button(texts.remove, () => void this.takeOut(row), { small: true, title: `${texts.remove}: ${row.term}` }),
        },
      ]}></amtslotse-list></section>`;
  }
}
customElements.define('console-synonyms', SynonymsPage);
