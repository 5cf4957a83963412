import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../texts/texts';
import { icon } from './icons';
import { clock } from './message-view';

const WARN_MS = 2 * 60_000;

/** Says until when a slot is held, and once, shortly before, that the time runs out. */
export class HoldClock extends LitElement {
  static override properties = { texts: { attribute: false }, until: { type: Number }, stage: { state: true } };
  declare texts: Texts;
  declare until: number;  // unix seconds
  declare stage: 'held' | 'soon' | 'over';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.stage = 'held';
  }

  protected override createRenderRoot(): HTMLElement { return this; }

  protected override willUpdate(): void { this.step(); }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  private step(): void {
    clearTimeout(this.timer);
    const left = this.until * 1000 - Date.now();
    const stage = left <= 0 ? 'over' : left <= WARN_MS ? 'soon' : 'held';
    if (stage !== 'over') this.timer = setTimeout(() => this.requestUpdate(), stage === 'held' ? left - WARN_MS + 50 : left + 50);
    if (stage === this.stage) return;
    this.stage = stage;
    this.dispatchEvent(new CustomEvent('warn', { detail: this.words(stage) }));
  }

  private words(stage: 'held' | 'soon' | 'over'): string {
    if (stage === 'over') return this.texts.say('chat.heldOver');
    const minutes = Math.max(1, Math.ceil((this.until * 1000 - Date.now()) / 60_000));
    return stage === 'soon' ? this.texts.say('chat.heldSoonOver', { minutes })
      : this.texts.say('chat.heldUntil', { time: clock(this.until, this.texts.language) });
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.until ? html`<p class="hold hold--${this.stage}">${icon('calendar-today')}<span>${this.words(this.stage)}</span></p>` : nothing;
  }
}
customElements.define('amtslotse-hold-clock', HoldClock);
