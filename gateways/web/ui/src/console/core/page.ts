// What every page of the console is: an element in the light tree, so that one style sheet and one focus order hold.
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { shell } from '../texts/shell';
import { ApiError, type Session } from './api';
import type { Route } from './route';

export abstract class ConsolePage extends LitElement {
  @property({ attribute: false }) route!: Route;
  @property({ attribute: false }) session!: Session;
  /** Set by `working`; shown by `trouble`. */
  @state() protected failure: ApiError | undefined;
  @state() protected busy = false;

  protected override createRenderRoot() {
    return this;
  }

  protected may(...roles: string[]): boolean {
    return roles.some((role) => this.session.actor?.roles?.includes(role as never));
  }

  /** Runs a step: `busy` meanwhile, `failure` when it is refused. undefined when it was. */
  protected async working<T>(step: () => Promise<T>): Promise<T | undefined> {
    const giveFocusBack = this.holdFocus();
    this.busy = true;
    this.failure = undefined;
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.failure = error;
      return undefined;
    } finally {
      this.busy = false;
      void giveFocusBack();
    }
  }

  /** A button that cannot be pressed for a while, or goes, loses the focus: the way to give it back. */
  protected holdFocus(): () => Promise<void> {
    const held = this.contains(document.activeElement) ? (document.activeElement as HTMLElement) : undefined;
    const isLost = () => document.activeElement === document.body && this.isConnected;
    return async () => {
      await new Promise(requestAnimationFrame); // what the step changed is drawn
      if (!held || !isLost()) return;
      held.focus({ preventScroll: true });
      if (isLost()) this.closest<HTMLElement>('main')?.focus({ preventScroll: true });
    };
  }

  protected trouble(): TemplateResult | typeof nothing {
    return this.failure
      ? html`<div class="kern-alert kern-alert--danger" role="alert">
      <div class="kern-alert__header"><span class="kern-icon kern-icon--danger" aria-hidden="true"></span>
      <span class="kern-title">${shell.failed}</span></div>
      <div class="kern-alert__body"><p class="kern-body">${this.failure.message}</p></div></div>`
      : nothing;
  }
}

export function heading(title: string, lead?: unknown, actions?: unknown): TemplateResult {
  return html`<div class="title"><div><h1 tabindex="-1">${title}</h1>${lead ? html`<p class="lead">${lead}</p>` : nothing}</div>
    ${actions ? html`<div class="title__actions">${actions}</div>` : nothing}</div>`;
}

export function waiting(): TemplateResult {
  return html`<p class="waiting" role="status">${shell.loading}</p>`;
}
