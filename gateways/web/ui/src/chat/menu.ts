import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Texts } from '../texts/texts';
import { icon } from './icons';

/** The header's menu (a disclosure) and the question before deleting. Fires human, transcript and delete. */
export class ChatMenu extends LitElement {
  static override properties = {
    texts: { attribute: false }, privacyUrl: { attribute: false }, confirmed: { attribute: false }, empty: { type: Boolean },
    opened: { state: true }, failed: { state: true },
  };
  declare texts: Texts;
  declare privacyUrl: string;
  declare confirmed: () => Promise<void>;
  declare empty: boolean;
  declare opened: boolean;
  declare failed: boolean;
  private readonly onOutside = (event: Event) => {
    if (!event.composedPath().includes(this)) this.opened = false;
  };

  constructor() {
    super();
    this.opened = this.failed = this.empty = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.onOutside);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.onOutside);
  }

  protected override createRenderRoot(): HTMLElement { return this; }

  private get dialog(): HTMLDialogElement { return this.querySelector('dialog')!; }

  private act(event: 'human' | 'transcript'): void {
    this.close();
    this.dispatchEvent(new CustomEvent(event));
  }

  private close(): void {
    this.opened = false;
    this.querySelector<HTMLElement>('.menu__button')?.focus();
  }

  private keyed(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.opened) return;
    event.stopPropagation();
    this.close();
  }

  private left(event: FocusEvent): void {
    if (event.relatedTarget && !this.contains(event.relatedTarget as Node)) this.opened = false;
  }

  private ask(): void {
    this.opened = this.failed = false;
    this.dialog.showModal();
  }

  private async confirm(): Promise<void> {
    try {
      await this.confirmed();
      this.dialog.close();
    } catch {
      this.failed = true;
    }
  }

  protected override render(): TemplateResult {
    const say = (key: string) => this.texts.say(key);
    return html`<div class="menu" @keydown=${this.keyed} @focusout=${this.left}>
      <button type="button" class="head__button menu__button" aria-expanded=${this.opened} aria-controls="menu"
        aria-label=${say('chat.menu')} title=${say('chat.menu')} @click=${() => { this.opened = !this.opened; }}>
        ${icon('more-vert')}</button>
      <ul id="menu" class="menu__list" ?hidden=${!this.opened}>
        <li><button type="button" @click=${() => this.act('human')}>${icon('account-circle')}${say('chat.human')}</button></li>
        <li><button type="button" ?disabled=${this.empty} @click=${() => this.act('transcript')}>${icon('download')}${say('chat.transcript')}</button></li>
        <li><button type="button" ?disabled=${this.empty} @click=${this.ask}>${icon('delete')}${say('chat.delete')}</button></li>
        <li><a href=${this.privacyUrl}>${icon('visibility')}${say('chat.privacy')}</a></li>
      </ul>
      <dialog class="dialog" aria-labelledby="delete-title" aria-describedby="delete-text">
        <h2 class="kern-title" id="delete-title">${say('chat.deleteQuestion')}</h2>
        <p class="kern-body" id="delete-text">${say('chat.deleteText')}</p>
        ${this.failed ? html`<p class="kern-error" role="alert">${icon('danger')}<span class="kern-body">${say('chat.deleteFailed')}</span></p>` : nothing}
        <div class="dialog__buttons">
          <button type="button" class="kern-btn kern-btn--primary" @click=${this.confirm}><span class="kern-label">${say('chat.deleteConfirm')}</span></button>
          <button type="button" class="kern-btn kern-btn--secondary" @click=${() => this.dialog.close()}><span class="kern-label">${say('chat.deleteKeep')}</span></button>
        </div>
      </dialog>
    </div>`;
  }
}
customElements.define('amtslotse-chat-menu', ChatMenu);
