// Who works here: accounts, roles, offices, one-time links.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api, type Role } from '../core/api';
import { Draft } from '../core/draft';
import { allOffices, officeName, type Office } from '../core/knowledge';
import { ConsolePage, heading } from '../core/page';
import { moment } from '../core/time';
import { ask, kept, redrawDialog } from '../parts/dialog';
import { alertBox, badge, button, check, fieldOf } from '../parts/fields';
import { say } from '../parts/toast';
import { accounts as texts } from '../texts/setup';
import { shell } from '../texts/shell';

interface Account {
  id?: string;
  name: string;
  displayName?: string;
  email?: string;
  roles?: Role[];
  officeIds?: string[];
  disabled?: boolean;
  hasTotp?: boolean;
  hasPassword?: boolean;
  version?: number;
}
const ROLES = Object.keys(shell.roles) as Role[];

/** What the staff service would refuse (services/staff/core/account.cc), in words for who fills it in. */
function mistakesOf({ name, displayName = '', email = '' }: Account): Partial<Record<'name' | 'displayName' | 'email', string>> {
  const isName = /^[a-z0-9][a-z0-9._@-]{2,63}$/.test(name.trim().toLowerCase());
  return {
    ...(!isName && { name: name.trim() ? texts.wrongName : texts.needsName }),
    ...(!displayName.trim() && { displayName: texts.needsDisplayName }),
    ...(email.trim() && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim()) && { email: texts.wrongEmail }),
  };
}

export class AccountsPage extends ConsolePage {
  @state() private accounts: Account[] | undefined;
  private offices: Office[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
    allOffices().then(
      (offices) => {
        this.offices = offices;
        this.requestUpdate();
      },
      () => {},
    );
  }

  private async load(): Promise<void> {
    const answer = await this.working(() => api.call<{ accounts: Account[] }>('staff/ListAccounts'));
    if (answer) this.accounts = answer.accounts;
  }

  private async edit(account?: Account): Promise<void> {
    const draft: Account = account ? { ...account } : { name: '', roles: [] };
    const { keep, said } = kept(new Draft<Account>(`konto.${account?.id ?? 'neu'}`), draft);
    let problem = '';
    let errors: Partial<Record<'name' | 'displayName' | 'email', string>> = {};
    const toggle = <T>(list: T[] | undefined, item: T, on: boolean) =>
      on ? [...(list ?? []), item] : (list ?? []).filter((each) => each !== item);
    const body = (): TemplateResult => html`<div class="form">${said}${problem ? alertBox('danger', problem) : nothing}
      ${fieldOf(draft, 'name', { id: 'k-name', label: texts.name, hint: texts.nameHint, required: true, error: errors.name })}
      ${fieldOf(draft, 'displayName', { id: 'k-anzeige', label: texts.displayName, hint: texts.displayNameHint, required: true, error: errors.displayName })}
      ${fieldOf(draft, 'email', { id: 'k-mail', label: texts.email, type: 'email', error: errors.email })}
      <fieldset><legend>${texts.roles}</legend>${ROLES.map(
        (role) =>
          html`${check(
            `rolle-${role}`,
            `${shell.roles[role]}: ${texts.roleHelp[role]}`,
            draft.roles?.includes(role) ?? false,
            (on) => {
              draft.roles = toggle(draft.roles, role, on);
            },
          )}`,
      )}</fieldset>
      <fieldset><legend>${texts.offices}</legend><p class="muted">${texts.allOffices}</p><div class="checks">${this.offices.map(
        (office) =>
          check(`amt-${office.id}`, officeName(office), draft.officeIds?.includes(office.id) ?? false, (on) => {
            draft.officeIds = toggle(draft.officeIds, office.id, on);
          }),
      )}</div></fieldset>
      ${
        account
          ? check('k-gesperrt', texts.disable, draft.disabled ?? false, (on) => {
              draft.disabled = on;
            })
          : nothing
      }</div>`;
    let saved: Account | undefined;
    const valid = async () => {
      errors = mistakesOf(draft);
      problem = draft.roles?.length ? '' : texts.needsRole;
      if (Object.keys(errors).length) {
        redrawDialog();
        document.querySelector<HTMLElement>('dialog [aria-invalid]')?.focus();
        return false;
      }
      if (!problem) {
        saved = (
          await this.working(() =>
            api.call<{ account: Account }>('staff/SaveAccount', {
              account: { ...draft, name: draft.name.trim(), displayName: draft.displayName?.trim() },
              expectedVersion: account?.version ?? 0,
            }),
          )
        )?.account;
        problem = this.failure?.code === 'exists' ? texts.nameTaken : (this.failure?.message ?? '');
      }
      if (problem) redrawDialog();
      return !problem;
    };
    if (
      !(await ask({
        title: account ? `${texts.edit}: ${account.name}` : texts.add,
        body,
        action: texts.save,
        check: valid,
        wide: true,
        keep,
      })) ||
      !saved
    ) {
      this.failure = undefined;
      return;
    }
    await this.load();
    const before = account && { ...account, version: undefined };
    say(
      texts.saved,
      before
        ? async () => {
            await this.working(() =>
              api.call('staff/SaveAccount', { account: before, expectedVersion: saved!.version }),
            );
            await this.load();
          }
        : undefined,
    );
    if (!account) await this.link(saved);
  }

  private async link(account: Account): Promise<void> {
    let removeTotp = false;
    if (
      account.hasPassword &&
      !(await ask({
        title: texts.linkAsk(account.displayName || account.name),
        action: texts.link,
        body: html`<p class="kern-body">${texts.linkAskBody}</p>${
          account.hasTotp
            ? check('telefon', texts.lostPhone, false, (on) => {
                removeTotp = on;
              })
            : nothing
        }`,
      }))
    )
      return;
    const made = await this.working(() =>
      api.call<{ token: string; expiresUnix: number }>('staff/CreateLink', { accountId: account.id, removeTotp }),
    );
    if (!made) return;
    const url = `${location.origin}/staff/#/link/${made.token}`;
    await ask({
      title: texts.linkTitle(account.displayName || account.name),
      cancel: shell.close,
      action: texts.copy,
      wide: true,
      body: html`<p class="kern-body">${texts.linkLead}</p><pre class="code" tabindex="0">${url}</pre><p class="muted">${texts.linkUntil(moment(made.expiresUnix))}</p>`,
      check: async () => {
        await navigator.clipboard?.writeText(url).then(
          () => say(texts.copied),
          () => {},
        );
        return true;
      },
    });
  }

  private standing(account: Account): TemplateResult {
    return html`${account.disabled ? badge(texts.disabled, 'danger') : account.hasPassword ? badge(texts.active, 'success') : badge(texts.noPassword, 'warning')} ${account.hasTotp ? badge(texts.totp) : nothing}`;
  }

  override render() {
    return html`${heading(
      texts.title,
      texts.lead,
      button(texts.add, () => void this.edit(), { look: 'primary', icon: 'add' }),
    )}${this.trouble()}
      <amtslotse-list .label=${texts.title} .rows=${this.accounts} .empty=${texts.empty} .words=${(row: Account) => `${row.name} ${row.displayName ?? ''} ${row.email ?? ''}`} .columns=${[
        {
          title: texts.name,
          cell: (row: Account) =>
            html`<strong>${row.displayName || row.name}</strong><span class="table__sub">${row.name}</span>`,
        },
        {
          title: texts.roles,
          cell: (row: Account) =>
            html`${(row.roles ?? []).map((role) => shell.roles[role]).join(', ')}<span class="table__sub">${this.offices
              .filter((office) => row.officeIds?.includes(office.id))
              .map(officeName)
              .join(', ')}</span>`,
        },
        { title: texts.state, cell: (row: Account) => this.standing(row) },
        {
          title: texts.edit,
          action: true,
          cell: (row: Account) =>
            html`${button(texts.edit, () => void this.edit(row), { small: true, title: `${texts.edit}: ${row.name}` })}${button(texts.link, () => void this.link(row), { small: true, look: 'tertiary', title: `${texts.link}: ${row.name}` })}`,
        },
      ]}></amtslotse-list>`;
  }
}
customElements.define('console-accounts', AccountsPage);
