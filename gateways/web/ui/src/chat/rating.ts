import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../texts/texts';

let instances = 0;

/** "War das hilfreich?" below an answer; a no may say what was lacking. Renders into its parent's tree. */
export class ChatRating extends LitElement {
  static override properties = { texts: { attribute: false }, rate: { attribute: false }, stage: { state: true } };
  declare texts: Texts;
  declare rate: (helpful: boolean, comment: string) => Promise<void>;
  declare stage: 'ask' | 'comment' | 'sending' | 'failed';
  private readonly commentId = `rating-${instances += 1}`;

  constructor() {
    super();
    this.stage = 'ask';
  }

  protected override createRenderRoot(): HTMLElement { return this; }

  private async send(helpful: boolean, comment: string): Promise<void> {
    this.stage = 'sending';
    try {
      await this.rate(helpful, comment);
      this.dispatchEvent(new CustomEvent('rated', { bubbles: true }));
    } catch {
      this.stage = 'failed';
    }
  }

  private async openComment(): Promise<void> {
    this.stage = 'comment';
    await this.updateComplete;
    this.querySelector('textarea')?.focus();
    this.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    if (this.stage === 'comment') return this.commentForm();
    const { texts } = this;
    return html`<div class="rating" role="group" aria-label=${texts.say('chat.helpful')}>
      <span aria-hidden="true">${texts.say('chat.helpful')}</span>
      <button type="button" class="rate" ?disabled=${this.stage === 'sending'} @click=${() => this.send(true, '')}>${texts.say('chat.yes')}</button>
      <button type="button" class="rate" ?disabled=${this.stage === 'sending'} @click=${this.openComment}>${texts.say('chat.no')}</button>
      ${this.stage === 'failed' ? html`<span role="alert">${texts.say('chat.rateFailed')}</span>` : nothing}
    </div>`;
  }

  private commentForm(): TemplateResult {
    const submit = (event: Event) => {
      event.preventDefault();
      void this.send(false, this.querySelector('textarea')!.value.trim());
    };
    return html`<form class="rating rating--comment" @submit=${submit}>
      <div class="kern-form-input"><label class="kern-label" for=${this.commentId}>${this.texts.say('chat.rateComment')}</label>
        <textarea id=${this.commentId} class="kern-form-input__input" maxlength="1000" rows="2"></textarea></div>
      <button class="kern-btn kern-btn--secondary"><span class="kern-label">${this.texts.say('chat.rateSend')}</span></button>
    </form>`;
  }
}
customElements.define('amtslotse-chat-rating', ChatRating);
