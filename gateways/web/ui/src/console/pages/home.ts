// What waits for this person today, each tile by its own call so that one slow service holds up nothing.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api, ApiError } from '../core/api';
import { ConsolePage, heading } from '../core/page';
import { link } from '../core/route';
import { pageAt } from '../routes';
import { home as texts } from '../texts/home';

interface Tile {
  path: string;
  href: string;
  count: () => Promise<number>;
  title: (n: number) => string;
  lead: string;
}

const total = async (rpc: string, body: object, key: string) => {
  const answer = await api.call<Record<string, unknown>>(rpc, body);
  return Number(answer.total ?? (answer[key] as unknown[] | undefined)?.length ?? 0);
};

const TILES: Tile[] = [
  {
    path: 'gespraeche',
    href: link('gespraeche'),
    count: () => total('dialogue/ListHandOvers', { state: 'waiting' }, 'handOvers'),
    title: texts.talks,
    lead: texts.talksLead,
  },
  {
    path: 'offene-fragen',
    href: link('offene-fragen'),
    count: () => total('knowledge/ListUnanswered', { pageSize: 1 }, 'groups'),
    title: texts.unanswered,
    lead: texts.unansweredLead,
  },
  {
    path: 'eintraege',
    href: '#/eintraege?ueberfaellig=1',
    count: () => total('knowledge/ListEntries', { pageSize: 1, overdueOnly: true }, 'entries'),
    title: texts.overdue,
    lead: texts.overdueLead,
  },
  {
    path: 'import',
    href: link('import'),
    count: async () =>
      (await api.call<{ items: { lacks?: string[] }[] }>('knowledge/GetReadiness')).items.filter(
        (item) => item.lacks?.length,
      ).length,
    title: texts.readiness,
    lead: texts.readinessLead,
  },
  {
    path: 'nachrichten',
    href: link('nachrichten'),
    count: () => total('booking/ListOutbox', { state: 'failed', pageSize: 100 }, 'items'),
    title: texts.outbox,
    lead: texts.outboxLead,
  },
];

export class HomePage extends ConsolePage {
  @state() private counts: Record<string, number | undefined> = {};

  override connectedCallback(): void {
    super.connectedCallback();
    for (const tile of this.tiles()) {
      tile.count().then(
        (n) => {
          this.counts = { ...this.counts, [tile.path]: n };
        },
        (error) => {
          if (!(error instanceof ApiError)) throw error;
        },
      );
    }
  }

  private tiles(): Tile[] {
    return TILES.filter((tile) => pageAt(tile.path, this.session.actor?.roles ?? []));
  }

  override render() {
    return html`${heading(texts.hello(this.session.actor?.displayName ?? ''), texts.lead)}
      <ul class="tiles">${this.tiles().map((tile) => this.tile(tile))}</ul>`;
  }

  private tile(tile: Tile): TemplateResult {
    const n = this.counts[tile.path];
    return html`<li class="tile ${n ? 'tile--due' : ''}"><a href=${tile.href}>${n === undefined ? html`<span class="tile__wait">…</span>` : tile.title(n)}</a><p>${tile.lead}</p>${n === 0 ? html`<p class="tile__fine">${texts.fine}</p>` : nothing}</li>`;
  }
}
customElements.define('console-home', HomePage);
