// One location's calendar: week, opening hours, closures, services, rules. Changes are collected and apply together,
// after a look at the appointments they affect.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api, ApiError } from '../core/api';
import { locations, type CalendarData, type Location } from '../core/booking';
import { Draft } from '../core/draft';
import { ConsolePage, heading, waiting } from '../core/page';
import { go, link } from '../core/route';
import { alertBox, button } from '../parts/fields';
import { chosenLocation, locationField } from '../parts/location-choice';
import { carryOut, chooseMoves } from '../parts/moves';
import { calendar as texts } from '../texts/appointments';
import { closureTable, rulesForm, ruleTable, serviceTable } from './calendar-forms';
import './calendar-week';

interface Kept {
  data: CalendarData;
  version: number;
  base?: CalendarData; // what was stored then
}

/** What somebody else stored, with what was changed here put into it; `lost`: the parts that both changed. */
function merged({ data, base }: Kept, stored: CalendarData): { data: CalendarData; lost: string[] } {
  const parts = (calendar: CalendarData | undefined) => new Map(Object.entries(calendar ?? {}));
  const [mine, before, theirs] = [parts(data), parts(base), parts(stored)];
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const changed = [...mine.keys()].filter((key) => !same(mine.get(key), before.get(key)) && !same(mine.get(key), theirs.get(key)));
  const lost = changed.filter((key) => !same(before.get(key), theirs.get(key)));
  for (const key of changed) if (!lost.includes(key)) theirs.set(key, mine.get(key));
  return { data: Object.fromEntries(theirs) as unknown as CalendarData, lost };
}

export class CalendarPage extends ConsolePage {
  @state() private locations: Location[] | undefined;
  @state() private data: CalendarData | undefined;
  @state() private meanwhile = ''; // what became of a draft when somebody else had saved
  private stored: CalendarData | undefined;
  private version = 0;
  private draft = new Draft<Kept>('kalender');
  private shownId = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.begin();
  }

  private async begin(): Promise<void> {
    this.locations = await this.working(locations);
    this.requestUpdate();
  }

  private get locationId(): string {
    return chosenLocation(this.locations ?? [], this.route.rest[0])?.id ?? '';
  }
  private get tab(): string {
    return this.route.rest[1] ?? 'woche';
  }

  override willUpdate(): void {
    if (this.locationId && this.locationId !== this.shownId) {
      this.shownId = this.locationId;
      void this.open(this.locationId);
    }
  }

  private async open(locationId: string): Promise<void> {
    this.data = undefined;
    const answer = await this.working(() =>
      api.call<{ calendarJson: string; version?: number }>('booking/GetCalendar', { locationId }),
    );
    if (!answer) return;
    this.stored = JSON.parse(answer.calendarJson) as CalendarData;
    this.version = answer.version ?? 0;
    this.draft = new Draft<Kept>(`kalender.${locationId}`);
    const kept = this.draft.read();
    this.meanwhile = '';
    this.data = kept ? this.takeUp(kept) : structuredClone(this.stored);
  }

  private takeUp(kept: Kept): CalendarData {
    if (kept.version === this.version) return kept.data;
    const { data, lost } = merged(kept, this.stored!);
    const places = new Set(lost.map((key) => texts.parts[key] ?? texts.tabs.regeln!));
    this.meanwhile = lost.length ? texts.lostMeanwhile([...places].join(', ')) : texts.changedMeanwhile;
    this.draft.write({ data, version: this.version, base: this.stored });
    return data;
  }

  private readonly change = (change: Partial<CalendarData>) => {
    this.data = { ...this.data!, ...change };
    this.draft.write({ data: this.data, version: this.version, base: this.stored });
  };

  private changed(): boolean {
    return JSON.stringify(this.data) !== JSON.stringify(this.stored);
  }

  private discard(): void {
    this.draft.clear();
    this.meanwhile = '';
    this.data = structuredClone(this.stored!);
  }

  private async save(data: CalendarData): Promise<number> {
    const { version } = await api.call<{ version?: number }>('booking/SaveCalendar', {
      calendarJson: JSON.stringify(data),
      expectedVersion: this.version,
    });
    this.version = version ?? 0;
    return this.version;
  }

  private async apply(): Promise<void> {
    await this.working(async () => {
      const data = this.data!;
      const before = this.stored!;
      const chosen = await chooseMoves({ locationId: this.locationId, calendarJson: JSON.stringify(data) });
      if (!chosen) return;
      await this.save(data);
      this.stored = structuredClone(data);
      this.draft.clear();
      this.meanwhile = '';
      const back = async () => {
        try {
          await this.save(before);
        } catch (error) {
          this.failure = error as ApiError;
          return;
        }
        this.stored = structuredClone(before);
        this.data = structuredClone(before);
      };
      await carryOut(chosen.moves, chosen.message, texts.saved, back);
      this.data = structuredClone(data);
    });
  }

  override render() {
    if (!this.locations)
      return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.failure ? nothing : waiting()}`;
    if (this.locations.length === 0)
      return html`${heading(texts.title, texts.lead)}<div class="empty"><p>${texts.none}</p></div>`;
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <div class="form form--row">${locationField(this.locations, this.locationId, texts.location, (id) => go(link('kalender', id, this.tab)))}</div>
      <nav class="tabs" aria-label=${texts.title}>${Object.entries(texts.tabs).map(([id, label]) => html`<a href=${link('kalender', this.locationId, id)} aria-current=${id === this.tab ? 'page' : nothing}>${label}</a>`)}</nav>
      ${this.meanwhile ? alertBox('info', this.meanwhile) : nothing}
      ${this.data ? this.view(this.data) : this.failure ? nothing : waiting()}
      ${this.data && this.changed() ? html`<div class="bar">${alertBox('warning', texts.changed)}${button(texts.check, () => void this.apply(), { look: 'primary', disabled: this.busy })}${button(texts.discard, () => this.discard(), { look: 'tertiary' })}</div>` : nothing}`;
  }

  private view(data: CalendarData): TemplateResult {
    switch (this.tab) {
      case 'zeiten':
        return ruleTable(data, this.change);
      case 'schliesstage':
        return closureTable(data, this.change);
      case 'leistungen':
        return serviceTable(data, this.change);
      case 'regeln':
        return rulesForm(data, this.change);
      default:
        return html`<p class="muted">${texts.weekHint}</p><amtslotse-week .data=${data} .change=${this.change}></amtslotse-week>`;
    }
  }
}
customElements.define('console-calendar', CalendarPage);
