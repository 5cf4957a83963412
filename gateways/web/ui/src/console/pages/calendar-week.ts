// The week on FullCalendar: opening hours to drag, closures behind them, appointments as they are.
import {
  Calendar,
  type DateSelectInfo,
  type EventDropInfo,
  type EventInput,
  type EventResizeDoneInfo,
} from 'fullcalendar';
import interactionPlugin from 'fullcalendar/interaction';
import german from 'fullcalendar/locales/de';
import themePlugin from 'fullcalendar/themes/classic';
import timeGridPlugin from 'fullcalendar/timegrid';
import 'fullcalendar/skeleton.css';
import 'fullcalendar/themes/classic/theme.css';
import 'fullcalendar/themes/classic/palette.css';
import './calendar.css';
import { html, LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { api } from '../core/api';
import type { CalendarData, Closure, OpeningRule, Visit } from '../core/booking';
import { isoDate, minuteOf, minuteText, plusDays } from '../core/time';
import { calendar as texts } from '../texts/appointments';
import { editClosure, editRule, type Change } from './calendar-forms';

const DAY_MS = 86_400_000;
const time = (at: Date) => minuteText(at.getHours() * 60 + at.getMinutes());
const isoWeekday = (iso: string) => new Date(`${iso}T12:00:00`).getDay() || 7;

/** Whether the rule opens on this day. */
function applies(rule: OpeningRule, iso: string): boolean {
  if (rule.date) return rule.date === iso;
  if (
    isoWeekday(iso) !== rule.weekday ||
    (rule.valid_from && iso < rule.valid_from) ||
    (rule.valid_to && iso > rule.valid_to)
  )
    return false;
  const at = new Date(`${iso}T12:00:00`);
  if (rule.nth) {
    const last = at.getDate() + 7 > new Date(at.getFullYear(), at.getMonth() + 1, 0).getDate();
    return rule.nth < 0 ? last : Math.ceil(at.getDate() / 7) === rule.nth;
  }
  if ((rule.every_n_weeks ?? 1) > 1 && rule.valid_from) {
    const monday = (day: string) => new Date(`${plusDays(day, 1 - isoWeekday(day))}T12:00:00`).getTime();
    return Math.round((monday(iso) - monday(rule.valid_from)) / (7 * DAY_MS)) % rule.every_n_weeks! === 0;
  }
  return true;
}

export class Week extends LitElement {
  @property({ attribute: false }) data!: CalendarData;
  @property({ attribute: false }) change!: Change;
  private calendar: Calendar | undefined;
  private visits = new Map<string, Visit[]>();

  protected override createRenderRoot() {
    return this;
  }
  override render() {
    return html`<div class="week"></div>`;
  }

  override firstUpdated(): void {
    const narrow = window.matchMedia('(max-width: 44rem)').matches;
    this.calendar = new Calendar(this.querySelector<HTMLElement>('.week')!, {
      plugins: [timeGridPlugin, interactionPlugin, themePlugin],
      locale: german,
      timeZone: 'local',
      initialView: narrow ? 'timeGridDay' : 'timeGridWeek',
      headerToolbar: { start: 'prev,next today', center: 'title', end: 'timeGridWeek,timeGridDay' },
      allDaySlot: false,
      nowIndicator: true,
      firstDay: 1,
      height: 'auto',
      slotMinTime: '07:00',
      slotMaxTime: '19:00',
      slotDuration: '00:30',
      snapDuration: `00:${String(Math.min(30, this.data.slot_minutes ?? 10)).padStart(2, '0')}`,
      editable: true,
      selectable: true,
      eventOverlap: true,
      events: (range, done) => {
        void this.events(range.start, range.end).then(done);
      },
      eventDrop: (info) => this.dragged(info),
      eventResize: (info) => this.dragged(info),
      select: (info) => void this.selected(info),
      eventClick: (info) => {
        info.jsEvent.preventDefault();
        void this.clicked(info.event.extendedProps);
      },
    });
    this.calendar.render();
  }
  override updated(): void {
    this.calendar?.refetchEvents();
  }
  override disconnectedCallback(): void {
    this.calendar?.destroy();
    this.calendar = undefined;
    super.disconnectedCallback();
  }

  private async events(start: Date, end: Date): Promise<EventInput[]> {
    const days: string[] = [];
    for (let iso = isoDate(start); iso < isoDate(end); iso = plusDays(iso, 1)) days.push(iso);
    await Promise.all(
      days
        .filter((iso) => !this.visits.has(iso))
        .map(async (iso) => {
          const list = await api
            .call<{ visits: Visit[] }>('booking/GetDayList', { locationId: this.data.id, date: iso })
            .catch(() => undefined);
          if (list) this.visits.set(iso, list.visits);
        }),
    );
    return days.flatMap((iso) => [...this.openings(iso), ...this.closures(iso), ...this.booked(iso)]);
  }

  private openings(iso: string): EventInput[] {
    return (this.data.opening_hours ?? [])
      .filter((rule) => applies(rule, iso))
      .map((rule) => ({
        title: rule.walk_in ? texts.walkIn : texts.open,
        start: `${iso}T${rule.from}`,
        end: `${iso}T${rule.to}`,
        className: 'week__open',
        extendedProps: { rule, iso },
      }));
  }
  private closures(iso: string): EventInput[] {
    return (this.data.closures ?? [])
      .filter((closure) => closure.date <= iso && (closure.last ?? closure.date) >= iso)
      .map((closure) => ({
        title: closure.reason || texts.closed,
        start: `${iso}T${closure.from ?? '07:00'}`,
        end: `${iso}T${closure.to ?? '19:00'}`,
        className: 'week__closed',
        editable: false,
        extendedProps: { closure },
      }));
  }
  private booked(iso: string): EventInput[] {
    const byTime = new Map<number, Visit[]>();
    for (const visit of this.visits.get(iso) ?? []) {
      const begin = visit.appointment?.slot?.beginUnix;
      if (begin) byTime.set(begin, [...(byTime.get(begin) ?? []), visit]);
    }
    return [...byTime].map(([begin, visits]) => ({
      title: texts.appointments(visits.length),
      start: new Date(begin * 1000),
      end: new Date((begin + 60 * Math.max(...visits.map((visit) => visit.appointment?.slot?.minutes ?? 10))) * 1000),
      className: 'week__booked',
      editable: false,
    }));
  }

  private dragged(info: EventDropInfo | EventResizeDoneInfo): void {
    const { rule } = info.event.extendedProps as { rule: OpeningRule };
    const start = info.event.start as Date;
    const end = info.event.end as Date;
    const iso = isoDate(start);
    const moved: OpeningRule = {
      ...rule,
      from: time(start),
      to: time(end),
      ...(rule.date ? { date: iso } : { weekday: isoWeekday(iso) }),
    };
    if (isoDate(end) !== iso || minuteOf(moved.to) <= minuteOf(moved.from)) {
      info.revert();
      return;
    }
    this.change({ opening_hours: (this.data.opening_hours ?? []).map((each) => (each === rule ? moved : each)) });
  }

  private async selected(info: DateSelectInfo): Promise<void> {
    const start = info.start as Date;
    const end = info.end as Date;
    const iso = isoDate(start);
    this.calendar?.unselect();
    const open = (this.data.opening_hours ?? []).some(
      (rule) => applies(rule, iso) && rule.from < time(end) && rule.to > time(start),
    );
    if (open) {
      const closure = await editClosure(this.data.id, { date: iso, from: time(start), to: time(end), reason: '' }, true);
      if (closure) this.change({ closures: [...(this.data.closures ?? []), closure] });
    } else {
      const rule = await editRule(this.data.id, { date: iso, from: time(start), to: time(end) }, true);
      if (rule) this.change({ opening_hours: [...(this.data.opening_hours ?? []), rule] });
    }
  }

  private async clicked({ rule, closure }: { rule?: OpeningRule; closure?: Closure }): Promise<void> {
    if (rule) {
      const next = await editRule(this.data.id, rule);
      if (next) this.change({ opening_hours: this.data.opening_hours!.map((each) => (each === rule ? next : each)) });
    } else if (closure) {
      const next = await editClosure(this.data.id, closure);
      if (next) this.change({ closures: this.data.closures!.map((each) => (each === closure ? next : each)) });
    }
  }
}
customElements.define('amtslotse-week', Week);
