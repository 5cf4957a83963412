// Picks one service, entry or office by typing: a combobox over the search.
import { html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { find, type Hit, type HitKind } from '../core/knowledge';
import { picker as texts } from '../texts/content';

const PAUSE_MS = 150;

export class Picker extends LitElement {
  @property() name = 'auswahl';
  @property() label = '';
  @property() hint = '';
  @property({ attribute: false }) kinds: HitKind[] = ['service'];
  /** What stands in the field before somebody types. */
  @property() value = '';
  @state() private hits: Hit[] = [];
  @state() private active = -1;
  @state() private open = false;
  private timer = 0;
  private turn = 0;

  protected override createRenderRoot() {
    return this;
  }

  private type(event: Event): void {
    this.value = (event.target as HTMLInputElement).value;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), PAUSE_MS);
    if (!this.value.trim()) this.choose(undefined);
  }

  private async look(): Promise<void> {
    const turn = ++this.turn;
    if (!this.value.trim()) return;
    const { hits } = await find(this.value, this.kinds);
    if (turn !== this.turn) return;
    this.hits = hits;
    this.active = -1;
    this.open = true;
  }

  private choose(hit: Hit | undefined): void {
    this.open = false;
    if (hit) this.value = hit.title;
    this.dispatchEvent(new CustomEvent<Hit | undefined>('picked', { detail: hit }));
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.active = this.hits.length ? (this.active + step + this.hits.length) % this.hits.length : -1;
      this.open = true;
    } else if (event.key === 'Enter' && this.open && this.hits[this.active]) {
      event.preventDefault();
      this.choose(this.hits[this.active]);
    } else if (event.key === 'Escape' && this.open) {
      event.stopPropagation();
      this.open = false;
    }
  }

  override render() {
    const list = `${this.name}-liste`;
    const shown = this.open && this.value.trim() !== '';
    return html`<div class="kern-form-input picker"><label class="kern-label" for=${this.name}>${this.label}</label>
      ${this.hint ? html`<p class="kern-hint" id="${this.name}-hinweis">${this.hint}</p>` : nothing}
      <input class="kern-form-input__input" id=${this.name} role="combobox" autocomplete="off" aria-autocomplete="list" aria-expanded=${shown} aria-controls=${list}
        aria-describedby=${this.hint ? `${this.name}-hinweis` : nothing} aria-activedescendant=${shown && this.active >= 0 ? `${list}-${this.active}` : nothing}
        .value=${this.value} @input=${this.type} @keydown=${this.key} @blur=${() =>
          window.setTimeout(() => {
            this.open = false;
          }, 150)}>
      <ul class="picker__list" id=${list} role="listbox" aria-label=${this.label} ?hidden=${!shown}>${
        this.hits.length === 0
          ? html`<li role="option" aria-selected="false" aria-disabled="true">${texts.nothing}</li>`
          : this.hits.map(
              (
                hit,
                index,
              ) => html`<li id="${list}-${index}" role="option" aria-selected=${index === this.active} @mousedown=${(
                event: Event,
              ) => {
                event.preventDefault();
                this.choose(hit);
              }}>
          <span>${hit.title}</span>${this.kinds.length > 1 ? html`<small>${texts.kinds[hit.kind]}</small>` : nothing}</li>`,
            )
      }</ul></div>`;
  }
}
customElements.define('amtslotse-picker', Picker);
