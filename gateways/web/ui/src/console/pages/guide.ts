// From the demo to a real town: what is done and what is not, found out by looking. What the demo brought counts as open.
import { html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { locations } from '../core/booking';
import type { CatalogueDemo } from '../core/demo';
import { ConsolePage, heading, waiting } from '../core/page';
import { link } from '../core/route';
import { badge } from '../parts/fields';
import { guide as texts } from '../texts/figures';
import type { Town } from './appearance';

const WHERE: Record<string, string> = {
  name: 'texte',
  area: 'texte',
  catalogue: 'import',
  readiness: 'import',
  calendars: 'kalender',
  legal: 'texte',
  look: 'texte',
  people: 'konten',
  embed: 'texte',
  channels: 'messenger',
  demo: 'vorfuehrdaten',
};

// Words and keys that only the shipped towns have: addresses that do not exist, and a district that is invented.
const INVENTED = /\.example\b|erfunden|Vorführung/i;
const DEMO_AREA = /^01099/;

/** undefined: the town is no demonstration. */
const demoLeft = () => api.call<CatalogueDemo>('knowledge/RemoveDemo', { preview: true }).catch(() => undefined);

export class GuidePage extends ConsolePage {
  @state() private done: Record<string, boolean> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.look();
  }

  private async look(): Promise<void> {
    const answer = await this.working(() =>
      Promise.all([
        api.call<{ municipality: Town }>('knowledge/GetMunicipality'),
        api.call<{ total?: number }>('knowledge/ListServices', { pageSize: 1 }),
        api.call<{ items: { lacks?: string[] }[] }>('knowledge/GetReadiness'),
        locations(),
        api.call<{ accounts: unknown[] }>('staff/ListAccounts'),
        api.call<{ accounts?: { connected?: boolean }[] }>('messengers/ListAccounts').catch(() => ({ accounts: [] })),
        demoLeft(),
      ]),
    );
    if (!answer) return;
    const [{ municipality: town }, services, readiness, places, { accounts }, messengers, demo] = answer;
    const invented = (...words: (string | undefined)[]) =>
      Boolean(town.demo) && words.some((word) => INVENTED.test(word ?? ''));
    const demoOffices = new Set(demo?.offices?.map((office) => office.id));
    this.done = {
      name: Boolean(town.name && town.telephone && town.email && town.address) && !invented(town.email),
      area: Boolean(town.ars) && !(town.demo && DEMO_AREA.test(town.ars ?? '')),
      catalogue: (services.total ?? 0) > (demo?.services?.length ?? 0),
      readiness:
        readiness.items.length > 0 && readiness.items.every((item) => !item.lacks?.length) && !demo?.services?.length,
      calendars: places.some((place) => place.services?.length && !demoOffices.has(place.officeId ?? '')),
      legal:
        Boolean(town.imprint && town.privacyNotice && town.accessibilityStatement && town.enforcementBody) &&
        !invented(town.imprint, town.privacyNotice, town.accessibilityStatement),
      look: Boolean(town.primaryColour && town.greeting) && !invented(town.greeting),
      people: accounts.length > 1,
      embed: Boolean(
        town.embeddingOrigins?.length || town.hosts?.some((host) => !/^(localhost|127\.|.*\.localhost$)/.test(host)),
      ),
      channels: Boolean(messengers.accounts?.some((account) => account.connected)),
      demo: !town.demo,
    };
  }

  override render() {
    const { done } = this;
    if (!done) return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.failure ? '' : waiting()}`;
    const all = Object.keys(texts.steps);
    const finished = all.filter((step) => done[step]).length;
    return html`${heading(texts.title, texts.lead)}<p role="status">${texts.progress(finished, all.length)}</p><progress max=${all.length} value=${finished} aria-label=${texts.title}></progress>
      <ol class="steps">${all.map((step, index) => this.step(step, index + 1, done[step] ?? false))}</ol>`;
  }

  private step(step: string, number: number, done: boolean): TemplateResult {
    const [title, lead] = texts.steps[step]!;
    return html`<li class="card row"><span class="grow"><h2>${number}. ${title}</h2><p class="muted">${lead}</p></span>${badge(done ? texts.done : texts.open, done ? 'success' : 'warning')}${WHERE[step] ? html`<a class="kern-btn kern-btn--secondary" href=${link(WHERE[step]!)} aria-label="${texts.go}: ${title}"><span class="kern-label">${texts.go}</span></a>` : ''}</li>`;
  }
}
customElements.define('console-guide', GuidePage);
