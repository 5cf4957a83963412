// Gaps and contradictions of the rules.
import { html } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../../core/api';
import { ConsolePage, heading } from '../../core/page';
import { badge } from '../../parts/fields';
import { responsibility } from '../../texts/responsibility';

const texts = responsibility.lint;

interface Finding { kind: string; text: string; ids?: string[]; }

export class LintPage extends ConsolePage {
  @state() private findings: Finding[] | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.working(async () => {
      this.findings = (await api.call<{ findings?: Finding[] }>('responsibility/Lint')).findings ?? [];
    });
  }

  override render() {
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <amtslotse-list .label=${texts.title} .rows=${this.findings} .empty=${texts.fine} .words=${(row: Finding) =>
          `${texts.kinds[row.kind] ?? ''} ${row.text} ${(row.ids ?? []).join(' ')}`}
        .columns=${[
          { title: texts.kind, cell: (row: Finding) => badge(texts.kinds[row.kind] ?? row.kind,
              row.kind === 'unreachable' ? 'info' : 'warning') },
          { title: texts.text, wide: true, cell: (row: Finding) => row.text },
          { title: texts.ids, cell: (row: Finding) => (row.ids ?? []).join(', ') },
        ]}></amtslotse-list>`;
  }
}
customElements.define('console-responsibility-lint', LintPage);
