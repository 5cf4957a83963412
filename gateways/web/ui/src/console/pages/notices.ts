// Closures, elections, disruptions: with a beginning and an end, everywhere or at one office.
import { html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api, newKey } from '../core/api';
import { Draft } from '../core/draft';
import { allOffices, officeName, type Notice, type Office } from '../core/knowledge';
import { ConsolePage, heading } from '../core/page';
import { fromLocalInput, localInput, moment } from '../core/time';
import { ask, kept, redrawDialog } from '../parts/dialog';
import { alertBox, badge, button, check, field, fieldOf } from '../parts/fields';
import { say } from '../parts/toast';
import { notices as texts } from '../texts/content';

const nowUnix = () => Math.floor(Date.now() / 1000);

export class NoticesPage extends ConsolePage {
  @state() private notices: Notice[] | undefined;
  @state() private offices: Office[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    allOffices().then(
      (offices) => {
        this.offices = offices;
      },
      () => {},
    );
  }

  private async load(): Promise<void> {
    const answer = await this.working(() =>
      api.call<{ notices: Notice[] }>('knowledge/ListNotices', { includeInactive: true, nowUnix: nowUnix() }),
    );
    if (answer) this.notices = answer.notices.sort((a, b) => (b.beginUnix ?? 0) - (a.beginUnix ?? 0));
  }

  private async edit(notice?: Notice): Promise<void> {
    const draft: Notice = notice ? { ...notice } : { title: '', text: '', beginUnix: nowUnix() };
    const { keep, said } = kept(new Draft<Notice>(`hinweis.${notice?.id ?? 'neu'}`), draft);
    const errors: Record<string, string> = {};
    const key = newKey();
    let problem = '';
    const body = () => html`<div class="form">${said}${problem ? alertBox('danger', problem) : nothing}
      ${fieldOf(draft, 'title', { id: 'titel', label: texts.subject, required: true, error: errors.titel })}
      ${fieldOf(draft, 'text', { id: 'text', label: texts.text, rows: 4 })}
      <div class="wide form form--row">${field({
        id: 'ab',
        label: texts.from,
        type: 'datetime-local',
        required: true,
        value: localInput(draft.beginUnix),
        change: (value) => {
          draft.beginUnix = fromLocalInput(value);
        },
      })}
      ${field({
        id: 'bis',
        label: texts.to,
        hint: texts.toHint,
        type: 'datetime-local',
        value: localInput(draft.endUnix),
        error: errors.bis,
        change: (value) => {
          draft.endUnix = fromLocalInput(value);
        },
      })}</div>
      ${field({
        id: 'amt',
        label: texts.office,
        required: true,
        value: draft.officeIds?.[0] ?? '',
        options: [
          ['', texts.everywhere],
          ...this.offices.map((office) => [office.id, officeName(office)] as [string, string]),
        ],
        change: (value) => {
          draft.officeIds = value ? [value] : [];
          redrawDialog();
        },
      })}
      ${
        draft.officeIds?.length
          ? check('zu', texts.closes, draft.closesOffices ?? false, (on) => {
              draft.closesOffices = on;
            })
          : nothing
      }</div>`;
    const valid = async () => {
      errors.titel = draft.title.trim() ? '' : texts.needsTitle;
      errors.bis = draft.endUnix && draft.endUnix <= (draft.beginUnix ?? 0) ? texts.wrongEnd : '';
      problem = '';
      if (!errors.titel && !errors.bis) {
        await this.working(() => api.call('knowledge/SaveNotice', { notice: draft, idempotencyKey: key }));
        problem = this.failure?.message ?? '';
      }
      redrawDialog();
      return !errors.titel && !errors.bis && !problem;
    };
    const title = notice ? texts.edit : texts.add;
    if (!(await ask({ title, body, action: texts.save, check: valid, wide: true, keep }))) {
      this.failure = undefined;
      return;
    }
    say(texts.saved);
    await this.load();
  }

  private async discard(notice: Notice): Promise<void> {
    const body = html`<p class="kern-body"><strong>${notice.title}</strong></p><p class="kern-body">${texts.removeLead}</p>`;
    if (!(await ask({ title: texts.removeTitle, body, action: texts.remove }))) return;
    if ((await this.working(() => api.call('knowledge/DeleteNotice', { noticeId: notice.id }))) === undefined) return;
    await this.load();
    say(texts.removed, async () => {
      await this.working(() =>
        api.call('knowledge/SaveNotice', { notice: { ...notice, id: '', version: 0 }, idempotencyKey: newKey() }),
      );
      await this.load();
    });
  }

  private state(notice: Notice) {
    const now = nowUnix();
    if (notice.endUnix && notice.endUnix < now) return badge(texts.over);
    return (notice.beginUnix ?? 0) > now ? badge(texts.planned, 'info') : badge(texts.active, 'success');
  }

  override render() {
    const place = (notice: Notice) =>
      this.offices
        .filter((office) => notice.officeIds?.includes(office.id))
        .map(officeName)
        .join(', ') || texts.everywhere;
    return html`${heading(
      texts.title,
      texts.lead,
      button(texts.add, () => void this.edit(), { look: 'primary', icon: 'add' }),
    )}${this.trouble()}
      <amtslotse-list .label=${texts.title} .rows=${this.notices} .empty=${texts.empty} .words=${(row: Notice) => `${row.title} ${row.text ?? ''}`} .columns=${[
        {
          title: texts.subject,
          cell: (row: Notice) => html`<strong>${row.title}</strong><span class="table__sub">${row.text ?? ''}</span>`,
        },
        { title: texts.state, cell: (row: Notice) => this.state(row) },
        { title: texts.from, cell: (row: Notice) => moment(row.beginUnix) },
        { title: texts.to, cell: (row: Notice) => moment(row.endUnix) },
        { title: texts.where, cell: place },
        {
          title: texts.edit,
          action: true,
          cell: (row: Notice) =>
            html`${button(texts.edit, () => void this.edit(row), { small: true, title: `${texts.edit}: ${row.title}` })}${button(texts.remove, () => void this.discard(row), { small: true, look: 'tertiary', title: `${texts.remove}: ${row.title}` })}`,
        },
      ]}></amtslotse-list>`;
  }
}
customElements.define('console-notices', NoticesPage);
