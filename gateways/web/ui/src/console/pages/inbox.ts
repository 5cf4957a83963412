// Questions without a good answer, one group at a time, worked off without a mouse. They come in pages as one goes on; a
// search fetches the rest.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import type { Hit, UnansweredGroup } from '../core/knowledge';
import { ConsolePage, heading, waiting } from '../core/page';
import { go, link, linkWith } from '../core/route';
import { count, date } from '../core/time';
import { badge, button, field } from '../parts/fields';
import { fold } from '../parts/list';
import '../parts/picker';
import { say } from '../parts/toast';
import { inbox as texts, picker } from '../texts/content';

const SHOWN_TEXTS = 5;
const FIRST_PAGE = 20;
const PAGE = 100;

export class InboxPage extends ConsolePage {
  @state() private groups: UnansweredGroup[] | undefined;
  @state() private total = 0;
  @state() private at = 0;
  @state() private query = '';
  @state() private complete = false;
  private fetching = false;
  private listed = ''; // which of the two lists is shown
  private gone = new Set<string>(); // settled since the first page: later pages begin that much earlier

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.key);
  }
  override willUpdate(): void {
    const list = this.declined ? 'abgelehnt' : 'offen';
    if (list === this.listed) return;
    this.listed = list;
    this.groups = undefined;
    this.query = '';
    this.at = 0;
    void this.load();
  }
  override disconnectedCallback(): void {
    document.removeEventListener('keydown', this.key);
    super.disconnectedCallback();
  }

  private get declined(): boolean {
    return this.route.rest[0] === 'abgelehnt';
  }

  private async load(): Promise<void> {
    this.gone.clear();
    const list = this.listed;
    const answer = await this.fetchFrom(0, FIRST_PAGE);
    if (answer && list === this.listed) this.groups = answer.groups;
  }

  private async fetchFrom(offset: number, pageSize: number): Promise<{ groups: UnansweredGroup[] } | undefined> {
    const answer = await this.working(() =>
      api.call<{ groups: UnansweredGroup[]; total?: number; nextPageToken?: string }>('knowledge/ListUnanswered', {
        pageSize,
        pageToken: offset ? String(offset) : '',
        declined: this.declined,
      }),
    );
    if (!answer) return undefined;
    this.total = answer.total ?? 0;
    this.complete = !answer.nextPageToken;
    return answer;
  }

  /** The next page, when one nears the end or looks for something. */
  private async more(): Promise<void> {
    if (this.fetching || this.complete || !this.groups) return;
    this.fetching = true;
    const list = this.listed;
    const answer = await this.fetchFrom(this.groups.length, PAGE);
    this.fetching = false;
    if (!answer || !this.isConnected || list !== this.listed || !this.groups) return;
    const known = new Set(this.groups.map((group) => group.id));
    this.groups = [
      ...this.groups,
      ...answer.groups.filter((group) => !known.has(group.id) && !this.gone.has(group.id)),
    ];
    if (this.query) void this.more();
  }

  private get shown(): UnansweredGroup[] {
    const words = fold(this.query).split(/\s+/).filter(Boolean);
    const all = this.groups ?? [];
    return words.length === 0
      ? all
      : all.filter((group) => words.every((word) => fold((group.texts ?? []).join(' ')).includes(word)));
  }

  private readonly key = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, textarea, select, dialog')) return;
    const group = this.shown[this.at];
    if (!group) return;
    const suggestion = group.suggestions?.[Number(event.key) - 1];
    if (suggestion) void this.assign(group, suggestion);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowDown') this.move(1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') this.move(-1);
    else if (event.key === 'x') void this.outOfScope(group);
    else if (event.key === 'n') this.write(group);
    else if (event.key === 's') this.querySelector<HTMLInputElement>('#ziel')?.focus();
    else return;
    event.preventDefault();
  };

  private move(step: number): void {
    const { length } = this.shown;
    if (length) this.at = (this.at + step + length) % length;
    if (this.at >= length - FIRST_PAGE / 2) void this.more();
  }

  private look(query: string): void {
    this.query = query;
    this.at = 0;
    if (query) void this.more();
  }

  private async assign(group: UnansweredGroup, hit: Hit): Promise<void> {
    await this.settle(
      group,
      hit.kind === 'entry' ? { entryId: hit.id } : { serviceId: hit.id },
      texts.assigned(hit.title),
    );
  }
  private async outOfScope(group: UnansweredGroup): Promise<void> {
    await this.settle(group, { outOfScope: true }, texts.outOfScopeDone);
  }

  private async settle(group: UnansweredGroup, target: object, done: string): Promise<void> {
    if (this.busy) return;
    if (
      (await this.working(() => api.call('knowledge/AssignUnanswered', { groupId: group.id, ...target }))) === undefined
    )
      return;
    this.groups = this.groups!.filter((each) => each !== group);
    this.gone.add(group.id);
    this.total -= 1;
    this.at = Math.min(this.at, Math.max(0, this.shown.length - 1));
    say(done, () => void this.reopen(group));
    await this.updateComplete;
    this.querySelector<HTMLElement>('.case')?.focus();
    if (this.groups.length === 0 && this.total > 0) await this.load();
  }

  private async reopen(group: UnansweredGroup): Promise<void> {
    if ((await this.working(() => api.call('knowledge/ReopenUnanswered', { groupId: group.id }))) === undefined) return;
    this.gone.delete(group.id);
    this.groups = [...(this.groups ?? []).slice(0, this.at), group, ...(this.groups ?? []).slice(this.at)];
    this.total += 1;
    say(texts.reopened);
  }

  private write(group: UnansweredGroup): void {
    sessionStorage.setItem(
      'amtslotse.vorlage.frage',
      JSON.stringify({ question: group.texts?.[0] ?? '', variants: group.texts?.slice(1) ?? [] }),
    );
    go(linkWith('eintrag/neu', { vorlage: 'frage', gruppe: group.id }));
  }

  override render() {
    const head = html`${heading(texts.title, this.declined ? texts.declinedLead : texts.lead)}${this.lists()}${this.trouble()}`;
    if (this.groups === undefined) return html`${head}${this.failure ? nothing : waiting()}`;
    const { shown } = this;
    const empty = this.declined ? texts.declinedEmpty : texts.empty;
    const none = this.query ? texts.nothingFound(this.query) : empty;
    return html`${head}
      ${this.total > 0 || this.query ? this.search() : nothing}
      ${
        shown.length
          ? this.current(shown[this.at]!, this.query ? shown.length : this.total)
          : this.query && !this.complete
            ? waiting()
            : html`<div class="empty"><p>${none}</p></div>`
      }`;
  }

  private lists(): TemplateResult {
    const tab = (label: string, declined: boolean) =>
      html`<a href=${link('offene-fragen', ...(declined ? ['abgelehnt'] : []))} aria-current=${declined === this.declined ? 'page' : nothing}>${label}</a>`;
    return html`<nav class="tabs" aria-label=${texts.title}>${tab(texts.open, false)}${tab(texts.declined, true)}</nav>`;
  }

  private search(): TemplateResult {
    return html`<div class="form">${field({ id: 'fragen-suche', label: texts.search, type: 'search', value: this.query, change: (query) => this.look(query) })}</div>
      <p class="list__count" role="status">${this.query && !this.complete ? texts.searching(count(this.groups?.length)) : ''}</p>`;
  }

  private current(group: UnansweredGroup, of: number): TemplateResult {
    const position = texts.position(this.at + 1, of);
    return html`<section class="case" tabindex="-1" aria-label=${position}>
      <div class="row"><span class="muted grow" role="status">${position}</span>
        ${button('‹', () => this.move(-1), { small: true, title: texts.previous })}${button('›', () => this.move(1), { small: true, title: texts.next })}</div>
      ${this.question(group)}
      <h2>${texts.suggestions}</h2>
      <div class="choices">${(group.suggestions ?? []).map((hit, index) => this.suggestion(group, hit, index))}</div>
      <amtslotse-picker name="ziel" .label=${texts.other} .kinds=${['service', 'entry']} .value=${''}
        @picked=${(event: CustomEvent<Hit | undefined>) => {
          if (event.detail) void this.assign(group, event.detail);
        }}></amtslotse-picker>
      <div class="row">${button(texts.newEntry, () => this.write(group), { icon: 'edit' })}${button(texts.outOfScope, () => void this.outOfScope(group), { icon: 'close' })}</div>
      <p class="muted">${texts.keys}</p></section>`;
  }

  private question(group: UnansweredGroup): TemplateResult {
    const [first = '', ...others] = group.texts ?? [];
    const hidden = others.length - (SHOWN_TEXTS - 1);
    return html`<div class="card"><blockquote>${first}</blockquote>
      ${
        others.length
          ? html`<ul class="muted">${others.slice(0, SHOWN_TEXTS - 1).map((text) => html`<li>${text}</li>`)}
        ${hidden > 0 ? html`<li>${texts.more(hidden)}</li>` : nothing}</ul>`
          : nothing
      }
      <p class="muted">${texts.asked(group.count ?? 1)}, ${texts.last(date(group.lastUnix))}</p></div>`;
  }

  private suggestion(group: UnansweredGroup, hit: Hit, index: number): TemplateResult {
    return html`<button type="button" ?disabled=${this.busy} @click=${() => void this.assign(group, hit)}><kbd>${index + 1}</kbd>
      <span><strong>${hit.title}</strong> ${badge(picker.kinds[hit.kind] ?? '')}</span><span class="muted">${hit.reason ?? ''}</span></button>`;
  }
}
customElements.define('console-inbox', InboxPage);
