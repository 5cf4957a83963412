// Short word after a step, with the way back. Stays while someone is about to use it.
import { html, LitElement, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { shell } from '../texts/shell';
import { button } from './fields';

const SHOWN_MS = 12_000;
type Step = () => unknown;

export class Toasts extends LitElement {
  @state() private text = '';
  @state() private undo: Step | undefined;
  private pending: Step | undefined;
  private timer = 0;
  private cameFrom: HTMLElement | undefined; // where the focus came from

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('beforeunload', this.leaving);
  }
  override disconnectedCallback(): void {
    window.removeEventListener('beforeunload', this.leaving);
    super.disconnectedCallback();
  }

  /** The browser asks whether to go while something waits. */
  private readonly leaving = (event: Event) => {
    if (this.pending) event.preventDefault();
  };

  /** `pending` is carried out when the word goes, unless it was taken back. */
  show(text: string, undo?: Step, pending?: Step): void {
    this.hide();
    this.text = text;
    this.undo = undo;
    this.pending = pending;
    // Above the buttons that stay at the lower edge while one scrolls.
    const bar = document.querySelector<HTMLElement>('main .bar');
    const stays = bar !== null && getComputedStyle(bar).position === 'sticky';
    this.style.setProperty('--lift', stays ? `${bar.offsetHeight}px` : '0px');
    this.later();
  }

  private entered({ relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof HTMLElement && !this.contains(relatedTarget)) this.cameFrom = relatedTarget;
  }

  /** Who pressed a button that goes now is put back to where the work is. */
  private giveFocusBack(): void {
    if (!this.contains(document.activeElement)) return;
    const back = this.cameFrom?.isConnected ? this.cameFrom : document.querySelector<HTMLElement>('main#inhalt');
    back?.focus({ preventScroll: true });
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(
      () => (this.matches(':hover, :focus-within') ? this.later() : this.hide()),
      SHOWN_MS,
    );
  }
  private hide(): void {
    this.giveFocusBack();
    const step = this.pending;
    this.pending = undefined;
    this.text = '';
    this.undo = undefined;
    void step?.();
  }
  private takeBack(): void {
    const step = this.undo;
    this.pending = undefined;
    this.hide();
    void step?.();
  }

  override render() {
    return html`<div class="toast ${this.text ? 'toast--shown' : ''}" @focusin=${(event: FocusEvent) => this.entered(event)}><p role="status">${this.text}</p>
      ${this.undo ? button(shell.undo, () => this.takeBack(), { small: true }) : nothing}
      ${this.text ? button(shell.close, () => this.hide(), { look: 'tertiary', small: true }) : nothing}</div>`;
  }
}
customElements.define('amtslotse-toasts', Toasts);

export function say(text: string, undo?: Step): void {
  document.querySelector<Toasts>('amtslotse-toasts')?.show(text, undo);
}

/** A step without a way back: carried out a moment later, and until then it can be taken back. */
export function soon(text: string, step: Step, takenBack: Step = () => {}): void {
  document.querySelector<Toasts>('amtslotse-toasts')?.show(text, takenBack, step);
}
