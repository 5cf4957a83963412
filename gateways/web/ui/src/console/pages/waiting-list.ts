// Who waits for an earlier place, without names.
import { html } from 'lit';
import { badge } from '../parts/fields';
import { api } from '../core/api';
import { slotText, type Wish } from '../core/booking';
import { ConsolePage, heading } from '../core/page';
import { date, day, moment } from '../core/time';
import type { FetchPage } from '../parts/list';
import { waitingList as texts } from '../texts/appointments';

export class WaitingListPage extends ConsolePage {
  private readonly fetchPage: FetchPage<Wish> = async (_query, offset, pageSize) => {
    const page = await api.call<{ wishes: Wish[]; total?: number }>('booking/ListWishes', { pageSize, pageToken: offset ? String(offset) : '' });
    return { rows: page.wishes, total: page.total ?? page.wishes.length };
  };

  override render() {
    return html`${heading(texts.title, texts.lead)}<amtslotse-list plain .label=${texts.title} .fetchPage=${this.fetchPage} .empty=${texts.empty} .columns=${[
      { title: texts.wish, cell: (row: Wish) => (row.serviceNames ?? []).join(', ') },
      { title: texts.position, numeric: true, cell: (row: Wish) => String(row.position ?? '') },
      { title: texts.period, cell: (row: Wish) => `${day(row.fromDate)} – ${day(row.toDate)}` },
      { title: texts.state, cell: (row: Wish) => html`${badge(texts.states[row.state ?? ''] ?? row.state ?? '', row.state === 'offered' ? 'info' : 'plain')}${row.offer ? html`<span class="table__sub">${slotText(row.offer)}, ${texts.until(moment(row.offerExpiresUnix))}</span>` : ''}` },
      { title: texts.since, cell: (row: Wish) => date(row.createdUnix) },
    ]}></amtslotse-list>`;
  }
}
customElements.define('console-waiting-list', WaitingListPage);
