// Catalogues that are fetched on a schedule.
import { html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { Draft } from '../core/draft';
import { ConsolePage, heading } from '../core/page';
import { moment } from '../core/time';
import { ask, kept, redrawDialog } from '../parts/dialog';
import { badge, button, check, field, fieldOf } from '../parts/fields';
import { say } from '../parts/toast';
import { pulls as texts } from '../texts/operation';

interface Pull {
  id?: string;
  url: string;
  format?: string;
  complete?: boolean;
  intervalMinutes?: number;
  paused?: boolean;
  version?: number;
  lastUnix?: number;
  lastOutcome?: string;
  lastMessage?: string;
}

const intervalName = (minutes: number) =>
  texts.intervals.find(([value]) => value === String(minutes))?.[1] ?? texts.otherInterval(minutes);
/** With the one that is set, should the operator's commands have set another. */
const intervals = (minutes: number): [string, string][] =>
  texts.intervals.some(([value]) => value === String(minutes))
    ? texts.intervals
    : [...texts.intervals, [String(minutes), intervalName(minutes)]];

export class PullsPage extends ConsolePage {
  @state() private rows: Pull[] | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }
  private async load(): Promise<void> {
    const answer = await this.working(() => api.call<{ pulls?: Pull[] }>('knowledge/ListPulls'));
    this.rows = answer?.pulls ?? this.rows ?? [];
  }

  private async edit(pull?: Pull): Promise<void> {
    const draft: Pull = pull ? { ...pull } : { url: '', intervalMinutes: 1440, complete: true };
    const { keep, said } = kept(new Draft<Pull>(`abruf.${pull?.id ?? 'neu'}`), draft);
    let error = '';
    const body = () => html`<div class="form">${said}${fieldOf(draft, 'url', {
      id: 'adresse',
      label: texts.url,
      required: true,
      type: 'url',
      error,
    })}
      ${fieldOf(draft, 'format', { id: 'format', label: texts.format, required: true, options: texts.formats })}
      ${field({
        id: 'abstand',
        label: texts.every,
        required: true,
        value: String(draft.intervalMinutes ?? 1440),
        options: intervals(draft.intervalMinutes ?? 1440),
        change: (value) => {
          draft.intervalMinutes = Number(value);
        },
      })}
      ${check('vollstaendig', texts.complete, draft.complete ?? false, (on) => {
        draft.complete = on;
      }, texts.completeHint)}${check('angehalten', texts.paused, draft.paused ?? false, (on) => {
        draft.paused = on;
      })}</div>`;
    const valid = async () => {
      error = /^https?:\/\/\S+/.test(draft.url) ? '' : texts.wrong;
      if (!error && (await this.working(() => api.call('knowledge/SavePull', { pull: draft }))) === undefined)
        error = this.failure?.message ?? '';
      redrawDialog();
      return !error;
    };
    if (
      !(await ask({ title: pull ? texts.edit : texts.add, body, action: texts.save, check: valid, wide: true, keep }))
    )
      return;
    say(texts.saved);
    await this.load();
  }

  private async run(pull: Pull): Promise<void> {
    if ((await this.working(() => api.call('knowledge/RunPull', { pullId: pull.id }))) !== undefined) say(texts.ran);
    await this.load();
  }
  private async discard(pull: Pull): Promise<void> {
    const body = html`<p class="kern-body">${texts.removeLead(pull.url)}</p>`;
    if (!(await ask({ title: texts.removeTitle, body, action: texts.remove }))) return;
    if ((await this.working(() => api.call('knowledge/DeletePull', { pullId: pull.id }))) === undefined) return;
    say(texts.removed, async () => {
      await this.working(() => api.call('knowledge/SavePull', { pull: { ...pull, id: '', version: 0 } }));
      await this.load();
    });
    await this.load();
  }

  override render() {
    return html`${heading(
      texts.title,
      texts.lead,
      button(texts.add, () => void this.edit(), { look: 'primary', icon: 'add' }),
    )}${this.trouble()}
      <amtslotse-list .label=${texts.title} .rows=${this.rows} .empty=${texts.empty} .words=${(row: Pull) => row.url} .columns=${[
        {
          title: texts.url,
          cell: (row: Pull) => html`${row.url}${row.paused ? html` ${badge(texts.paused, 'warning')}` : nothing}`,
        },
        { title: texts.every, cell: (row: Pull) => intervalName(row.intervalMinutes ?? 0) },
        { title: texts.last, cell: (row: Pull) => (row.lastUnix ? moment(row.lastUnix) : texts.never) },
        {
          title: texts.outcome,
          cell: (row: Pull) =>
            html`${row.lastOutcome ? badge(texts.outcomes[row.lastOutcome] ?? row.lastOutcome, row.lastOutcome === 'failed' ? 'danger' : 'plain') : ''}<span class="table__sub">${row.lastMessage ?? ''}</span>`,
        },
        {
          title: texts.edit,
          action: true,
          cell: (row: Pull) =>
            html`${button(texts.run, () => void this.run(row), { small: true, disabled: this.busy })}${button(texts.edit, () => void this.edit(row), { small: true })}${button(texts.remove, () => void this.discard(row), { small: true, look: 'tertiary' })}`,
        },
      ]}></amtslotse-list>`;
  }
}
customElements.define('console-pulls', PullsPage);
