// Names behind marks of the audit: asked for with a reason, agreed to by a second person.
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api, ApiError, newKey } from '../core/api';
import { Draft } from '../core/draft';
import { moment } from '../core/time';
import { lookUps as texts } from '../texts/operation';
import { ask, kept, redrawDialog } from './dialog';
import { alertBox, badge, button, fieldOf } from './fields';
import { say } from './toast';

interface LookUp {
  id: string;
  mark: string;
  reason: string;
  state: string;
  askedUnix?: number;
  mine?: boolean;
  name?: string;
}

export class NameLookUps extends LitElement {
  @state() private rows: LookUp[] | undefined;
  @state() private failure = '';

  protected override createRenderRoot() {
    return this;
  }
  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async step(run: () => Promise<unknown>): Promise<boolean> {
    this.failure = '';
    try {
      await run();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.failure = error.message;
    }
    return !this.failure;
  }
  private load(): Promise<boolean> {
    return this.step(async () => {
      this.rows = (await api.call<{ lookUps?: LookUp[] }>('staff/ListNameLookUps')).lookUps ?? [];
    });
  }

  async request(mark: string): Promise<void> {
    const asking = { reason: '' };
    const { keep, said } = kept(new Draft<typeof asking>(`namensanfrage.${mark}`), asking);
    let error = '';
    const key = newKey();
    const reason = { id: 'grund', label: texts.reason, hint: texts.reasonHint, required: true, rows: 3 };
    const body = () => html`<p>${texts.lead}</p>${said}${fieldOf(asking, 'reason', { ...reason, error })}`;
    const check = () => {
      error = asking.reason.trim().length < 10 ? texts.needsReason : '';
      redrawDialog();
      return !error;
    };
    if (!(await ask({ title: texts.askTitle(mark), body, action: texts.ask, check, keep }))) return;
    const request = { mark, reason: asking.reason.trim(), idempotencyKey: key };
    if (await this.step(() => api.call('staff/RequestNameLookUp', request))) say(texts.asked);
    await this.load();
  }

  private async decide(row: LookUp, agree: boolean): Promise<void> {
    if (!(await this.step(() => api.call('staff/DecideNameLookUp', { id: row.id, agree })))) return;
    say(texts.decided);
    await this.load();
  }

  private answer(row: LookUp): TemplateResult | string {
    if (row.name) return html`<strong>${row.name}</strong>`;
    if (row.state === 'asked' && !row.mine)
      return html`${button(texts.agree, () => void this.decide(row, true), { small: true })}${button(texts.refuse, () => void this.decide(row, false), { small: true, look: 'tertiary' })}`;
    return row.state === 'agreed' ? texts.hidden : '';
  }

  override render() {
    return html`<section><h2>${texts.title}</h2><p class="muted">${texts.lead}</p>${this.failure ? alertBox('danger', this.failure) : nothing}
      <amtslotse-list .label=${texts.title} .rows=${this.rows} .empty=${texts.empty} .columns=${[
        {
          title: texts.mark,
          cell: (row: LookUp) => html`${row.mark}<span class="table__sub">${moment(row.askedUnix)}</span>`,
        },
        { title: texts.reason, cell: (row: LookUp) => row.reason },
        {
          title: texts.state,
          cell: (row: LookUp) =>
            badge(texts.states[row.state] ?? row.state, row.state === 'asked' ? 'warning' : 'plain'),
        },
        { title: texts.name, cell: (row: LookUp) => this.answer(row) },
      ]}></amtslotse-list></section>`;
  }
}
customElements.define('amtslotse-name-look-ups', NameLookUps);
