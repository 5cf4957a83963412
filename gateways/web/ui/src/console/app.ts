// The frame: who is signed in, the navigation, the page that the address names.
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api, ApiError, type Session } from './core/api';
import { draftsOf } from './core/draft';
import { signedInAs } from './core/knowledge';
import { heading, waiting } from './core/page';
import { link, parseRoute, type Route } from './core/route';
import { watch } from './core/hand-overs';
import { askToConfirm } from './parts/confirm';
import { leaveDialogs } from './parts/dialog';
import { alertBox, button, linkButton } from './parts/fields';
import './parts/list';
import './parts/toast';
import { maySee, pageAt, pages, type PageEntry } from './routes';
import './sign-in';
import { shell } from './texts/shell';

const SIGN_IN_PATHS = ['anmelden', 'link'];

export class Console extends LitElement {
  @state() private session: Session | undefined;
  @state() private known = false; // whether somebody is signed in has been found out
  @state() private route: Route = parseRoute(location.hash);
  @state() private shown: PageEntry | undefined;
  @state() private menuOpen = false;
  @state() private failure: ApiError | undefined;
  private opened = 0;

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('hashchange', this.moved);
    window.addEventListener('keydown', this.key);
    api.signedOut = () => {
      leaveDialogs();
      this.session = undefined;
    };
    api.confirm = () => askToConfirm();
    void this.begin();
  }
  override disconnectedCallback(): void {
    window.removeEventListener('hashchange', this.moved);
    window.removeEventListener('keydown', this.key);
    super.disconnectedCallback();
  }

  private async begin(): Promise<void> {
    this.failure = undefined;
    try {
      this.session = await api.session();
      this.known = true;
      if (this.session?.actor) {
        draftsOf(this.session.actor.municipalityId, this.session.actor.accountId);
        signedInAs(this.session.actor.accountId);
      }
      if (this.session?.actor && SIGN_IN_PATHS.includes(this.route.path)) location.hash = '#/';
      this.watchTalks();
      await this.open();
    } catch (error) {
      this.failure = error as ApiError;
    }
  }

  /** Alerts on every page, for who answers chats. */
  private watchTalks(): void {
    const roles = this.session?.actor?.roles ?? [];
    if (roles.some((role) => role !== 'editor')) watch.start();
    else watch.stop();
  }

  private readonly moved = () => {
    this.route = parseRoute(location.hash);
    this.menuOpen = false;
    void this.open(true);
  };

  private readonly key = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && this.menuOpen) {
      this.menuOpen = false;
      this.querySelector<HTMLElement>('.menu-button')?.focus();
    }
  };

  private async open(moved = false): Promise<void> {
    if (!this.session?.actor) return;
    const turn = ++this.opened;
    const page = pageAt(this.route.path, this.session.actor.roles ?? []);
    await page?.load();
    if (turn !== this.opened) return;
    this.shown = page;
    const waitingTalks = document.title.match(/^\(\d+\) /)?.[0] ?? '';
    document.title = `${waitingTalks}${page?.title ?? shell.notFound} – ${shell.title} ${this.session.townName}`;
    if (!moved) return;
    await this.updateComplete;
    const main = this.querySelector<HTMLElement>('main');
    window.scrollTo(0, 0);
    main?.focus({ preventScroll: true });
  }

  override render() {
    if (this.failure) return html`<main class="alone">${this.away(this.failure)}</main>`;
    if (!this.known) return html`<main class="alone">${waiting()}</main>`;
    if (!this.session?.actor) {
      return html`<amtslotse-sign-in .route=${this.route} .session=${this.session}
        @signed-in=${() => void this.begin()}></amtslotse-sign-in>`;
    }
    return html`<a class="skip" href="#inhalt" @click=${this.skip}>${shell.skip}</a>${this.head(this.session)}
      <div class="frame">${this.navigation(this.session)}
        <main id="inhalt" tabindex="-1">${this.page(this.session)}</main></div><amtslotse-toasts></amtslotse-toasts>`;
  }

  private away({ message }: ApiError): TemplateResult {
    const again = button(shell.again, () => void this.begin());
    return alertBox('danger', shell.away, html`<p class="kern-body">${message}</p>${again}`);
  }

  private skip(event: Event): void {
    event.preventDefault(); // the address after # is the page's
    this.querySelector<HTMLElement>('main')?.focus();
  }

  private head(session: Session): TemplateResult {
    const toggle = () => {
      this.menuOpen = !this.menuOpen;
    };
    const icon = (name: string) => html`<span class="kern-icon ${name}" aria-hidden="true"></span>`;
    return html`<header class="head">
      <button class="kern-btn kern-btn--tertiary menu-button" type="button" aria-label=${shell.menu}
        aria-expanded=${this.menuOpen} aria-controls="menue" @click=${toggle}>
        ${icon('kern-icon--dehaze')}<span class="kern-label">${shell.menu}</span></button>
      <a class="head__town" href="#/"><span>${shell.title}</span><strong>${session.townName}</strong></a>
      ${session.demo ? html`<span class="head__demo">${shell.demo}</span>` : nothing}
      <nav class="head__links" aria-label=${shell.account}><a class="head__public" href="/">${shell.publicPage}</a>
        <a href=${link('konto')}>${icon('kern-icon--account-circle')}<span
          class="head__name">${session.actor!.displayName || shell.account}</span></a>
        <button type="button" @click=${this.signOut}>${icon('kern-icon--logout')}<span
          class="head__out">${shell.signOut}</span></button></nav></header>`;
  }

  private navigation(session: Session): TemplateResult {
    const roles = session.actor!.roles ?? [];
    const seen = pages.filter((page) => page.group !== 'hidden' && maySee(page, roles));
    const groups = Object.keys(shell.groups).filter((group) => seen.some((page) => page.group === group));
    const item = (page: PageEntry) => {
      const current = page.path === this.route.path ? 'page' : nothing;
      return html`<li><a href=${link(page.path)} aria-current=${current}>${page.title}</a></li>`;
    };
    const section = (group: string) => {
      const title = shell.groups[group];
      return html`<section>${title ? html`<h2 id="nav-${group}">${title}</h2>` : nothing}
        <ul aria-labelledby=${title ? `nav-${group}` : nothing}>${seen.filter((page) => page.group === group).map(item)}</ul>
      </section>`;
    };
    return html`<nav class="side ${this.menuOpen ? 'side--open' : ''}" id="menue" aria-label=${shell.menuLabel}>
      ${groups.map(section)}</nav>`;
  }

  private page(session: Session): TemplateResult {
    const page = this.shown;
    if (!page || page.path !== this.route.path) {
      return pageAt(this.route.path, session.actor!.roles ?? [])
        ? waiting()
        : html`${heading(shell.notFound, shell.notFoundLead)}${linkButton(shell.toStart, '#/', 'primary')}`;
    }
    return html`${this.element(page.element, session)}`;
  }

  // Made by name, kept while its page stays.
  private made: { name: string; element: HTMLElement & { route?: Route; session?: Session } } | undefined;
  private element(name: string, session: Session): HTMLElement {
    if (this.made?.name !== name) this.made = { name, element: document.createElement(name) };
    Object.assign(this.made.element, { route: this.route, session });
    return this.made.element;
  }

  private async signOut(): Promise<void> {
    try {
      await api.post('/sign-out');
    } catch {
      /* signed out here all the same */
    }
    watch.stop();
    this.session = undefined;
    this.made = undefined;
    location.hash = '#/anmelden';
  }
}
customElements.define('amtslotse-console', Console);
