// Every list: search, number of rows, empty state, pages. Rows either all here (`rows`, may still be growing) or fetched
// page by page (`fetchPage`); either way only one page is in the document, so 10 000 rows are as quick as 50.
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { shell } from '../texts/shell';
import { count } from '../core/time';
import { ApiError } from '../core/api';
import { alertBox, button } from './fields';

export interface Column<Row> {
  title: string;
  cell: (row: Row) => unknown;
  numeric?: boolean;
  narrow?: boolean; // a first column that is not what the row is about
  action?: boolean; // buttons: title for screen readers only
  wide?: boolean; // takes what room there is, instead of the first
}
export interface Page<Row> {
  rows: Row[];
  total: number;
}
export type FetchPage<Row> = (query: string, offset: number, size: number) => Promise<Page<Row>>;

const PAGE = 50;
const TYPING_PAUSE_MS = 200;

export const fold = (text: string) =>
  text.toLocaleLowerCase('de').normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');

export class List<Row> extends LitElement {
  @property() label = '';
  @property({ attribute: false }) columns: Column<Row>[] = [];
  @property({ attribute: false }) rows: Row[] | undefined;
  @property({ attribute: false }) fetchPage: FetchPage<Row> | undefined;
  /** What the search looks at, of local rows. */
  @property({ attribute: false }) words: (row: Row) => string = (row) => JSON.stringify(row);
  @property({ attribute: false }) filters: unknown;
  @property({ attribute: false }) empty: unknown = shell.list.empty;
  @property({ type: Boolean }) growing = false;
  @property({ type: Boolean }) plain = false; // without search
  @state() private query = '';
  @state() private at = 0;
  @state() private page: Page<Row> | undefined;
  @state() private failure: ApiError | undefined;
  private typing = 0;
  private asked = 0;
  private folded = new WeakMap<object, string>();

  protected override createRenderRoot() {
    return this;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('fetchPage') && this.fetchPage) {
      this.at = 0;
      void this.load();
    }
    if (changed.has('rows')) this.at = Math.min(this.at, Math.max(0, Math.ceil((this.rows?.length ?? 0) / PAGE) - 1));
  }

  /** Fetches the page again, after a change. */
  async reload(): Promise<void> {
    if (this.fetchPage) await this.load();
  }

  private async load(): Promise<void> {
    const turn = ++this.asked;
    try {
      const page = await this.fetchPage!(this.query, this.at * PAGE, PAGE);
      if (turn !== this.asked) return;
      this.page = page;
      this.failure = undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (turn === this.asked) this.failure = error;
    }
  }

  private matching(): Row[] {
    const words = fold(this.query).split(/\s+/).filter(Boolean);
    if (words.length === 0) return this.rows ?? [];
    return (this.rows ?? []).filter((row) => {
      let text = this.folded.get(row as object);
      if (text === undefined) this.folded.set(row as object, (text = fold(this.words(row))));
      return words.every((word) => text.includes(word));
    });
  }

  private type(event: Event): void {
    this.query = (event.target as HTMLInputElement).value;
    this.at = 0;
    if (!this.fetchPage) return;
    clearTimeout(this.typing);
    this.typing = window.setTimeout(() => void this.load(), TYPING_PAUSE_MS);
  }

  private turn(to: number): void {
    this.at = to;
    if (this.fetchPage) void this.load();
    this.querySelector('table')?.scrollIntoView({ block: 'nearest' });
  }

  private clear(): void {
    this.query = '';
    this.at = 0;
    if (this.fetchPage) void this.load();
    this.querySelector<HTMLInputElement>('input[type=search]')?.focus();
  }

  override render() {
    if (this.failure)
      return alertBox(
        'danger',
        shell.failed,
        html`<p class="kern-body">${this.failure.message}</p>${button(shell.again, () => void this.load())}`,
      );
    const all = this.fetchPage ? undefined : this.matching();
    const shown = all ? { rows: all.slice(this.at * PAGE, (this.at + 1) * PAGE), total: all.length } : this.page;
    const nothingToSearch = this.rows?.length === 0 && !this.query && !this.filters;
    return html`<div class="list">${this.plain || nothingToSearch ? nothing : this.bar()}
      <p class="list__count" role="status">${this.countText(shown)}</p>
      ${
        shown === undefined || (this.rows === undefined && !this.fetchPage)
          ? html`<p class="waiting">${shell.loading}</p>`
          : shown.rows.length === 0
            ? this.nothingHere()
            : this.table(shown.rows)
      }
      ${shown && shown.total > PAGE ? this.pager(shown.total) : nothing}</div>`;
  }

  private bar(): TemplateResult {
    const id = `suche-${this.label}`;
    return html`<div class="list__bar"><div class="list__search">
      <label class="kern-sr-only" for=${id}>${shell.list.search}: ${this.label}</label>
      <input class="kern-form-input__input" id=${id} type="search" placeholder=${shell.list.search} autocomplete="off"
        .value=${this.query} @input=${this.type}></div>${this.filters ?? nothing}</div>`;
  }

  private countText(shown: Page<Row> | undefined): string {
    if (!shown || shown.total === 0 || (this.plain && shown.total <= PAGE)) return '';
    if (this.growing) return shell.list.loadingMore(count(this.rows?.length));
    const from = this.at * PAGE + 1;
    return shown.total <= PAGE
      ? shell.list.count(shown.total)
      : shell.list.total(`${count(from)}–${count(from + shown.rows.length - 1)}`, count(shown.total));
  }

  private nothingHere(): TemplateResult {
    const { nothingFound, clear } = shell.list;
    if (this.query)
      return html`<div class="empty"><p>${nothingFound(this.query)}</p>${button(clear, () => this.clear())}</div>`;
    return html`<div class="empty">${typeof this.empty === 'string' ? html`<p>${this.empty}</p>` : this.empty}</div>`;
  }

  private head(column: Column<Row>, index: number): TemplateResult {
    const shape = `${column.numeric ? 'numeric' : ''} ${column.wide && index > 0 ? 'wide' : ''}`;
    const title = column.action ? html`<span class="kern-sr-only">${column.title}</span>` : column.title;
    return html`<th scope="col" class=${shape}>${title}</th>`;
  }

  private cell(column: Column<Row>, index: number, row: Row): TemplateResult {
    if (index === 0) {
      const narrow = column.narrow || this.columns.some((each, at) => each.wide && at > 0);
      return html`<th scope="row" class="first ${narrow ? 'narrow' : ''}">${column.cell(row)}</th>`;
    }
    return html`<td class="${column.numeric ? 'numeric' : ''} ${column.action ? 'actions' : ''}"><span
      class="table__label" aria-hidden="true">${column.action ? '' : column.title}</span><span
      class="table__cell">${column.cell(row)}</span></td>`;
  }

  private table(rows: Row[]): TemplateResult {
    const heads = this.columns.map((column, index) => this.head(column, index));
    const line = (row: Row) =>
      html`<tr class="kern-table__row">${this.columns.map((column, index) => this.cell(column, index, row))}</tr>`;
    return html`<table class="kern-table table ${this.columns.length > 5 ? 'table--many' : ''}">
      <caption class="kern-sr-only">${this.label}</caption>
      <thead class="kern-table__header"><tr class="kern-table__row">${heads}</tr></thead>
      <tbody class="kern-table__body">${rows.map(line)}</tbody></table>`;
  }

  private pager(total: number): TemplateResult {
    const last = Math.ceil(total / PAGE) - 1;
    const { page, previous, next } = shell.list;
    const step = (title: string, icon: string, to: number) =>
      button(title, () => this.turn(to), { icon, title, disabled: to < 0 || to > last });
    return html`<nav class="pager" aria-label=${page(this.at + 1, last + 1)}>
      ${step(previous, 'arrow-back', this.at - 1)}
      <span>${page(this.at + 1, last + 1)}</span>
      ${step(next, 'arrow-forward', this.at + 1)}</nav>`;
  }
}
customElements.define('amtslotse-list', List);

declare global {
  interface HTMLElementTagNameMap {
    'amtslotse-list': List<unknown>;
  }
}
