// Who waits for an earlier place, without names.
import { html } from 'lit';
import { state } from 'lit/decorators.js';
import { allPages } from '../core/all-pages';
import { slotText, type Wish } from '../core/booking';
import { ConsolePage, heading } from '../core/page';
import { date, day, moment } from '../core/time';
import { badge } from '../parts/fields';
import { waitingList as texts } from '../texts/appointments';

export class WaitingListPage extends ConsolePage {
  @state() private wishes: Wish[] | undefined;
  @state() private growing = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.working(() =>
      allPages<Wish>('booking/ListWishes', 'wishes', {}, (wishes, complete) => {
        this.wishes = wishes;
        this.growing = !complete;
        return this.isConnected;
      }),
    );
  }

  override render() {
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <amtslotse-list .label=${texts.title} .rows=${this.wishes ?? (this.failure ? [] : undefined)} ?growing=${this.growing} .empty=${texts.empty}
      .words=${(row: Wish) => `${(row.serviceNames ?? []).join(' ')} ${row.number ?? ''} ${texts.states[row.state ?? ''] ?? ''}`} .columns=${[
        { title: texts.wish, cell: (row: Wish) => (row.serviceNames ?? []).join(', ') },
        { title: texts.position, numeric: true, cell: (row: Wish) => String(row.position ?? '') },
        { title: texts.period, cell: (row: Wish) => `${day(row.fromDate)} – ${day(row.toDate)}` },
        {
          title: texts.state,
          cell: (row: Wish) =>
            html`${badge(texts.states[row.state ?? ''] ?? row.state ?? '', row.state === 'offered' ? 'info' : 'plain')}${row.offer ? html`<span class="table__sub">${slotText(row.offer)}, ${texts.until(moment(row.offerExpiresUnix))}</span>` : ''}`,
        },
        { title: texts.since, cell: (row: Wish) => date(row.createdUnix) },
      ]}></amtslotse-list>`;
  }
}
customElements.define('console-waiting-list', WaitingListPage);
