// Who changed rules or the street list.
import { html } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../../core/api';
import { ConsolePage, heading } from '../../core/page';
import { moment } from '../../core/time';
import { responsibility } from '../../texts/responsibility';

const texts = responsibility.audit;
const LARGEST_PAGE = 500;

interface Line { timeUnix: number; actor: string; action?: string; objectId?: string; summary?: string; }

export class RuleAuditPage extends ConsolePage {
  @state() private lines: Line[] | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.working(async () => {
      this.lines = (await api.call<{ lines?: Line[] }>('responsibility/ListAudit',
          { pageSize: LARGEST_PAGE })).lines ?? [];
    });
  }

  override render() {
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <amtslotse-list .label=${texts.title} .rows=${this.lines} .empty=${texts.empty} .columns=${[
        { title: texts.time, cell: (line: Line) => moment(line.timeUnix) },
        { title: texts.summary, wide: true, cell: (line: Line) => line.summary || line.action || '' },
        { title: texts.actor, cell: (line: Line) => line.actor },
      ]}></amtslotse-list>`;
  }
}
customElements.define('console-responsibility-audit', RuleAuditPage);
