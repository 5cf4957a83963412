// Who gets this place: every service, or one, as citizens are told it.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../../core/api';
import { ConsolePage, heading } from '../../core/page';
import { badge, button, check, field } from '../../parts/fields';
import { responsibility } from '../../texts/responsibility';
import { allRules, allServices, areaName, officeName, resultText, type Named, type Resolution,
    type Rule } from './model';

const texts = responsibility.trial;

interface Row { serviceId: string; serviceName: string; now: Resolution; then?: Resolution; }

const OUTCOME_LOOK: Record<string, 'success' | 'info' | 'warning' | 'danger' | 'plain'> = {
  unique: 'success', several: 'info', need_input: 'warning', not_applicable: 'plain', no_data: 'danger',
};

export class TrialPage extends ConsolePage {
  @state() private services: Named[] = [];
  @state() private rows: Row[] | undefined;
  @state() private place = '';
  @state() private initial = '';
  @state() private service = '';
  @state() private compare = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.working(async () => { this.services = await allServices(); });
    this.place = this.route.query.get('ort') ?? '';
    if (this.place) void this.look();
  }

  private async ownRules(): Promise<string[]> {
    const rules: Rule[] = this.compare ? await allRules(() => {}) : [];
    return rules.filter((rule) => rule.source === 'town').map((rule) => rule.id ?? '');
  }

  private async look(event?: Event): Promise<void> {
    event?.preventDefault();
    const answer = await this.working(async () => api.call<{ rows?: Row[] }>('responsibility/WhatIf', {
      place: { text: this.place, initial: this.initial }, serviceIds: this.service ? [this.service] : [],
          withoutRuleIds: await this.ownRules(),
    }));
    if (answer) this.rows = answer.rows ?? [];
  }

  private result(result: Resolution): TemplateResult {
    return html`${badge(texts.outcomes[result.outcome] ?? result.outcome,
        OUTCOME_LOOK[result.outcome] ?? 'plain')} ${resultText(result)}
      ${result.also?.length ? html`<br><small>${texts.also(result.also.map((each) =>
          officeName(each.office)).join(', '))}</small>` : nothing}
      ${result.choices?.length ? html`<br><small>${texts.choices(result.choices.map(areaName).join(', '))}</small>`
          : nothing}`;
  }

  private why(result: Resolution): TemplateResult {
    return html`<details><summary>${texts.path}</summary><ul>${(result.path ?? []).map((line) =>
        html`<li>${line}</li>`)}</ul></details>`;
  }

  override render() {
    const areas = this.rows?.find((row) => row.now.areas?.length)?.now.areas ?? [];
    const compared = this.rows?.some((row) => row.then) ?? false;
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <form class="form" @submit=${this.look}><div class="columns">
        ${field({ id: 'probe-ort', label: texts.place, hint: texts.placeHint, required: true, value: this.place,
            change: (value) => { this.place = value; } })}
        ${field({ id: 'probe-name', label: texts.initial, value: this.initial,
            change: (value) => { this.initial = value; } })}
        ${field({ id: 'probe-leistung', label: texts.service, options: [['', texts.all],
            ...this.services.map((each): [string, string] => [each.id, each.name])], value: this.service,
                change: (value) => { this.service = value; } })}</div>
        ${check('probe-vergleich', texts.compare, this.compare, (on) => { this.compare = on; })}
        ${button(texts.go, () => {}, { look: 'primary', submit: true, disabled: this.busy
            || !this.place.trim() })}</form>
      ${areas.length ? html`<p class="kern-body">${texts.understood(areas.map((area) => area.name).join(' › '))}</p>`
          : nothing}
      ${this.rows ? html`<amtslotse-list .label=${texts.result} .rows=${this.rows} .words=${(row: Row) =>
          `${row.serviceName} ${resultText(row.now)}`} .columns=${[
        { title: texts.service, cell: (row: Row) => row.serviceName },
        { title: texts.result, wide: true, cell: (row: Row) => this.result(row.now) },
        ...(compared ? [{ title: texts.without, cell: (row: Row) => (row.then ? this.result(row.then) : nothing) }]
            : []),
        { title: texts.path, cell: (row: Row) => this.why(row.now) },
      ]}></amtslotse-list>` : nothing}`;
  }
}
customElements.define('console-responsibility-trial', TrialPage);
