// Messages to citizens and whether they arrived.
import { html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { allPages } from '../core/all-pages';
import { api } from '../core/api';
import { ConsolePage, heading } from '../core/page';
import { moment } from '../core/time';
import { alertBox, badge, button, field } from '../parts/fields';
import { say } from '../parts/toast';
import { outbox as texts } from '../texts/appointments';

interface Item {
  id: string;
  kind?: string;
  state?: string;
  attempts?: number;
  lastError?: string;
  createdUnix?: number;
  appointmentNumber?: string;
  channel?: string;
  nextTryUnix?: number;
}

const MOST = 20_000;

export class OutboxPage extends ConsolePage {
  @state() private items: Item[] | undefined;
  @state() private state = '';
  @state() private sending = true;
  @state() private growing = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    const wanted = this.state;
    await this.working(() =>
      allPages<Item, { sending?: boolean }>(
        'booking/ListOutbox',
        'items',
        { state: wanted },
        (items, complete, answer) => {
          if (wanted !== this.state) return false;
          this.items = items;
          this.sending = answer.sending ?? false;
          this.growing = !complete;
          return this.isConnected;
        },
        MOST,
      ),
    );
    if (wanted === this.state) this.growing = false;
  }

  private async resend(item: Item): Promise<void> {
    if ((await this.working(() => api.call('booking/ResendNotification', { id: item.id }))) === undefined) return;
    say(texts.resent);
    await this.load();
  }

  override render() {
    const options: [string, string][] = [['', texts.all], ...Object.entries(texts.states)];
    return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.items && !this.sending ? alertBox('warning', texts.notSending) : nothing}
      <amtslotse-list .label=${texts.title} .rows=${this.items ?? (this.failure ? [] : undefined)} ?growing=${this.growing} .empty=${texts.empty} .words=${(row: Item) => `${row.appointmentNumber ?? ''} ${texts.kinds[row.kind ?? ''] ?? row.kind} ${row.lastError ?? ''}`}
        .filters=${field({
          id: 'stand',
          label: texts.state,
          required: true,
          value: this.state,
          options,
          change: (value) => {
            this.state = value;
            this.items = undefined;
            void this.load();
          },
        })} .columns=${[
          {
            title: texts.kind,
            cell: (row: Item) =>
              html`${texts.kinds[row.kind ?? ''] ?? row.kind}<span class="table__sub">${texts.ways[row.channel ?? ''] ?? row.channel ?? ''}</span>`,
          },
          { title: texts.number, cell: (row: Item) => row.appointmentNumber ?? '' },
          {
            title: texts.state,
            cell: (row: Item) =>
              html`${badge(texts.states[row.state ?? ''] ?? row.state ?? '', row.state === 'sent' ? 'success' : row.state === 'failed' ? 'danger' : 'plain')} ${(row.attempts ?? 0) > 1 ? texts.attempts(row.attempts!) : nothing}${row.lastError ? html`<span class="table__sub">${row.lastError}</span>` : nothing}${row.kind === 'forwarded' && row.state === 'failed' ? html`<span class="table__sub">${texts.promised}</span>` : nothing}`,
          },
          { title: texts.when, cell: (row: Item) => moment(row.createdUnix) },
          {
            title: texts.resend,
            action: true,
            cell: (row: Item) =>
              row.state === 'failed' ? button(texts.resend, () => void this.resend(row), { small: true }) : nothing,
          },
        ]}></amtslotse-list>`;
  }
}
customElements.define('console-outbox', OutboxPage);
