// Who waits for a person, longest first; call-backs by their due date.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { type HandOver, isQuiet, mayNotify, setQuiet, watch } from '../core/hand-overs';
import { ConsolePage, heading, waiting } from '../core/page';
import { link } from '../core/route';
import { date } from '../core/time';
import { alertBox, badge, button, check, field, linkButton } from '../parts/fields';
import { hand as texts } from '../texts/hand-over';

const SHOWN: Record<string, string[]> = {
  open: ['waiting', 'accepted', 'callback', 'report'],
  waiting: ['waiting'],
  accepted: ['accepted'],
  callback: ['callback'],
  report: ['report'],
  ended: ['returned', 'closed'],
};
const nowUnix = () => Math.floor(Date.now() / 1000);

export class HandOversPage extends ConsolePage {
  @state() private filter = 'open';
  @state() private rows: HandOver[] | undefined = watch.all;
  private readonly changed = () => {
    this.rows = watch.all;
    this.failure = watch.failure;
  };

  override connectedCallback(): void {
    super.connectedCallback();
    watch.addEventListener('change', this.changed);
    watch.start();
    void watch.look();
  }
  override disconnectedCallback(): void {
    watch.removeEventListener('change', this.changed);
    super.disconnectedCallback();
  }

  private async permit(): Promise<void> {
    await Notification.requestPermission();
    this.requestUpdate();
  }

  private alerts(): TemplateResult {
    return html`<details class="alerts"><summary>${texts.alerts}</summary><div class="row">
      ${check('ton', texts.sound, !isQuiet(), (on) => setQuiet(!on))}
      ${mayNotify() ? html`<span class="muted">${texts.desktopOn}</span>` : 'Notification' in window ? button(texts.desktop, () => void this.permit(), { small: true }) : nothing}</div></details>`;
  }

  private stateOf(row: HandOver): TemplateResult {
    if (row.state === 'callback' || row.state === 'report')
      return html`${badge(texts.states[row.state]!, 'info')} ${(row.dueUnix ?? 0) < nowUnix() ? badge(texts.overdue, 'danger') : html`<span class="muted">${texts.due(date(row.dueUnix))}</span>`}`;
    if (row.state === 'accepted')
      return badge(row.mine ? texts.mine : texts.states.accepted!, row.mine ? 'success' : 'plain');
    return badge(texts.states[row.state] ?? row.state, row.state === 'waiting' ? 'warning' : 'plain');
  }

  override render() {
    const shown = this.rows?.filter((row) => SHOWN[this.filter]!.includes(row.state));
    return html`${heading(texts.title, texts.lead, this.may('lead', 'administrator') ? linkButton(texts.setHours, link('besetzte-zeiten')) : undefined)}
      ${this.failure?.code === 'precondition' ? alertBox('info', texts.off, texts.offLead) : this.trouble()}${this.alerts()}
      ${
        shown === undefined
          ? this.failure
            ? nothing
            : waiting()
          : html`<amtslotse-list .label=${texts.title} .rows=${shown} .empty=${texts.empty}
        .words=${(row: HandOver) => `${row.topic ?? ''} ${row.officeName ?? ''} ${row.channel}`}
        .filters=${field({
          id: 'stand',
          label: texts.filter,
          required: true,
          value: this.filter,
          options: texts.filters,
          change: (value) => {
            this.filter = value;
          },
        })} .columns=${[
          {
            title: texts.who,
            cell: (row: HandOver) => html`<a href=${link('gespraech', row.id)}>${row.topic || texts.noTopic}</a>`,
          },
          { title: texts.state, cell: (row: HandOver) => this.stateOf(row) },
          { title: texts.since, cell: (row: HandOver) => texts.minutes(Math.floor((nowUnix() - row.sinceUnix) / 60)) },
          { title: texts.office, cell: (row: HandOver) => row.officeName ?? '' },
          { title: texts.channel, cell: (row: HandOver) => texts.channels[row.channel] ?? row.channel },
          {
            title: texts.open,
            action: true,
            cell: (row: HandOver) => linkButton(texts.open, link('gespraech', row.id)),
          },
        ]}></amtslotse-list>`
      }`;
  }
}
customElements.define('console-hand-overs', HandOversPage);
