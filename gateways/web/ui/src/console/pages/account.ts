// One's own password and the devices one is signed in on.
import { html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { ConsolePage, heading } from '../core/page';
import { moment } from '../core/time';
import { askToConfirm } from '../parts/confirm';
import { ask } from '../parts/dialog';
import { badge, button, field } from '../parts/fields';
import { say } from '../parts/toast';
import { account as texts } from '../texts/home';
import { shell } from '../texts/shell';

interface Device {
  id: string;
  createdUnix: number;
  lastSeenUnix: number;
  device?: string;
  current?: boolean;
}

/** "Firefox unter Windows" of a browser's own long name. */
function deviceName(agent = ''): string {
  const browser = /Edg\//.test(agent)
    ? 'Edge'
    : /Firefox\//.test(agent)
      ? 'Firefox'
      : /Chrom/.test(agent)
        ? 'Chromium'
        : /Safari\//.test(agent)
          ? 'Safari'
          : 'Browser';
  const system = /Windows/.test(agent)
    ? 'Windows'
    : /Android/.test(agent)
      ? 'Android'
      : /iPhone|iPad/.test(agent)
        ? 'iOS'
        : /Mac OS/.test(agent)
          ? 'macOS'
          : /Linux/.test(agent)
            ? 'Linux'
            : '';
  return system ? `${browser} unter ${system}` : browser;
}

export class AccountPage extends ConsolePage {
  @state() private devices: Device[] | undefined;
  @state() private password = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    this.devices = (await this.working(() => api.post<{ sessions: Device[] }>('/sessions')))?.sessions;
  }

  private async change(event: Event): Promise<void> {
    event.preventDefault();
    if (!(await askToConfirm())) return;
    if ((await this.working(() => api.post('/password', { newPassword: this.password }))) === undefined) return;
    this.password = '';
    say(texts.changed);
    await this.load();
  }

  private async end(device: Device): Promise<void> {
    const body = html`<p class="kern-body">${texts.endLead(deviceName(device.device), moment(device.lastSeenUnix))}</p>`;
    if (!(await ask({ title: texts.endTitle, body, action: texts.end }))) return;
    if ((await this.working(() => api.post('/sessions/revoke', { sessionId: device.id }))) === undefined) return;
    say(texts.ended);
    await this.load();
  }

  override render() {
    const actor = this.session.actor!;
    return html`${heading(texts.title, `${actor.displayName ?? ''} · ${(actor.roles ?? []).map((role) => shell.roles[role]).join(', ')}`)}${this.trouble()}
      <section><h2>${texts.password}</h2><form class="form" @submit=${this.change}>
        ${field({
          id: 'neu',
          label: texts.newPassword,
          hint: texts.passwordHint,
          type: 'password',
          autocomplete: 'new-password',
          required: true,
          value: this.password,
          change: (value) => {
            this.password = value;
          },
        })}
        ${button(texts.change, () => {}, { submit: true, disabled: this.busy })}</form></section>
      <section><h2>${texts.sessions}</h2><amtslotse-list .label=${texts.sessions} .rows=${this.devices} .words=${(row: Device) => deviceName(row.device)} .columns=${[
        {
          title: texts.device,
          cell: (row: Device) =>
            html`${deviceName(row.device)} ${row.current ? badge(texts.thisDevice, 'info') : nothing}`,
        },
        { title: texts.lastSeen, cell: (row: Device) => moment(row.lastSeenUnix) },
        {
          title: texts.end,
          action: true,
          cell: (row: Device) => (row.current ? nothing : button(texts.end, () => void this.end(row), { small: true })),
        },
      ]}></amtslotse-list></section>`;
  }
}
customElements.define('console-account', AccountPage);
