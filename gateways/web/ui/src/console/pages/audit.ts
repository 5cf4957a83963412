// What was changed, newest first, of each service. Accounts stand here as ids; whose they are takes two people to see.
import { html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { allPages } from '../core/all-pages';
import { deed } from '../core/deed';
import { authorMark } from '../core/knowledge';
import { ConsolePage, heading } from '../core/page';
import { moment } from '../core/time';
import { button, field } from '../parts/fields';
import '../parts/name-look-ups';
import type { NameLookUps } from '../parts/name-look-ups';
import { lookUps } from '../texts/operation';
import { audit as texts } from '../texts/setup';

interface Line {
  timeUnix: number;
  actor?: string;
  action?: string;
  objectId?: string;
  summary?: string;
}

const MOST = 20_000;

export class AuditPage extends ConsolePage {
  @state() private source = 'knowledge';
  @state() private lines: Line[] | undefined;
  @state() private growing = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    const wanted = this.source;
    this.lines = undefined;
    await this.working(() =>
      allPages<Line>(
        `${wanted}/ListAudit`,
        'lines',
        {},
        (lines, complete) => {
          if (wanted !== this.source) return false;
          this.lines = lines;
          this.growing = !complete;
          return this.isConnected;
        },
        MOST,
      ),
    );
    if (wanted !== this.source) return;
    this.lines ??= [];
    this.growing = false;
  }

  override render() {
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <amtslotse-list .label=${texts.title} .rows=${this.lines} ?growing=${this.growing} .empty=${texts.empty} .words=${(row: Line) => `${row.actor ?? ''} ${deed(row)} ${row.objectId ?? ''}`}
        .filters=${field({
          id: 'bereich',
          label: texts.source,
          required: true,
          value: this.source,
          options: Object.entries(texts.sources),
          change: (value) => {
            this.source = value;
            void this.load();
          },
        })} .columns=${[
          {
            title: texts.what,
            cell: (row: Line) =>
              html`${deed(row)}<span class="table__sub">${row.objectId ?? ''}</span>`,
          },
          { title: texts.when, cell: (row: Line) => moment(row.timeUnix) },
          {
            title: texts.who,
            cell: (row: Line) =>
              html`${authorMark(row.actor)} ${authorMark(row.actor).startsWith('p-') ? button(lookUps.ask, () => void this.querySelector<NameLookUps>('amtslotse-name-look-ups')?.request(row.actor!), { small: true, look: 'tertiary', title: `${lookUps.ask}: ${row.actor}` }) : nothing}`,
          },
        ]}></amtslotse-list>
      <amtslotse-name-look-ups></amtslotse-name-look-ups>`;
  }
}
customElements.define('console-audit', AuditPage);
