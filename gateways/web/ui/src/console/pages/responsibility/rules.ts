// The rules as a table; the town's own can be added, changed and deleted.
import { html, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../../core/api';
import { ConsolePage, heading } from '../../core/page';
import { ask } from '../../parts/dialog';
import { badge, button } from '../../parts/fields';
import { say } from '../../parts/toast';
import { responsibility } from '../../texts/responsibility';
import { allOffices, allRules, allServices, areaName, type Named, type Rule } from './model';
import { editRule } from './rule-dialog';

const texts = responsibility.rules;

function serviceText(rule: Rule): string {
  return rule.serviceName || (rule.leikaPrefix ? texts.prefix(rule.leikaPrefix) : (rule.serviceId ?? ''));
}

function limits(rule: Rule): string {
  const parts = [];
  if (rule.streetSegmentId) parts.push(rule.streetSegmentId);
  if (rule.initialFrom || rule.initialTo) parts.push(texts.initials(rule.initialFrom ?? '', rule.initialTo ?? ''));
  if (rule.validFrom) parts.push(texts.from(rule.validFrom));
  if (rule.validTo) parts.push(texts.until(rule.validTo));
  return parts.join(', ');
}

export class RulesPage extends ConsolePage {
  @state() private rules: Rule[] | undefined;
  @state() private growing = true;
  private services: Named[] | undefined;
  private offices: Named[] | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    this.growing = true;
    const own = (rule: Rule) => (rule.source === 'town' ? 0 : 1);
    await this.working(() =>
      allRules((rules) => {
        this.rules = rules.sort((a, b) => own(a) - own(b));
      }),
    );
    this.growing = false;
  }

  private async edit(rule: Rule): Promise<void> {
    await this.working(async () => {
      this.services ??= await allServices();
      this.offices ??= await allOffices();
    });
    if (!this.services || !this.offices) return;
    if (!(await editRule(rule, this.services, this.offices))) return;
    say(texts.saved);
    await this.load();
  }

  private async drop(rule: Rule): Promise<void> {
    if (
      !(await ask({
        title: texts.removeTitle,
        body: html`<p class="kern-body">${serviceText(rule)} · ${
          rule.area ? areaName(rule.area) : texts.everywhere
        }</p><p class="kern-body">${texts.removeLead}</p>`,
        action: texts.remove,
      }))
    )
      return;
    if ((await this.working(() => api.call('responsibility/DeleteRule', { ruleId: rule.id }))) === undefined) return;
    say(texts.removed, () => void this.restore(rule));
    await this.load();
  }

  private async restore(rule: Rule): Promise<void> {
    const {
      area: _area,
      serviceName: _service,
      officeName: _office,
      source: _source,
      version: _version,
      ...stored
    } = rule;
    await this.working(() => api.call('responsibility/SaveRule', { rule: stored, expectedVersion: 0 }));
    await this.load();
  }

  override render() {
    return html`${heading(
      texts.title,
      texts.lead,
      button(texts.add, () => void this.edit({}), { look: 'primary', icon: 'add' }),
    )}${this.trouble()}
      <amtslotse-list .label=${texts.title} .rows=${this.rules} ?growing=${this.growing} .empty=${texts.empty}
        .words=${(rule: Rule) =>
          [serviceText(rule), rule.area && areaName(rule.area), rule.officeName, limits(rule), rule.id].join(' ')}
        .columns=${[
          { title: texts.service, wide: true, cell: serviceText },
          {
            title: texts.area,
            cell: (rule: Rule) =>
              rule.ars && rule.area
                ? html`${rule.area.name}<span class="table__sub">${rule.area.qualifier ?? ''}</span>`
                : texts.everywhere,
          },
          { title: texts.limits, cell: limits },
          {
            title: texts.office,
            cell: (rule: Rule) =>
              rule.notApplicable ? badge(texts.none, 'warning') : rule.officeName || rule.officeId || '',
          },
          { title: texts.role, cell: (rule: Rule) => texts.roles[rule.role ?? ''] ?? '' },
          {
            title: texts.source,
            cell: (rule: Rule) => (rule.source === 'town' ? badge(texts.own, 'info') : texts.imported),
          },
          {
            title: texts.edit,
            action: true,
            cell: (rule: Rule) =>
              rule.source === 'town'
                ? html`${button(texts.edit, () => void this.edit(rule), {
                    small: true,
                    title: `${texts.edit}: ${serviceText(rule)}`,
                  })}
            ${button(texts.remove, () => void this.drop(rule), {
              small: true,
              title: `${texts.remove}: ${serviceText(rule)}`,
            })}`
                : nothing,
          },
        ]}></amtslotse-list>`;
  }
}
customElements.define('console-rules', RulesPage);
