// From when to when figures are shown.
import { html, nothing, type TemplateResult } from 'lit';
import type { Period } from '../core/period';
import { alertBox, field } from './fields';

interface Words {
  from: string;
  to: string;
  wrongRange: string;
}

export function periodFields(
  period: Period,
  texts: Words,
  change: (change: Partial<Period>) => void,
  first: unknown = nothing,
): TemplateResult {
  return html`<div class="form form--row">${first}
    ${field({
      id: 'von',
      label: texts.from,
      type: 'date',
      required: true,
      value: period.from,
      max: period.to,
      change: (from) => {
        if (from) change({ from });
      },
    })}
    ${field({
      id: 'bis',
      label: texts.to,
      type: 'date',
      required: true,
      value: period.to,
      min: period.from,
      change: (to) => {
        if (to) change({ to });
      },
    })}</div>
    ${period.to < period.from ? alertBox('warning', texts.wrongRange) : nothing}`;
}
