// How the conversations went in a period, beside the period before: by channel, hour, service and office. Nothing per person.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { allServices } from '../core/knowledge';
import { ConsolePage, heading, waiting } from '../core/page';
import { count, day, plusDays, today } from '../core/time';
import '../parts/chart';
import { alertBox, button, field } from '../parts/fields';
import { hand } from '../texts/hand-over';
import { questions as texts } from '../texts/questions';

interface Figure { kind: string; value?: string; answered?: number; unanswered?: number; handedOver?: number; helpful?: number; notHelpful?: number; }
const NAMES = ['answered', 'handedOver', 'unanswered'] as const;
const all = (figure?: Figure) => (figure?.answered ?? 0) + (figure?.unanswered ?? 0) + (figure?.handedOver ?? 0);
const satisfied = (figure?: Figure) => {
  const rated = (figure?.helpful ?? 0) + (figure?.notHelpful ?? 0);
  return rated ? `${count(((figure!.helpful ?? 0) / rated) * 100)} % (${count(rated)})` : '–';
};
const WAYS = ['channel', 'hour', 'service', 'office'] as const;

export class QuestionsPage extends ConsolePage {
  @state() private from = plusDays(today(), -29);
  @state() private to = today();
  @state() private way: string = 'channel';
  @state() private now: Figure[] | undefined;
  @state() private earlier: Figure[] = [];
  @state() private services = new Map<string, string>();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    void allServices((services) => { this.services = new Map(services.map((each) => [each.id, each.name])); }).catch(() => {});
  }

  private async load(): Promise<void> {
    if (this.to < this.from) return;
    const days = Math.round((Date.parse(this.to) - Date.parse(this.from)) / 86_400_000) + 1;
    const of = (fromDate: string, toDate: string) => api.call<{ figures?: Figure[] }>('dialogue/GetConversationFigures', { fromDate, toDate });
    const answers = await this.working(() => Promise.all([of(this.from, this.to), of(plusDays(this.from, -days), plusDays(this.from, -1))]));
    if (answers) { this.now = answers[0].figures ?? []; this.earlier = answers[1].figures ?? []; }
  }

  private show(change: { from?: string; to?: string }): void {
    this.from = change.from || this.from;
    this.to = change.to || this.to;
    void this.load();
  }

  private label(figure: Figure): string {
    const value = figure.value ?? '';
    if (figure.kind === 'channel') return hand.channels[value] ?? value;
    if (figure.kind === 'hour') return `${value}–${String(Number(value) + 1).padStart(2, '0')} Uhr`;
    return figure.kind === 'service' ? this.services.get(value) ?? value : value;
  }
  private formerOf(figure: Figure): Figure | undefined { return this.earlier.find((each) => each.kind === figure.kind && each.value === figure.value); }

  private csv(): void {
    const head = ['gruppe', 'wert', 'beantwortet', 'uebergeben', 'unbeantwortet', 'hilfreich', 'nicht_hilfreich', 'fragen_davor'];
    const rows = (this.now ?? []).map((each) => [each.kind, this.label(each), ...[each.answered, each.handedOver, each.unanswered, each.helpful, each.notHelpful, all(this.formerOf(each))].map((n) => String(n ?? 0))]);
    // A cell that begins like a formula is none.
    const cell = (text: string) => `"${(/^[=+\-@]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
    const url = URL.createObjectURL(new Blob([`\ufeff${[head, ...rows].map((line) => line.map(cell).join(';')).join('\r\n')}\r\n`], { type: 'text/csv;charset=utf-8' }));
    Object.assign(document.createElement('a'), { href: url, download: `fragen-${this.from}-${this.to}.csv` }).click();
    URL.revokeObjectURL(url);
  }

  override render() {
    return html`${heading(texts.title, texts.lead, button(texts.csv, () => this.csv(), { icon: 'download', disabled: !this.now?.length }))}${this.trouble()}
      <div class="form form--row">${field({ id: 'von', label: texts.from, type: 'date', required: true, value: this.from, max: this.to, change: (from) => this.show({ from }) })}${field({ id: 'bis', label: texts.to, type: 'date', required: true, value: this.to, min: this.from, change: (to) => this.show({ to }) })}</div>
      ${this.to < this.from ? alertBox('warning', texts.wrongRange) : nothing}${this.now ? this.numbers(this.now) : this.failure ? nothing : waiting()}`;
  }

  private numbers(figures: Figure[]): TemplateResult {
    const total = figures.find((each) => each.kind === 'total');
    const former = this.earlier.find((each) => each.kind === 'total');
    if (!total) return html`<div class="empty"><p>${texts.empty}</p></div>`;
    const days = figures.filter((each) => each.kind === 'day').sort((a, b) => a.value!.localeCompare(b.value!));
    const rows = figures.filter((each) => each.kind === this.way).sort((a, b) => (this.way === 'hour' ? a.value!.localeCompare(b.value!) : all(b) - all(a)));
    const share = (part: number | undefined, of: Figure) => `${count(part)} (${count(((part ?? 0) / Math.max(1, all(of))) * 100)} %)`;
    return html`<dl class="figures"><div><dt>${texts.questions}</dt><dd><strong>${count(all(total))}</strong><span class="muted">${texts.formerly(count(all(former)))}</span></dd></div>
      ${NAMES.map((name) => html`<div><dt>${texts.names[name]}</dt><dd><strong>${share(total[name], total)}</strong><span class="muted">${texts.formerly(count(former?.[name]))}</span></dd></div>`)}
      <div><dt>${texts.satisfied}</dt><dd><strong>${satisfied(total)}</strong><span class="muted">${texts.formerly(satisfied(former))}</span></dd></div></dl>
      <section><h2>${texts.byDay}</h2><amtslotse-chart .label=${texts.byDay} .points=${days.map((each) => [Date.parse(`${each.value}T12:00:00`) / 1000, all(each)])}></amtslotse-chart>
      <details><summary>${texts.asTable}</summary>${this.table(texts.byDay, days, (row) => day(row.value))}</details></section>
      <section><h2>${texts.by}</h2>${field({ id: 'nach', label: texts.by, required: true, value: this.way, options: WAYS.map((way) => [way, texts.ways[way]!]), change: (way) => { this.way = way; } })}
      ${this.table(texts.ways[this.way]!, rows, (row) => this.label(row))}</section>`;
  }

  private table(label: string, rows: Figure[], first: (row: Figure) => string): TemplateResult {
    return html`<amtslotse-list plain .label=${label} .rows=${rows} .empty=${texts.empty} .columns=${[{ title: label, cell: first }, { title: texts.questions, numeric: true, cell: (row: Figure) => count(all(row)) },
      ...NAMES.map((name) => ({ title: texts.names[name]!, numeric: true, cell: (row: Figure) => count(row[name]) })), { title: texts.satisfied, numeric: true, cell: (row: Figure) => satisfied(row) },
      { title: texts.former, numeric: true, cell: (row: Figure) => count(all(this.formerOf(row))) }]}></amtslotse-list>`;
  }
}
customElements.define('console-questions', QuestionsPage);
