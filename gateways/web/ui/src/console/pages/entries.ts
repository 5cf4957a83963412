// The town's own answers, and which of them have to be looked at again.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { ConsolePage, heading } from '../core/page';
import { actName, authorName, type Entry, type EntryState } from '../core/knowledge';
import { link } from '../core/route';
import { date, today } from '../core/time';
import { added, removed } from '../parts/diff';
import { badge, button, check, field, linkButton } from '../parts/fields';
import type { FetchPage } from '../parts/list';
import { say } from '../parts/toast';
import { entries as texts, states } from '../texts/content';

interface Task {
  id: string;
  entryId: string;
  owner?: string;
  lines?: { kind: 'same' | 'removed' | 'added'; text: string }[];
}

export const stateBadge = (entry: Entry) =>
  badge(
    states[entry.state ?? 'draft'] ?? '',
    entry.state === 'published' ? 'success' : entry.state === 'archived' ? 'plain' : 'warning',
  );
export const isOverdue = (entry: Entry) =>
  entry.overdue ?? Boolean(entry.reviewDate && entry.reviewDate < today() && entry.state !== 'archived');

export class EntriesPage extends ConsolePage {
  @state() private state: EntryState | '' = '';
  @state() private overdue = false;
  @state() private tasks: Task[] = [];
  @state() private fetchPage: FetchPage<Entry> = this.fetcher();

  override connectedCallback(): void {
    super.connectedCallback();
    this.overdue = this.route.query.has('ueberfaellig');
    this.fetchPage = this.fetcher();
    api.call<{ tasks: Task[] }>('knowledge/ListReviewTasks').then(
      ({ tasks }) => {
        this.tasks = tasks;
      },
      () => {},
    );
  }

  private fetcher(): FetchPage<Entry> {
    return async (query, offset, pageSize) => {
      const page = await api.call<{ entries: Entry[]; total?: number }>('knowledge/ListEntries', {
        query,
        ...(this.state && { state: this.state }),
        overdueOnly: this.overdue,
        pageSize,
        pageToken: offset ? String(offset) : '',
      });
      return { rows: page.entries, total: page.total ?? 0 };
    };
  }

  private filter(): TemplateResult {
    return html`${field({
      id: 'stand',
      label: texts.state,
      value: this.state,
      required: true,
      options: [['', texts.allStates], ...Object.entries(states)] as [string, string][],
      change: (value) => {
        this.state = value as EntryState;
        this.fetchPage = this.fetcher();
      },
    })}
      ${check('ueberfaellig', texts.overdueOnly, this.overdue, (on) => {
        this.overdue = on;
        this.fetchPage = this.fetcher();
      })}`;
  }

  private async close(task: Task): Promise<void> {
    if ((await this.working(() => api.call('knowledge/CloseReviewTask', { taskId: task.id }))) === undefined) return;
    this.tasks = this.tasks.filter((each) => each !== task);
    say(texts.taskClosed);
  }

  override render() {
    return html`${heading(texts.title, texts.lead, linkButton(texts.add, link('eintrag', 'neu'), 'primary', 'add'))}${this.trouble()}
      ${this.tasks.length ? html`<section class="card"><h2>${texts.tasks}</h2><p class="muted">${texts.tasksLead}</p>${this.tasks.map((task) => this.task(task))}</section>` : nothing}
      <section><amtslotse-list .label=${texts.title} .fetchPage=${this.fetchPage} .filters=${this.filter()} .empty=${texts.empty} .columns=${[
        { title: texts.question, cell: (row: Entry) => html`<a href=${link('eintrag', row.id)}>${row.question}</a>` },
        { title: texts.about, cell: (row: Entry) => actName(row.act) },
        {
          title: texts.state,
          cell: (row: Entry) => html`${stateBadge(row)} ${isOverdue(row) ? badge(texts.overdue, 'danger') : nothing}`,
        },
        {
          title: texts.changed,
          cell: (row: Entry) =>
            html`${date(row.changedUnix)}<span class="table__sub">${authorName(row.changedBy)}</span>`,
        },
      ]}></amtslotse-list></section>`;
  }

  private task(task: Task): TemplateResult {
    return html`<details><summary><a href=${link('eintrag', task.entryId)}>${task.entryId}</a>${task.owner ? ` · ${task.owner}` : ''}</summary>
      <div class="diff">${(task.lines ?? []).map((line) => (line.kind === 'removed' ? removed(`${line.text}\n`) : line.kind === 'added' ? added(`${line.text}\n`) : `${line.text}\n`))}</div>
      ${button(texts.taskDone, () => void this.close(task), { small: true })}</details>`;
  }
}
customElements.define('console-entries', EntriesPage);
