// Short word after a step, with the way back. Stays while someone is about to use it.
import { html, LitElement, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { shell } from '../texts/shell';
import { button } from './fields';

const SHOWN_MS = 12_000;

export class Toasts extends LitElement {
  @state() private text = '';
  @state() private undo: (() => unknown) | undefined;
  private timer = 0;

  protected override createRenderRoot() { return this; }

  show(text: string, undo?: () => unknown): void {
    this.text = text;
    this.undo = undo;
    this.later();
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => (this.matches(':hover, :focus-within') ? this.later() : this.hide()), SHOWN_MS);
  }
  private hide(): void { this.text = ''; this.undo = undefined; }

  override render() {
    return html`<div class="toast ${this.text ? 'toast--shown' : ''}"><p role="status">${this.text}</p>
      ${this.undo ? button(shell.undo, () => { const step = this.undo; this.hide(); void step?.(); }, { small: true }) : nothing}
      ${this.text ? button(shell.close, () => this.hide(), { look: 'tertiary', small: true }) : nothing}</div>`;
  }
}
customElements.define('amtslotse-toasts', Toasts);

export function say(text: string, undo?: () => unknown): void {
  document.querySelector<Toasts>('amtslotse-toasts')?.show(text, undo);
}
