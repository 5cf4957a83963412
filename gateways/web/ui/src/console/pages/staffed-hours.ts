// When people of an office answer in the chat, and their templates.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { Draft } from '../core/draft';
import type { Desk, Template } from '../core/hand-overs';
import { allOffices, officeName, type Office } from '../core/knowledge';
import { ConsolePage, heading, waiting } from '../core/page';
import { alertBox, badge, button, field } from '../parts/fields';
import { say } from '../parts/toast';
import { staffed as texts } from '../texts/hand-over';
import { shell } from '../texts/shell';

interface Stretch {
  weekday: number;
  from: string;
  to: string;
}
interface Work {
  name: string;
  hours: Stretch[];
  templates: Template[];
}

export class StaffedHoursPage extends ConsolePage {
  @state() private offices: Office[] | undefined;
  @state() private desks: Desk[] = [];
  @state() private office = '';
  @state() private name = '';
  @state() private hours: Stretch[] = [];
  @state() private templates: Template[] = [];
  @state() private kept = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.begin();
  }

  private async begin(): Promise<void> {
    const own = this.session.actor?.officeIds ?? [];
    const answers = await this.working(() =>
      Promise.all([allOffices(), api.call<{ offices?: Desk[] }>('dialogue/ListStaffedHours')]),
    );
    if (!answers) return;
    this.offices = answers[0].filter((office) => own.length === 0 || own.includes(office.id));
    this.desks = answers[1].offices ?? [];
    this.choose(
      this.office ||
        this.desks.find((desk) => this.offices!.some((office) => office.id === desk.officeId))?.officeId ||
        this.offices[0]?.id ||
        '',
    );
  }

  private choose(id: string): void {
    this.office = id;
    const desk = this.desks.find((each) => each.officeId === id);
    const office = this.offices?.find((each) => each.id === id);
    this.name = desk?.officeName ?? (office ? officeName(office) : '');
    this.hours = JSON.parse(desk?.hoursJson || '[]') as Stretch[];
    this.templates = desk?.templates?.map((each) => ({ ...each })) ?? [];
    const before = this.draft.read();
    this.kept = Boolean(before);
    if (before) Object.assign(this, before);
  }

  private get draft(): Draft<Work> {
    return new Draft<Work>(`besetzt.${this.office}`);
  }
  private set(work: Partial<Work>): void {
    Object.assign(this, work);
    this.draft.write({ name: this.name, hours: this.hours, templates: this.templates });
  }
  private discard(): void {
    this.draft.clear();
    this.choose(this.office);
  }

  private async save(): Promise<void> {
    const body = {
      officeId: this.office,
      officeName: this.name,
      hoursJson: JSON.stringify(this.hours),
      templates: this.templates,
    };
    const desk = this.desks.find((each) => each.officeId === this.office);
    const former = {
      ...body,
      officeName: desk?.officeName || this.name,
      hoursJson: desk?.hoursJson || '[]',
      templates: desk?.templates ?? [],
    };
    if (!(await this.put(body))) return;
    say(texts.saved, async () => {
      if (await this.put(former)) say(texts.undone);
    });
  }

  private async put(body: { officeId: string }): Promise<boolean> {
    if ((await this.working(() => api.call('dialogue/SetStaffedHours', body))) === undefined) return false;
    this.draft.clear();
    await this.begin();
    return true;
  }

  private addStretch(): void {
    const last = this.hours.at(-1);
    this.set({
      hours: [
        ...this.hours,
        { weekday: last ? (last.weekday % 7) + 1 : 1, from: last?.from ?? '09:00', to: last?.to ?? '12:00' },
      ],
    });
  }

  override render() {
    if (!this.offices)
      return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.failure ? nothing : waiting()}`;
    const desk = this.desks.find((each) => each.officeId === this.office);
    return html`${heading(texts.title, texts.lead, desk ? badge(!this.hours.length ? texts.off : desk.staffedNow ? texts.now : texts.notNow, desk.staffedNow ? 'success' : 'plain') : undefined)}${this.trouble()}
      <div class="form">${field({ id: 'stelle', label: texts.office, required: true, value: this.office, options: this.offices.map((office) => [office.id, officeName(office)]), change: (id) => this.choose(id) })}
      ${field({ id: 'name', label: texts.name, hint: texts.nameHint, required: true, value: this.name, change: (name) => this.set({ name }) })}</div>
      ${
        this.kept
          ? alertBox(
              'info',
              shell.draftKept,
              button(shell.discard, () => this.discard(), { small: true }),
            )
          : nothing
      }
      <section><h2>${texts.title}</h2>${this.hours.length ? nothing : html`<p class="muted">${texts.none}</p>`}
        ${this.hours.map((stretch, index) => this.stretch(stretch, index))}${button(texts.add, () => this.addStretch(), { icon: 'add', small: true })}</section>
      <section><h2>${texts.templates}</h2>${this.templates.map((each, index) => this.template(each, index))}
        ${button(texts.addTemplate, () => this.set({ templates: [...this.templates, { title: '', text: '' }] }), { icon: 'add', small: true })}</section>
      <p>${button(texts.save, () => void this.save(), { look: 'primary', disabled: this.busy || !this.office })}</p>`;
  }

  private stretch(stretch: Stretch, index: number): TemplateResult {
    const set = (change: Partial<Stretch>) =>
      this.set({ hours: this.hours.map((each, at) => (at === index ? { ...each, ...change } : each)) });
    // The browser's field knows midnight as the beginning of a day only.
    const setEnd = (to: string) => set({ to: to === '00:00' ? '24:00' : to });
    const days = texts.days.map((label, at) => [String(at), label] as [string, string]).slice(1);
    return html`<div class="form form--row">${field({ id: `tag-${index}`, label: texts.day, required: true, value: String(stretch.weekday), options: days, change: (value) => set({ weekday: Number(value) }) })}
      ${field({ id: `von-${index}`, label: texts.from, required: true, type: 'time', value: stretch.from, change: (from) => set({ from }) })}
      ${field({ id: `bis-${index}`, label: texts.to, required: true, type: 'time', value: stretch.to === '24:00' ? '00:00' : stretch.to, change: setEnd })}
      ${button(texts.remove, () => this.set({ hours: this.hours.filter((_, at) => at !== index) }), { look: 'tertiary', title: `${texts.remove}: ${texts.days[stretch.weekday]} ${stretch.from}` })}</div>`;
  }

  private template(template: Template, index: number): TemplateResult {
    const set = (change: Partial<Template>) =>
      this.set({ templates: this.templates.map((each, at) => (at === index ? { ...each, ...change } : each)) });
    return html`<div class="form">${field({ id: `vorlage-titel-${index}`, label: texts.templateTitle, required: true, value: template.title, change: (title) => set({ title }) })}
      ${field({ id: `vorlage-text-${index}`, label: texts.templateText, required: true, rows: 3, value: template.text, change: (text) => set({ text }) })}
      ${button(texts.remove, () => this.set({ templates: this.templates.filter((_, at) => at !== index) }), { look: 'tertiary', small: true, title: `${texts.remove}: ${template.title}` })}</div>`;
  }
}
customElements.define('console-staffed-hours', StaffedHoursPage);
