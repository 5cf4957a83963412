// Key figures of a location in a period, beside the period before.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { locations, type Location } from '../core/booking';
import { ConsolePage, heading, waiting } from '../core/page';
import { count, day, plusDays, today } from '../core/time';
import '../parts/chart';
import { alertBox, button, field } from '../parts/fields';
import { chosenLocation, locationField } from '../parts/location-choice';
import { figures as texts } from '../texts/figures';

interface Figure { name: string; bucket?: string; value?: number; }
const WHOLE = ['booked', 'served', 'missed', 'cancelled', 'walk_ins', 'use', 'wait_mean', 'wait_p90', 'withheld', 'waiting_list'];
const NOW_ONLY = ['withheld', 'waiting_list'];

export class FiguresPage extends ConsolePage {
  @state() private locations: Location[] | undefined;
  @state() private location = '';
  @state() private from = plusDays(today(), -29);
  @state() private to = today();
  @state() private now: Figure[] | undefined;
  @state() private earlier: Figure[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.begin();
  }

  private async begin(): Promise<void> {
    this.locations = await this.working(locations);
    this.location = chosenLocation(this.locations ?? [])?.id ?? '';
    await this.load();
  }

  private async load(): Promise<void> {
    if (this.to < this.from) return;
    const days = Math.round((Date.parse(this.to) - Date.parse(this.from)) / 86_400_000) + 1;
    const of = (fromDate: string, toDate: string) => api.call<{ figures: Figure[] }>('booking/GetKeyFigures', { locationId: this.location, fromDate, toDate });
    const answers = await this.working(() => Promise.all([of(this.from, this.to), of(plusDays(this.from, -days), plusDays(this.from, -1))]));
    if (answers) { this.now = answers[0].figures; this.earlier = answers[1].figures; }
  }

  private show(change: { location?: string; from?: string; to?: string }): void {
    this.location = change.location ?? this.location;
    this.from = change.from || this.from;
    this.to = change.to || this.to;
    this.now = undefined;
    void this.load();
  }

  private value(figures: Figure[], name: string): number | undefined { return figures.find((figure) => figure.name === name && !figure.bucket)?.value; }
  private text(name: string, value: number | undefined): string {
    if (value === undefined) return '–';
    return `${count(name === 'use' ? value * 100 : value, name.startsWith('wait_m') || name === 'wait_p90' ? 1 : 0)}${texts.units[name] ? ` ${texts.units[name]}` : ''}`;
  }

  private csv(): void {
    const lines = [['kennzahl', 'gruppe', 'wert', 'davor'], ...(this.now ?? []).map((figure) => [figure.name, figure.bucket ?? '', String(figure.value ?? 0).replace('.', ','),
      String(this.earlier.find((each) => each.name === figure.name && each.bucket === figure.bucket)?.value ?? '').replace('.', ',')])];
    // A cell that begins like a formula is none.
    const cell = (text: string) => `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
    const url = URL.createObjectURL(new Blob([`\ufeff${lines.map((line) => line.map(cell).join(';')).join('\r\n')}\r\n`], { type: 'text/csv;charset=utf-8' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: `kennzahlen-${this.location || 'kommune'}-${this.from}-${this.to}.csv` });
    link.click();
    URL.revokeObjectURL(url);
  }

  override render() {
    if (!this.locations) return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.failure ? nothing : waiting()}`;
    return html`${heading(texts.title, texts.lead, button(texts.csv, () => this.csv(), { icon: 'download', disabled: !this.now?.length }))}${this.trouble()}
      <div class="form form--row">${locationField(this.locations, this.location, texts.location, (location) => this.show({ location }), this.session.actor?.officeIds?.length ? '' : texts.town)}
        ${field({ id: 'von', label: texts.from, type: 'date', required: true, value: this.from, max: this.to, change: (from) => this.show({ from }) })}${field({ id: 'bis', label: texts.to, type: 'date', required: true, value: this.to, min: this.from, change: (to) => this.show({ to }) })}</div>
      ${this.to < this.from ? alertBox('warning', texts.wrongRange) : nothing}
      ${this.now ? this.numbers(this.now) : this.failure ? nothing : waiting()}`;
  }

  private numbers(figures: Figure[]): TemplateResult {
    const bucketed = (name: string) => figures.filter((figure) => figure.name === name && figure.bucket);
    const days = bucketed('day').sort((a, b) => a.bucket!.localeCompare(b.bucket!));
    return html`<dl class="figures">${WHOLE.filter((name) => this.value(figures, name) !== undefined).map((name) => html`<div><dt>${texts.names[name]}</dt><dd><strong>${this.text(name, this.value(figures, name))}</strong>
      ${NOW_ONLY.includes(name) ? nothing : html`<span class="muted">${texts.before(this.text(name, this.value(this.earlier, name)))}</span>`}</dd></div>`)}</dl>
      ${days.length === 0 ? html`<div class="empty"><p>${texts.empty}</p></div>` : html`<section><h2>${texts.byDay}</h2><amtslotse-chart .label=${texts.byDay} .points=${days.map((figure) => [Date.parse(`${figure.bucket}T12:00:00`) / 1000, figure.value ?? 0])}></amtslotse-chart>
      <details><summary>${texts.asTable}</summary>${this.table(texts.byDay, texts.day, days.map((figure) => [day(figure.bucket), count(figure.value)]))}</details></section>
      <section class="columns"><div><h2>${texts.byChannel}</h2>${this.table(texts.byChannel, texts.channel, bucketed('channel').map((figure) => [texts.channels[figure.bucket!] ?? figure.bucket!, count(figure.value)]))}</div>
      ${bucketed('location').length ? html`<div><h2>${texts.byLocation}</h2>${this.table(texts.byLocation, texts.location, bucketed('location').map((figure) => [figure.bucket!, count(figure.value)]))}</div>` : nothing}</section>`}
      ${bucketed('next_free_hours').length ? html`<section><h2>${texts.nextFree}</h2>${this.table(texts.nextFree, texts.service, bucketed('next_free_hours').map((figure) => [figure.bucket!, (figure.value ?? 0) < 48 ? texts.hours(count(figure.value)) : texts.days(count((figure.value ?? 0) / 24))]))}</section>` : nothing}`;
  }

  private table(label: string, first: string, rows: [string, string][]): TemplateResult {
    return html`<amtslotse-list plain .label=${label} .rows=${rows} .columns=${[{ title: first, cell: (row: [string, string]) => row[0] }, { title: texts.count, numeric: true, cell: (row: [string, string]) => row[1] }]}></amtslotse-list>`;
  }
}
customElements.define('console-figures', FiguresPage);
