// Who comes today: checking in, calling, walk-ins. Refreshes itself; the counter is remembered on this computer.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api, newKey } from '../core/api';
import { locations, servicesText, type Location, type Visit } from '../core/booking';
import { ConsolePage, heading, waiting } from '../core/page';
import { clock, day, plusDays, today } from '../core/time';
import { ask } from '../parts/dialog';
import { badge, button, field, linkButton } from '../parts/fields';
import { chosenLocation, locationField } from '../parts/location-choice';
import { moveDialog } from '../parts/moves';
import { say } from '../parts/toast';
import { dayList as texts, refusals } from '../texts/appointments';

interface DayList {
  visits: Visit[];
  waiting?: number;
  expectedMinutesLow?: number;
  expectedMinutesHigh?: number;
  counters?: string[];
}
const REFRESH_MS = 10_000;
const STEPS: Record<string, [string, string][]> = {
  expected: [
    ['arrived', texts.arrive],
    ['no_show', texts.noShow],
  ],
  arrived: [
    ['called', texts.call],
    ['expected', texts.notThere],
  ],
  waiting: [['called', texts.call]],
  called: [
    ['served', texts.serve],
    ['no_show', texts.noShow],
  ],
  served: [['called', texts.notServed]],
  no_show: [['arrived', texts.arrive]],
};

export class DayListPage extends ConsolePage {
  @state() private locations: Location[] | undefined;
  @state() private location = '';
  @state() private date = today();
  @state() private list: DayList | undefined;
  @state() private counter = '';
  @state() private chosen = new Set<string>();
  private timer = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    try {
      this.counter = localStorage.getItem('amtslotse.schalter') ?? '';
    } catch {
      /* typed again */
    }
    this.timer = window.setInterval(() => {
      if (!document.hidden && !this.busy) void this.refresh();
    }, REFRESH_MS);
    void this.begin();
  }
  override disconnectedCallback(): void {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  private async begin(): Promise<void> {
    this.locations = await this.working(locations);
    this.location = chosenLocation(this.locations ?? [], this.route.rest[0])?.id ?? '';
    await this.load();
  }

  private async load(): Promise<void> {
    if (!this.location) return;
    const { location, date } = this;
    const list = await this.working(() => api.call<DayList>('booking/GetDayList', { locationId: location, date }));
    if (list && location === this.location && date === this.date) this.list = list;
  }

  /** By itself, every while: says nothing of its own and leaves standing what a step was refused with. */
  private async refresh(): Promise<void> {
    if (!this.location) return;
    const { location, date } = this;
    const list = await api.call<DayList>('booking/GetDayList', { locationId: location, date }).catch(() => undefined);
    if (list && !this.busy && location === this.location && date === this.date) this.list = list;
  }

  /** What may come next: nothing before the day has come; who has no appointment cannot be expected. */
  private steps(visit: Visit): [string, string][] {
    if (this.date > today()) return [];
    const steps = STEPS[visit.state ?? 'expected'] ?? [];
    return visit.appointment ? steps : steps.map(([to, label]) => (to === 'expected' ? ['no_show', texts.gone] : [to, label]));
  }

  private show(change: { location?: string; date?: string }): void {
    this.location = change.location ?? this.location;
    this.date = change.date ?? this.date;
    this.list = undefined;
    this.chosen = new Set();
    void this.load();
  }

  private setCounter(counter: string): void {
    this.counter = counter;
    try {
      localStorage.setItem('amtslotse.schalter', counter);
    } catch {
      /* for this page only */
    }
  }
  private hasCounter(): boolean {
    if (this.counter.trim()) return true;
    say(texts.needsCounter);
    this.querySelector<HTMLInputElement>('#schalter')?.focus();
    return false;
  }

  private async callNext(): Promise<void> {
    if (!this.hasCounter()) return;
    const answer = await this.working(() =>
      api.call<{ visit?: Visit }>('booking/CallNext', {
        idempotencyKey: newKey(),
        locationId: this.location,
        counter: this.counter,
      }),
    );
    if (!answer) return;
    say(answer.visit ? texts.called(this.numberOf(answer.visit), this.counter) : texts.nobody);
    await this.load();
  }

  private async set(visit: Visit, to: string): Promise<void> {
    if (to === 'called' && !this.hasCounter()) return;
    const from = visit.state ?? 'expected';
    const put = (state: string) =>
      this.working(() =>
        api.call('booking/SetVisitState', {
          visitId: visit.id,
          state,
          counter: state === 'called' ? this.counter : '',
        }),
      );
    if ((await put(to)) === undefined) return;
    say(texts.set(this.numberOf(visit), texts.states[to] ?? to), async () => {
      await put(from);
      await this.load();
    });
    await this.load();
  }

  private async draw(): Promise<void> {
    const services = this.locations?.find((each) => each.id === this.location)?.services ?? [];
    let serviceId = services[0]?.serviceId ?? '';
    const key = newKey();
    if (
      !(await ask({
        title: texts.walkInTitle,
        action: texts.walkIn,
        body: field({
          id: 'anliegen',
          label: texts.service,
          required: true,
          value: serviceId,
          options: services.map((each) => [each.serviceId, each.name ?? each.serviceId]),
          change: (value) => {
            serviceId = value;
          },
        }),
      }))
    )
      return;
    const answer = await this.working(() =>
      api.call<{ ticketNumber?: string; ticketId?: string; refusal?: string }>('booking/DrawTicket', {
        idempotencyKey: key,
        locationId: this.location,
        services: [{ serviceId, quantity: 1 }],
      }),
    );
    if (answer) say(answer.ticketNumber ? texts.drawn(answer.ticketNumber) : (refusals[answer.refusal ?? ''] ?? ''));
    await this.load();
  }

  private async moveChosen(): Promise<void> {
    if (await moveDialog({ locationId: this.location, appointmentIds: [...this.chosen] })) {
      this.chosen = new Set();
      await this.load();
    }
  }

  private numberOf(visit: Visit): string {
    return visit.ticketNumber || visit.appointment?.number || visit.appointment?.name || '';
  }

  override render() {
    if (!this.locations) return html`${heading(texts.title)}${this.trouble()}${this.failure ? nothing : waiting()}`;
    const list = this.list;
    return html`${heading(texts.title, day(this.date), html`${button(texts.callNext, () => void this.callNext(), { look: 'primary' })}${button(texts.walkIn, () => void this.draw())}${button(texts.print, () => window.print(), { look: 'tertiary' })}`)}
      ${this.trouble()}
      <div class="form form--row">${locationField(this.locations, this.location, texts.location, (location) => this.show({ location }))}
        ${field({
          id: 'tag',
          label: texts.date,
          type: 'date',
          required: true,
          value: this.date,
          change: (date) => {
            if (date) this.show({ date });
          },
        })}
        ${field({ id: 'schalter', label: texts.counter, hint: texts.counterHint, required: true, value: this.counter, list: 'schalter-liste', change: (counter) => this.setCounter(counter) })}
        <datalist id="schalter-liste">${(list?.counters ?? []).map((each) => html`<option value=${each}></option>`)}</datalist></div>
      <div class="row">${button('‹', () => this.show({ date: plusDays(this.date, -1) }), { small: true, title: 'Voriger Tag' })}${button('›', () => this.show({ date: plusDays(this.date, 1) }), { small: true, title: 'Nächster Tag' })}
        <span class="grow" role="status">${list ? `${texts.waiting(list.waiting ?? 0)}${list.expectedMinutesHigh ? ` · ${texts.expected(list.expectedMinutesLow ?? 0, list.expectedMinutesHigh)}` : ''}` : ''}</span>
        ${this.chosen.size ? button(`${texts.moveSelected} (${this.chosen.size})`, () => void this.moveChosen(), { small: true }) : nothing}
        ${linkButton(texts.display, `/aufruf/${encodeURIComponent(this.location)}`, 'tertiary')}</div>
      <section><amtslotse-list .label=${texts.title} .rows=${list?.visits} .empty=${texts.empty} .words=${(row: Visit) => `${this.numberOf(row)} ${row.appointment?.name ?? ''} ${(row.serviceNames ?? []).join(' ')}`} .columns=${[
        { title: texts.time, narrow: true, cell: (row: Visit) => this.when(row) },
        {
          title: texts.person,
          cell: (row: Visit) =>
            html`<strong>${row.appointment?.name ?? texts.ticket}</strong><span class="table__sub">${this.numberOf(row)} ${row.telephone ?? ''}</span>${this.needs(row)}`,
        },
        {
          title: texts.about,
          cell: (row: Visit) =>
            row.serviceNames?.length
              ? row.serviceNames.join(', ')
              : row.appointment
                ? servicesText(row.appointment)
                : '',
        },
        {
          title: texts.state,
          cell: (row: Visit) =>
            html`${badge(texts.states[row.state ?? 'expected'] ?? row.state ?? '', row.state === 'called' ? 'info' : row.state === 'served' ? 'success' : row.state === 'arrived' || row.state === 'waiting' ? 'warning' : 'plain')}${row.counter ? html`<span class="table__sub">${row.counter}</span>` : nothing}`,
        },
        {
          title: texts.actions,
          action: true,
          cell: (row: Visit) =>
            this.steps(row).map(([to, label], index) =>
              button(label, () => void this.set(row, to), {
                small: true,
                look: index ? 'tertiary' : 'secondary',
                title: `${label}: ${this.numberOf(row)}`,
              }),
            ),
        },
      ]}></amtslotse-list></section>`;
  }

  private when(visit: Visit): TemplateResult {
    const { appointment } = visit;
    if (!appointment) return html`${clock(visit.arrivedUnix)}`;
    const change = (event: Event) => {
      const chosen = new Set(this.chosen);
      if ((event.target as HTMLInputElement).checked) chosen.add(appointment.id);
      else chosen.delete(appointment.id);
      this.chosen = chosen;
    };
    return html`<label class="choose"><input type="checkbox" .checked=${this.chosen.has(appointment.id)} @change=${change} aria-label="${texts.select}: ${this.numberOf(visit)}"> <strong>${clock(appointment.slot?.beginUnix)}</strong></label>`;
  }

  private needs(visit: Visit): TemplateResult {
    const needs = visit.needs ?? visit.appointment?.needs ?? {};
    return html`${needs.wheelchair ? badge(texts.needs.wheelchair, 'info') : nothing} ${needs.moreTime ? badge(texts.needs.moreTime, 'info') : nothing}
      ${needs.interpreterLanguage ? badge(texts.needs.interpreter(needs.interpreterLanguage), 'info') : nothing}${needs.note ? html`<span class="table__sub">${needs.note}</span>` : nothing}`;
  }
}
customElements.define('console-day-list', DayListPage);
