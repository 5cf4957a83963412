// The town's accounts on messengers: connection, what may be asked, what was not delivered.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { Draft } from '../core/draft';
import { ConsolePage, heading } from '../core/page';
import { moment } from '../core/time';
import { ask, kept, redrawDialog } from '../parts/dialog';
import { alertBox, badge, button, fieldOf } from '../parts/fields';
import { say, soon } from '../parts/toast';
import { channels as texts } from '../texts/operation';

interface Account {
  channel: string;
  account: string;
  connected?: boolean;
  credentialsRefused?: boolean;
  deadLetters?: number;
  books?: boolean;
  booksByDefault?: boolean;
  approval?: { books?: boolean; reason?: string; timeUnix?: number };
  limits?: string;
}
interface Letter {
  id: string;
  channel: string;
  account: string;
  kind?: string;
  outcome?: string;
  reason?: string;
  timeUnix?: number;
}

export class ChannelsPage extends ConsolePage {
  @state() private accounts: Account[] | undefined;
  @state() private letters: Letter[] | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    const answers = await this.working(() =>
      Promise.all([
        api.call<{ accounts?: Account[] }>('messengers/ListAccounts'),
        api.call<{ letters?: Letter[] }>('messengers/ListDeadLetters', { limit: 1000 }),
      ]),
    );
    this.accounts = answers?.[0].accounts ?? [];
    this.letters = answers?.[1].letters ?? [];
  }

  private async setLevel(account: Account): Promise<void> {
    const books = !account.books;
    const name = `${account.channel}/${account.account}`;
    const approval = { reason: '' };
    const { keep, said } = kept(new Draft<typeof approval>(`freigabe.${name}`), approval);
    let error = '';
    const body = () => html`<p>${books ? texts.raiseLead : texts.lowerLead}</p>${said}
      ${books ? fieldOf(approval, 'reason', { id: 'grund', label: texts.reason, required: true, rows: 2, error }) : nothing}`;
    const check = () => {
      error = books && approval.reason.trim().length < 3 ? texts.needsReason : '';
      redrawDialog();
      return !error;
    };
    const [title, action] = books ? [texts.raiseTitle(name), texts.raise] : [texts.lower, texts.lower];
    if (!(await ask({ title, body, action, check, keep }))) return;
    if (!(await this.putLevel(account, books, approval.reason))) return;
    const before = account.approval?.reason ?? approval.reason;
    say(texts.saved, () => void this.putLevel(account, !books, before));
    await this.load();
  }

  private async putLevel({ channel, account }: Account, books: boolean, reason: string): Promise<boolean> {
    if (
      (await this.working(() => api.call('messengers/SetDataLevel', { channel, account, books, reason }))) === undefined
    )
      return false;
    await this.load();
    return true;
  }

  private async resend(letter: Letter): Promise<void> {
    if (
      (await this.working(() =>
        api.call('messengers/ResendDeadLetter', { channel: letter.channel, account: letter.account, id: letter.id }),
      )) === undefined
    )
      return;
    say(texts.resent);
    await this.load();
  }
  private async discard(letter: Letter): Promise<void> {
    if (!(await ask({ title: texts.discardTitle, body: html`<p>${texts.discardLead}</p>`, action: texts.discard })))
      return;
    const { channel, account, id } = letter;
    this.letters = this.letters?.filter((each) => each !== letter);
    soon(
      texts.discardedSoon,
      async () => {
        await this.working(() => api.call('messengers/DiscardDeadLetter', { channel, account, id }));
        await this.load();
      },
      () => this.load(),
    );
  }

  private stateOf(row: Account): TemplateResult {
    if (row.credentialsRefused) return badge(texts.refused, 'danger');
    return row.connected ? badge(texts.connected, 'success') : badge(texts.away, 'warning');
  }

  override render() {
    const none = this.failure?.code === 'not_found';
    return html`${heading(texts.title, texts.lead)}${none ? alertBox('info', texts.empty) : this.trouble()}
      <amtslotse-list .label=${texts.title} .rows=${this.accounts} .empty=${texts.empty} .columns=${[
        {
          title: texts.account,
          cell: (row: Account) =>
            html`<strong>${row.channel}</strong> ${row.account}<span class="table__sub">${row.limits ?? ''}</span>`,
        },
        { title: texts.state, cell: (row: Account) => this.stateOf(row) },
        {
          title: texts.level,
          cell: (row: Account) =>
            html`${row.books ? texts.books : texts.informs}${row.approval?.books ? html`<span class="table__sub">${texts.approved(moment(row.approval.timeUnix), row.approval.reason ?? '')}</span>` : nothing}`,
        },
        { title: texts.letters, numeric: true, cell: (row: Account) => row.deadLetters ?? 0 },
        {
          title: texts.level,
          action: true,
          cell: (row: Account) =>
            button(row.books ? texts.lower : texts.raise, () => void this.setLevel(row), { small: true }),
        },
      ]}></amtslotse-list>
      <section><h2>${texts.lettersTitle}</h2><p class="muted">${texts.lettersLead}</p><amtslotse-list .label=${texts.lettersTitle} .rows=${this.letters} .empty=${texts.lettersEmpty} .columns=${[
        {
          title: texts.what,
          cell: (row: Letter) =>
            html`${texts.kinds[row.kind ?? ''] ?? row.kind}<span class="table__sub">${row.channel} ${row.account}</span>`,
        },
        {
          title: texts.why,
          cell: (row: Letter) => html`${row.outcome}<span class="table__sub">${row.reason ?? ''}</span>`,
        },
        { title: texts.when, cell: (row: Letter) => moment(row.timeUnix) },
        {
          title: texts.again,
          action: true,
          cell: (row: Letter) =>
            html`${button(texts.again, () => void this.resend(row), { small: true })}${button(texts.discard, () => void this.discard(row), { small: true, look: 'tertiary' })}`,
        },
      ]}></amtslotse-list></section>`;
  }
}
customElements.define('console-channels', ChannelsPage);
