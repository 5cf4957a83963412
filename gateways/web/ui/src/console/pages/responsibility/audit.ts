// Who changed rules or the street list.
import { html } from 'lit';
import { state } from 'lit/decorators.js';
import { allPages } from '../../core/all-pages';
import { deed } from '../../core/deed';
import { authorName } from '../../core/knowledge';
import { ConsolePage, heading } from '../../core/page';
import { moment } from '../../core/time';
import { responsibility } from '../../texts/responsibility';

const texts = responsibility.audit;
const MOST = 20_000;

interface Line {
  timeUnix: number;
  actor: string;
  action?: string;
  objectId?: string;
  summary?: string;
}

export class RuleAuditPage extends ConsolePage {
  @state() private lines: Line[] | undefined;
  @state() private growing = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.working(async () => {
      await allPages<Line>(
        'responsibility/ListAudit',
        'lines',
        {},
        (lines, complete) => {
          this.lines = lines;
          this.growing = !complete;
          return this.isConnected;
        },
        MOST,
      );
    });
  }

  override render() {
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <amtslotse-list .label=${texts.title} .rows=${this.lines} ?growing=${this.growing} .empty=${texts.empty} .columns=${[
        { title: texts.time, cell: (line: Line) => moment(line.timeUnix) },
        { title: texts.summary, wide: true, cell: deed },
        { title: texts.actor, cell: (line: Line) => authorName(line.actor) },
      ]}></amtslotse-list>`;
  }
}
customElements.define('console-responsibility-audit', RuleAuditPage);
