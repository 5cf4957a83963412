// Key figures of a location in a period, beside the period before.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { locations, type Location } from '../core/booking';
import { saveCsv } from '../core/files';
import { allOffices, officeName } from '../core/knowledge';
import { ConsolePage, heading, waiting } from '../core/page';
import { before, byDay, lastThirtyDays, type Period } from '../core/period';
import { count, day } from '../core/time';
import '../parts/chart';
import { button, field } from '../parts/fields';
import { chosenLocation, locationField } from '../parts/location-choice';
import { periodFields } from '../parts/period-fields';
import { figures as texts } from '../texts/figures';

interface Figure {
  name: string;
  bucket?: string;
  value?: number;
}
const WHOLE = [
  'booked',
  'served',
  'missed',
  'cancelled',
  'walk_ins',
  'use',
  'wait_mean',
  'wait_p90',
  'withheld',
  'waiting_list',
];
const NOW_ONLY = ['withheld', 'waiting_list'];
const WAYS = ['channel', 'hour', 'service', 'office', 'location'];

const valueOf = (figures: Figure[], name: string, bucket = '') =>
  figures.find((figure) => figure.name === name && (figure.bucket ?? '') === bucket)?.value;

export class FiguresPage extends ConsolePage {
  @state() private locations: Location[] | undefined;
  @state() private location = '';
  @state() private period: Period = lastThirtyDays();
  @state() private way = 'channel';
  @state() private now: Figure[] | undefined;
  @state() private earlier: Figure[] = [];
  @state() private offices = new Map<string, string>();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.begin();
    allOffices().then(
      (offices) => {
        this.offices = new Map(offices.map((each) => [each.id, officeName(each)]));
      },
      () => {},
    );
  }

  private asked = 0; // only what was asked last is shown

  private async begin(): Promise<void> {
    this.locations = await this.working(locations);
    this.location = chosenLocation(this.locations ?? [])?.id ?? '';
    await this.load();
  }

  private async load(): Promise<void> {
    if (this.period.to < this.period.from) return;
    const of = ({ from, to }: Period) =>
      api.call<{ figures: Figure[] }>('booking/GetKeyFigures', {
        locationId: this.location,
        fromDate: from,
        toDate: to,
      });
    const turn = ++this.asked;
    const answers = await this.working(() => Promise.all([of(this.period), of(before(this.period))]));
    if (answers && turn === this.asked) {
      this.now = answers[0].figures;
      this.earlier = answers[1].figures;
    }
  }

  private show(change: { location?: string } & Partial<Period>): void {
    const { location, ...period } = change;
    this.location = location ?? this.location;
    this.period = { ...this.period, ...period };
    this.now = undefined;
    void this.load();
  }

  private text(name: string, value: number | undefined): string {
    if (value === undefined) return '–';
    const digits = name === 'wait_mean' || name === 'wait_p90' ? 1 : 0;
    return `${count(name === 'use' ? value * 100 : value, digits)}${texts.units[name] ? ` ${texts.units[name]}` : ''}`;
  }

  private bucketName(way: string, bucket: string): string {
    if (way === 'channel') return texts.channels[bucket] ?? bucket;
    if (way === 'hour') return texts.hour(bucket, String(Number(bucket) + 1).padStart(2, '0'));
    return way === 'office' ? (this.offices.get(bucket) ?? bucket) : bucket;
  }

  private csv(): void {
    const number = (value: number | undefined) => String(value ?? '').replace('.', ',');
    const bucket = (figure: Figure) => this.bucketName(figure.name.replace('missed_', ''), figure.bucket ?? '');
    saveCsv(`kennzahlen-${this.location || 'kommune'}-${this.period.from}-${this.period.to}.csv`, [
      ['kennzahl', 'gruppe', 'wert', 'davor'],
      ...(this.now ?? []).map((figure) => [
        figure.name,
        figure.bucket ? bucket(figure) : '',
        number(figure.value ?? 0),
        number(valueOf(this.earlier, figure.name, figure.bucket)),
      ]),
    ]);
  }

  override render() {
    if (!this.locations)
      return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.failure ? nothing : waiting()}`;
    const whole = this.session.actor?.officeIds?.length ? '' : texts.town;
    return html`${heading(
      texts.title,
      texts.lead,
      button(texts.csv, () => this.csv(), { icon: 'download', disabled: !this.now?.length }),
    )}
      ${this.trouble()}${periodFields(
        this.period,
        texts,
        (change) => this.show(change),
        locationField(this.locations, this.location, texts.location, (location) => this.show({ location }), whole),
      )}
      ${this.now ? this.numbers(this.now) : this.failure ? nothing : waiting()}`;
  }

  private numbers(figures: Figure[]): TemplateResult {
    const days = figures.filter((figure) => figure.name === 'day').sort((a, b) => a.bucket!.localeCompare(b.bucket!));
    const nextFree = figures.filter((figure) => figure.name === 'next_free_hours');
    return html`<dl class="figures">${WHOLE.filter((name) => valueOf(figures, name) !== undefined).map((name) => this.number(figures, name))}</dl>
      ${
        days.length === 0
          ? html`<div class="empty"><p>${texts.empty}</p></div>`
          : html`<section><h2>${texts.byDay}</h2>
        <amtslotse-chart .label=${texts.byDay} .points=${byDay(this.period, (at) => days.find((figure) => figure.bucket === at)?.value)}></amtslotse-chart>
        <details><summary>${texts.asTable}</summary>${this.table(
          texts.byDay,
          texts.day,
          days.map((figure) => [day(figure.bucket), count(figure.value)]),
        )}</details></section>
        ${this.split(figures)}`
      }
      ${
        nextFree.length
          ? html`<section><h2>${texts.nextFree}</h2>${this.table(
              texts.nextFree,
              texts.service,
              nextFree.map((figure) => [figure.bucket!, this.wait(figure.value ?? 0)]),
            )}</section>`
          : nothing
      }`;
  }

  private number(figures: Figure[], name: string): TemplateResult {
    return html`<div><dt>${texts.names[name]}</dt><dd><strong>${this.text(name, valueOf(figures, name))}</strong>
      ${NOW_ONLY.includes(name) ? nothing : html`<span class="muted">${texts.before(this.text(name, valueOf(this.earlier, name)))}</span>`}</dd></div>`;
  }

  private wait(hours: number): string {
    return hours < 48 ? texts.hours(count(hours)) : texts.days(count(hours / 24));
  }

  /** Booked and missed by one of the ways, beside the booked of before. */
  private split(figures: Figure[]): TemplateResult {
    const ways = WAYS.filter((way) => figures.some((figure) => figure.name === way));
    const way = ways.includes(this.way) ? this.way : (ways[0] ?? 'channel');
    const name = (row: Figure) => this.bucketName(way, row.bucket ?? '');
    const rows = figures
      .filter((figure) => figure.name === way)
      .sort((a, b) => (way === 'hour' ? a.bucket!.localeCompare(b.bucket!) : (b.value ?? 0) - (a.value ?? 0)));
    return html`<section><h2>${texts.by}</h2>
      <div class="form">${field({
        id: 'nach',
        label: texts.by,
        required: true,
        value: way,
        options: ways.map((each) => [each, texts.ways[each]!]),
        change: (chosen) => {
          this.way = chosen;
        },
      })}</div>
      <amtslotse-list .label=${texts.ways[way]!} .rows=${rows} .words=${name} .columns=${[
        { title: texts.ways[way]!, cell: name },
        { title: texts.count, numeric: true, cell: (row: Figure) => count(row.value) },
        {
          title: texts.names.missed!,
          numeric: true,
          cell: (row: Figure) => count(valueOf(figures, `missed_${way}`, row.bucket)),
        },
        { title: texts.former, numeric: true, cell: (row: Figure) => count(valueOf(this.earlier, way, row.bucket)) },
      ]}></amtslotse-list></section>`;
  }

  private table(label: string, first: string, rows: [string, string][]): TemplateResult {
    return html`<amtslotse-list .label=${label} .rows=${rows} .columns=${[
      { title: first, cell: (row: [string, string]) => row[0] },
      { title: texts.count, numeric: true, cell: (row: [string, string]) => row[1] },
    ]}></amtslotse-list>`;
  }
}
customElements.define('console-figures', FiguresPage);
