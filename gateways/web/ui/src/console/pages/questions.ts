// How the conversations went in a period, beside the period before: by channel, hour, service and office. Nothing per person.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { saveCsv } from '../core/files';
import { allServices } from '../core/knowledge';
import { ConsolePage, heading, waiting } from '../core/page';
import { before, byDay, lastThirtyDays, type Period } from '../core/period';
import { count, day } from '../core/time';
import '../parts/chart';
import { button, field } from '../parts/fields';
import { periodFields } from '../parts/period-fields';
import { hand } from '../texts/hand-over';
import { questions as texts } from '../texts/questions';

interface Figure {
  kind: string;
  value?: string;
  answered?: number;
  unanswered?: number;
  handedOver?: number;
  helpful?: number;
  notHelpful?: number;
}
const NAMES = ['answered', 'handedOver', 'unanswered'] as const;
const WAYS = ['channel', 'hour', 'service', 'office'] as const;
const all = (figure?: Figure) => (figure?.answered ?? 0) + (figure?.unanswered ?? 0) + (figure?.handedOver ?? 0);
const satisfied = (figure?: Figure) => {
  const rated = (figure?.helpful ?? 0) + (figure?.notHelpful ?? 0);
  return rated ? `${count(((figure!.helpful ?? 0) / rated) * 100)} % (${count(rated)})` : '–';
};

export class QuestionsPage extends ConsolePage {
  @state() private period: Period = lastThirtyDays();
  @state() private way: string = 'channel';
  @state() private now: Figure[] | undefined;
  @state() private earlier: Figure[] = [];
  @state() private services = new Map<string, string>();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    void allServices((services) => {
      this.services = new Map(services.map((each) => [each.id, each.name]));
    }).catch(() => {});
  }

  private asked = 0; // only what was asked last is shown

  private async load(): Promise<void> {
    if (this.period.to < this.period.from) return;
    const of = ({ from, to }: Period) =>
      api.call<{ figures?: Figure[] }>('dialogue/GetConversationFigures', { fromDate: from, toDate: to });
    const turn = ++this.asked;
    const answers = await this.working(() => Promise.all([of(this.period), of(before(this.period))]));
    if (answers && turn === this.asked) {
      this.now = answers[0].figures ?? [];
      this.earlier = answers[1].figures ?? [];
    }
  }

  private show(change: Partial<Period>): void {
    this.period = { ...this.period, ...change };
    void this.load();
  }

  private label(figure: Figure): string {
    const value = figure.value ?? '';
    if (figure.kind === 'channel') return hand.channels[value] ?? value;
    if (figure.kind === 'hour') return `${value}–${String(Number(value) + 1).padStart(2, '0')} Uhr`;
    return figure.kind === 'service' ? (this.services.get(value) ?? value) : value;
  }
  private formerOf(figure: Figure): Figure | undefined {
    return this.earlier.find((each) => each.kind === figure.kind && each.value === figure.value);
  }

  private csv(): void {
    const head = [
      'gruppe',
      'wert',
      'beantwortet',
      'uebergeben',
      'unbeantwortet',
      'hilfreich',
      'nicht_hilfreich',
      'fragen_davor',
    ];
    const rows = (this.now ?? []).map((each) => {
      const numbers = [
        each.answered,
        each.handedOver,
        each.unanswered,
        each.helpful,
        each.notHelpful,
        all(this.formerOf(each)),
      ];
      return [each.kind, this.label(each), ...numbers.map((n) => String(n ?? 0))];
    });
    saveCsv(`fragen-${this.period.from}-${this.period.to}.csv`, [head, ...rows]);
  }

  override render() {
    return html`${heading(
      texts.title,
      texts.lead,
      button(texts.csv, () => this.csv(), { icon: 'download', disabled: !this.now?.length }),
    )}
      ${this.trouble()}${periodFields(this.period, texts, (change) => this.show(change))}
      ${this.now ? this.numbers(this.now) : this.failure ? nothing : waiting()}`;
  }

  private numbers(figures: Figure[]): TemplateResult {
    const total = figures.find((each) => each.kind === 'total');
    if (!total) return html`<div class="empty"><p>${texts.empty}</p></div>`;
    const days = figures.filter((each) => each.kind === 'day').sort((a, b) => a.value!.localeCompare(b.value!));
    const rows = figures
      .filter((each) => each.kind === this.way)
      .sort((a, b) => (this.way === 'hour' ? a.value!.localeCompare(b.value!) : all(b) - all(a)));
    return html`${this.whole(total)}
      <section><h2>${texts.byDay}</h2>
      <amtslotse-chart .label=${texts.byDay} .points=${byDay(this.period, (at) => all(days.find((each) => each.value === at)))}></amtslotse-chart>
      <details><summary>${texts.asTable}</summary>${this.table(texts.byDay, days, (row) => day(row.value))}</details></section>
      <section><h2>${texts.by}</h2><div class="form">${field({
        id: 'nach',
        label: texts.by,
        required: true,
        value: this.way,
        options: WAYS.map((way) => [way, texts.ways[way]!]),
        change: (way) => {
          this.way = way;
        },
      })}</div>
      ${this.table(texts.ways[this.way]!, rows, (row) => this.label(row))}</section>`;
  }

  private whole(total: Figure): TemplateResult {
    const former = this.earlier.find((each) => each.kind === 'total');
    const share = (part: number | undefined) =>
      `${count(part)} (${count(((part ?? 0) / Math.max(1, all(total))) * 100)} %)`;
    const tile = (name: string, value: string, formerly: string) =>
      html`<div><dt>${name}</dt><dd><strong>${value}</strong><span class="muted">${texts.formerly(formerly)}</span></dd></div>`;
    return html`<dl class="figures">${tile(texts.questions, count(all(total)), count(all(former)))}
      ${NAMES.map((name) => tile(texts.names[name]!, share(total[name]), count(former?.[name])))}
      ${tile(texts.satisfied, satisfied(total), satisfied(former))}</dl>`;
  }

  private table(label: string, rows: Figure[], first: (row: Figure) => string): TemplateResult {
    return html`<amtslotse-list .label=${label} .rows=${rows} .empty=${texts.empty} .words=${first} .columns=${[
      { title: label, cell: first },
      { title: texts.questions, numeric: true, cell: (row: Figure) => count(all(row)) },
      ...NAMES.map((name) => ({ title: texts.names[name]!, numeric: true, cell: (row: Figure) => count(row[name]) })),
      { title: texts.satisfied, numeric: true, cell: (row: Figure) => satisfied(row) },
      { title: texts.former, numeric: true, cell: (row: Figure) => count(all(this.formerOf(row))) },
    ]}></amtslotse-list>`;
  }
}
customElements.define('console-questions', QuestionsPage);
