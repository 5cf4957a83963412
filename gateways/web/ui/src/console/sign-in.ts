// Everything before the console: signing in, a one-time link, setting up the second factor.
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { api, ApiError, type Session } from './core/api';
import type { Route } from './core/route';
import { alertBox, button, fieldOf, linkButton } from './parts/fields';
import { qrCode } from './parts/qr';
import { shell } from './texts/shell';
import { signIn as texts } from './texts/sign-in';

interface Opened {
  csrf?: string;
  totpNeeded?: boolean;
  lockedSeconds?: number;
  enrolmentNeeded?: boolean;
  failedTries?: number;
}
interface Methods {
  openid?: boolean;
  openidLabel?: string;
  townName: string;
}

export class SignIn extends LitElement {
  @property({ attribute: false }) route!: Route;
  @property({ attribute: false }) session: Session | undefined;
  @state() private methods: Methods | undefined;
  @state() private step: 'sign-in' | 'enrol' | 'recovery' = 'sign-in';
  @state() private problem = '';
  @state() private codeAsked = false;
  @state() private busy = false;
  @state() private otpauth = '';
  @state() private picture: TemplateResult | undefined;
  @state() private recovery: string[] = [];
  private readonly form = { name: '', password: '', code: '' };

  protected override createRenderRoot() {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void api.get<Methods>('/sign-in-methods').then(
      (methods) => {
        this.methods = methods;
        document.title = `${texts.title} – ${methods.townName}`;
      },
      (error: ApiError) => {
        this.problem = error.message;
      },
    );
    if (this.session?.enrolmentNeeded) void this.beginEnrolment();
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.problem = '';
    try {
      await work();
    } catch (error) {
      this.problem = (error as ApiError).message;
    } finally {
      this.busy = false;
    }
    if (this.problem) {
      await this.updateComplete;
      this.querySelector<HTMLElement>('[role=alert]')?.scrollIntoView({ block: 'nearest' });
    }
  }

  private done(): void {
    this.dispatchEvent(new CustomEvent('signed-in'));
  }

  private submitSignIn(event: Event): void {
    event.preventDefault();
    void this.attempt(async () => {
      const answer = await api.post<Opened>('/sign-in', {
        name: this.form.name.trim(),
        password: this.form.password,
        totp: this.form.code.replaceAll(' ', ''),
      });
      if (answer.lockedSeconds) {
        this.problem = shell.locked(answer.lockedSeconds);
        return;
      }
      if (answer.totpNeeded) {
        this.codeAsked = true;
        await this.updateComplete;
        this.querySelector<HTMLInputElement>('#code')?.focus();
        return;
      }
      if (answer.enrolmentNeeded) await this.beginEnrolment();
      else this.done();
    });
  }

  private submitLink(event: Event): void {
    event.preventDefault();
    void this.attempt(async () => {
      try {
        const answer = await api.post<Opened>('/redeem-link', {
          token: this.route.rest[0] ?? '',
          name: this.form.name.trim(),
          password: this.form.password,
        });
        location.hash = '#/anmelden';
        if (answer.enrolmentNeeded) await this.beginEnrolment();
        else if (answer.csrf) this.done();
      } catch (error) {
        this.problem =
          error instanceof ApiError && error.code === 'not_found' ? texts.linkGone : (error as ApiError).message;
      }
    });
  }

  private async beginEnrolment(): Promise<void> {
    this.step = 'enrol';
    await this.attempt(async () => {
      this.otpauth = (await api.post<{ otpauthUrl: string }>('/second-factor')).otpauthUrl;
      this.picture = await qrCode(this.otpauth, texts.qrLabel);
    });
  }

  private submitEnrolment(event: Event): void {
    event.preventDefault();
    void this.attempt(async () => {
      this.recovery = (
        await api.post<{ recoveryCodes: string[] }>('/second-factor', { code: this.form.code.replaceAll(' ', '') })
      ).recoveryCodes;
      this.step = 'recovery';
    });
  }

  override render() {
    const view =
      this.step === 'enrol'
        ? this.enrolment()
        : this.step === 'recovery'
          ? this.recoveryCodes()
          : this.route.path === 'link'
            ? this.linkForm()
            : this.signInForm();
    return html`<main class="door"><p class="door__town">${texts.lead(this.methods?.townName ?? '')}</p>
      <div class="door__card">${this.problem ? alertBox('danger', this.problem) : nothing}${view}</div></main>`;
  }

  private signInForm(): TemplateResult {
    const said = texts.problems[this.route.rest[0] ?? ''];
    return html`<h1>${texts.title}</h1>${said ? alertBox('warning', said) : nothing}
      ${this.codeAsked ? alertBox('info', texts.totpNeeded) : nothing}
      <form class="form" @submit=${this.submitSignIn}>
        ${fieldOf(this.form, 'name', { id: 'name', label: texts.name, autocomplete: 'username', required: true })}
        ${fieldOf(this.form, 'password', {
          id: 'passwort',
          label: texts.password,
          type: 'password',
          autocomplete: 'current-password',
          required: true,
        })}
        ${
          this.codeAsked
            ? fieldOf(this.form, 'code', {
              id: 'code',
              label: texts.code,
              hint: texts.codeHint,
              autocomplete: 'one-time-code',
              required: true,
            })
            : nothing
        }
        ${button(texts.action, () => {}, { look: 'primary', submit: true, disabled: this.busy })}</form>
      ${this.methods?.openid ? html`<p class="door__or">${texts.or}</p>${linkButton(texts.openId(this.methods.openidLabel ?? ''), '/staff/api/v1/openid/begin')}` : nothing}
      <details class="help"><summary>${texts.helpTitle}</summary><p><strong>${texts.forgotten}</strong> ${texts.forgottenHelp}</p><p>${texts.firstHelp}</p></details>`;
  }

  private linkForm(): TemplateResult {
    return html`<h1>${texts.linkTitle}</h1><p class="lead">${texts.linkLead}</p><form class="form" @submit=${this.submitLink}>
      ${fieldOf(this.form, 'name', {
        id: 'name',
        label: texts.linkName,
        hint: texts.linkNameHint,
        autocomplete: 'username',
      })}
      ${fieldOf(this.form, 'password', {
        id: 'passwort',
        label: texts.newPassword,
        hint: texts.passwordHint,
        type: 'password',
        autocomplete: 'new-password',
        required: true,
      })}
      ${button(texts.linkAction, () => {}, { look: 'primary', submit: true, disabled: this.busy })}</form>`;
  }

  private enrolment(): TemplateResult {
    const secret = /[?&]secret=([^&]+)/.exec(this.otpauth)?.[1] ?? '';
    return html`<h1>${texts.enrolTitle}</h1><p class="lead">${texts.enrolLead}</p>
      <p>${texts.enrolScan}</p><div class="door__qr">${this.picture ?? nothing}</div>
      <p><a class="kern-link" href=${this.otpauth || '#'}>${texts.enrolOpen}</a></p>
      <details class="help"><summary>${texts.enrolType}</summary><p><code class="secret">${secret.replace(/(.{4})/g, '$1 ')}</code></p></details>
      <form class="form" @submit=${this.submitEnrolment}>
        ${fieldOf(this.form, 'code', {
          id: 'code',
          label: texts.code,
          hint: texts.enrolCode,
          autocomplete: 'one-time-code',
          required: true,
        })}
        ${button(texts.enrolAction, () => {}, { look: 'primary', submit: true, disabled: this.busy })}</form>`;
  }

  private recoveryCodes(): TemplateResult {
    return html`<h1>${texts.recoveryTitle}</h1><p class="lead">${texts.recoveryLead}</p>
      <ul class="codes">${this.recovery.map((code) => html`<li><code>${code}</code></li>`)}</ul>
      <div class="row">${button(texts.print, () => window.print())}${button(texts.recoveryAction, () => this.done(), { look: 'primary' })}</div>`;
  }
}
customElements.define('amtslotse-sign-in', SignIn);
