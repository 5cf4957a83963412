// The town's name, contact, colour, greeting and legal texts, with a preview beside.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api, ApiError } from '../core/api';
import { Draft } from '../core/draft';
import { ConsolePage, heading, waiting } from '../core/page';
import { count } from '../core/time';
import { alertBox, button, check, field } from '../parts/fields';
import { markdown } from '../parts/markdown';
import '../parts/own-texts';
import { type OwnText, problemsOf, type TextProblem } from '../parts/own-texts';
import { say } from '../parts/toast';
import { appearance as texts, ownTexts } from '../texts/setup';

export interface Town {
  id: string;
  name: string;
  version?: number;
  hosts?: string[];
  embeddingOrigins?: string[];
  telephone?: string;
  email?: string;
  address?: string;
  openingHoursText?: string;
  humanText?: string;
  primaryColour?: string;
  greeting?: string;
  informal?: boolean;
  imprint?: string;
  privacyNotice?: string;
  accessibilityStatement?: string;
  ars?: string;
  dataProtectionEmail?: string;
  enforcementBody?: string;
  demo?: boolean;
  catalogueVersion?: string;
  ownTexts?: OwnText[];
  targets?: unknown[];
}

/** WCAG 2 contrast of a colour to white. */
function contrastToWhite(colour: string): number {
  const part = (at: number) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 1.05 / (0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5) + 0.05);
}

export class AppearancePage extends ConsolePage {
  @state() private town: Town | undefined;
  @state() private kept = false;
  @state() private error = '';
  @state() private problems: TextProblem[] = [];
  @state() private page = '/';
  private stored: Town | undefined;
  private draft = new Draft<Town>('texte');

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    const answer = await this.working(() => api.call<{ municipality: Town }>('knowledge/GetMunicipality'));
    if (!answer) return;
    this.stored = answer.municipality;
    const draft = this.draft.read();
    this.kept = Boolean(draft);
    // Targets have a page of their own: they are as they are stored.
    const { version, targets } = this.stored;
    this.town = draft ? { ...draft, version, targets } : { ...this.stored };
  }

  private set(change: Partial<Town>): void {
    this.town = { ...this.town!, ...change };
    this.draft.write(this.town);
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    this.error = /^(#[0-9a-fA-F]{6})?$/.test(this.town!.primaryColour ?? '') ? '' : texts.wrongColour;
    if (this.error || !(await this.textsWork())) return;
    try {
      const { municipality } = await api.call<{ municipality: Town }>('knowledge/SaveMunicipality', {
        municipality: this.town,
        expectedVersion: this.stored?.version ?? 0,
      });
      const before = this.stored!;
      this.draft.clear();
      this.kept = false;
      this.stored = municipality;
      this.town = { ...municipality };
      this.failure = undefined;
      say(texts.saved, async () => {
        this.town = { ...before, version: this.stored?.version };
        await this.updateComplete;
        await this.save(new Event('submit'));
      });
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      this.failure = failure.code === 'conflict' ? new ApiError(409, 'conflict', texts.conflict) : failure;
      window.scrollTo(0, 0);
    }
  }

  /** The town's own words can be shown; else what is wrong stands beside them. */
  private async textsWork(): Promise<boolean> {
    this.problems = await problemsOf(this.town!.ownTexts ?? []);
    this.failure = this.problems.length > 0 ? new ApiError(422, 'invalid', ownTexts.wrong) : undefined;
    return this.problems.length === 0;
  }

  private async openPreview(): Promise<void> {
    if (await this.textsWork()) api.open('/staff/vorschau', { stadt: JSON.stringify(this.town), seite: this.page });
  }

  override render() {
    if (!this.town)
      return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.failure ? nothing : waiting()}`;
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      ${
        this.kept
          ? alertBox(
              'info',
              texts.draftKept,
              button(
                texts.discard,
                () => {
                  this.draft.clear();
                  this.kept = false;
                  this.town = { ...this.stored! };
                },
                { small: true },
              ),
            )
          : nothing
      }
      <div class="split"><form class="form" @submit=${this.save}>${this.fields(this.town)}<div class="bar">${button(texts.save, () => {}, { submit: true, look: 'primary', disabled: this.busy })}</div></form>
      <aside>${this.preview(this.town)}</aside></div>`;
  }

  private text(
    key: keyof Town,
    label: string,
    more: { rows?: number; hint?: string; type?: string; required?: boolean } = {},
  ): TemplateResult {
    return field({
      id: key,
      label,
      value: String(this.town![key] ?? ''),
      change: (value) => this.set({ [key]: value }),
      ...more,
    });
  }
  private lines(key: 'hosts' | 'embeddingOrigins', label: string, hint: string): TemplateResult {
    return field({
      id: key,
      label,
      hint,
      rows: 2,
      value: (this.town![key] ?? []).join('\n'),
      change: (text) =>
        this.set({
          [key]: text
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean),
        }),
    });
  }

  private fields(town: Town): TemplateResult {
    const colour = town.primaryColour ?? '';
    const contrast = /^#[0-9a-fA-F]{6}$/.test(colour) ? contrastToWhite(colour) : 21;
    return html`<h2>${texts.look}</h2>
      ${this.text('name', texts.name, { required: true })}
      ${field({ id: 'primaryColour', label: texts.colour, type: 'color', required: true, value: colour || '#2d4b9a', error: this.error, hint: contrast < 4.5 ? texts.colourPoor(count(contrast, 1)) : undefined, change: (primaryColour) => this.set({ primaryColour }) })}
      ${this.text('greeting', texts.greeting, { rows: 3 })}${check('du', texts.informal, town.informal ?? false, (informal) => this.set({ informal }))}
      <h2>${ownTexts.title}</h2><console-own-texts .own=${town.ownTexts ?? []} .problems=${this.problems} .change=${(own: OwnText[]) => this.set({ ownTexts: own })}></console-own-texts>
      <h2>${texts.contact}</h2>${this.text('telephone', texts.telephone, { type: 'tel' })}${this.text('email', texts.email, { type: 'email' })}${this.text('address', texts.address)}${this.text('ars', texts.ars, { hint: texts.arsHint })}
      ${this.text('openingHoursText', texts.hours, { rows: 2 })}${this.text('humanText', texts.human, { rows: 2, hint: texts.humanHint })}
      <h2>${texts.legal}</h2>${this.text('imprint', texts.imprint, { rows: 5, hint: texts.markdown })}${this.text('privacyNotice', texts.privacy, { rows: 5, hint: texts.markdown })}
      ${this.text('accessibilityStatement', texts.accessibility, { rows: 5, hint: texts.markdown })}${this.text('dataProtectionEmail', texts.privacyEmail, { type: 'email' })}${this.text('enforcementBody', texts.enforcement, { rows: 2 })}
      <h2>${texts.embed}</h2>${this.lines('hosts', texts.hosts, texts.hostsHint)}${this.lines('embeddingOrigins', texts.origins, texts.originsHint)}`;
  }

  private preview(town: Town): TemplateResult {
    const colour = /^#[0-9a-fA-F]{6}$/.test(town.primaryColour ?? '') ? town.primaryColour! : '#2d4b9a';
    const dark = contrastToWhite(colour) >= 4.5;
    const host = location.origin;
    const look = `background:${colour};color:${dark ? '#fff' : '#000'}`; // as a property: the page's policy forbids the attribute
    return html`<section class="card"><h2>${texts.preview}</h2><p class="muted">${texts.previewLead}</p>
      ${field({
        id: 'vorschau-seite',
        label: texts.previewPage,
        required: true,
        value: this.page,
        options: texts.previewPages,
        change: (page) => {
          this.page = page;
        },
      })}
      <p>${button(texts.previewOpen, () => void this.openPreview(), { disabled: this.busy })}</p><div class="town-preview"><div class="town-preview__head" .style=${look}><strong>${texts.previewTitle}</strong><span>${town.name}</span></div>
      <div class="town-preview__body"><p class="answer">${town.greeting || '…'}</p><p class="town-preview__own" .style=${look}>${texts.previewQuestion}</p></div></div>
      ${town.humanText ? html`<p class="muted">${town.humanText}</p>` : nothing}</section>
      <section class="card"><h2>${texts.imprint}</h2>${markdown(town.imprint ?? '')}</section>
      <section class="card"><h2>${texts.embed}</h2><p class="muted">${texts.embedHint}</p><pre class="code" tabindex="0">${`<script type="module" src="${host}/amtslotse-chat.js"></script>\n<amtslotse-chat municipality="${town.id}"></amtslotse-chat>`}</pre></section>`;
  }
}
customElements.define('console-appearance', AppearancePage);
