// One rule in a dialog. What the service refuses stays in the dialog, in its words.
import { html, nothing } from 'lit';
import { api, ApiError } from '../../core/api';
import { Draft } from '../../core/draft';
import { ask, kept, redrawDialog } from '../../parts/dialog';
import { alertBox, check, field } from '../../parts/fields';
import { shell } from '../../texts/shell';
import { responsibility } from '../../texts/responsibility';
import { areaName, type Area, type Named, type Rule } from './model';

const texts = responsibility.rules;

/** The one area a text means; throws in words otherwise. */
async function areaOf(text: string): Promise<string> {
  if (!text.trim()) return '';
  const areas = (await api.call<{ areas?: Area[] }>('responsibility/FindPlaces', { text, limit: 6 })).areas ?? [];
  if (areas.length === 1) return areas[0]!.ars;
  throw new ApiError(
    400,
    'invalid',
    areas.length === 0 ? texts.areaUnknown : texts.areaSeveral(areas.map(areaName).join(', ')),
  );
}

/** True when it was saved. */
export async function editRule(rule: Rule, services: Named[], offices: Named[]): Promise<boolean> {
  const form = {
    serviceId: rule.serviceId ?? '',
    place: rule.ars ?? '',
    streetSegmentId: rule.streetSegmentId ?? '',
    officeId: rule.officeId ?? '',
    role: rule.role || 'decides',
    initialFrom: rule.initialFrom ?? '',
    initialTo: rule.initialTo ?? '',
    notApplicable: rule.notApplicable ?? false,
    note: rule.note ?? '',
    validFrom: rule.validFrom ?? '',
    validTo: rule.validTo ?? '',
    problem: '',
  };
  const { keep, said } = kept(new Draft<typeof form>(`regel.${rule.id ?? 'neu'}`), form);
  const set = (name: keyof typeof form) => (value: string) => {
    Object.assign(form, { [name]: value });
  };
  const choose: [string, string] = ['', texts.choose];
  const named = (list: Named[]): [string, string][] => [
    choose,
    ...list.map((each): [string, string] => [each.id, each.name]),
  ];
  const body = () => html`${said}${form.problem ? alertBox('danger', form.problem) : nothing}
    ${
      rule.leikaPrefix
        ? html`<p class="kern-body">${texts.prefix(rule.leikaPrefix)}</p>`
        : field({
            id: 'regel-leistung',
            label: texts.service,
            required: true,
            options: named(services),
            value: form.serviceId,
            change: set('serviceId'),
          })
    }
    ${field({ id: 'regel-gebiet', label: texts.area, hint: texts.areaHint, value: form.place, change: set('place') })}
    ${field({
      id: 'regel-strasse',
      label: texts.segment,
      hint: texts.segmentHint,
      value: form.streetSegmentId,
      change: set('streetSegmentId'),
    })}
    <div class="columns">${field({
      id: 'regel-von',
      label: texts.initialFrom,
      hint: texts.initialHint,
      value: form.initialFrom,
      change: set('initialFrom'),
    })}
    ${field({ id: 'regel-bis', label: texts.initialTo, value: form.initialTo, change: set('initialTo') })}</div>
    ${check('regel-nicht', texts.none, form.notApplicable, (on) => {
      form.notApplicable = on;
      redrawDialog();
    })}
    ${
      form.notApplicable
        ? field({
            id: 'regel-hinweis',
            label: texts.note,
            hint: texts.noteHint,
            rows: 3,
            value: form.note,
            change: set('note'),
          })
        : html`${field({
            id: 'regel-stelle',
            label: texts.office,
            required: true,
            options: named(offices),
            value: form.officeId,
            change: set('officeId'),
          })}
        ${field({
          id: 'regel-rolle',
          label: texts.role,
          required: true,
          options: Object.entries(texts.roles),
          value: form.role,
          change: set('role'),
        })}`
    }
    <div class="columns">${field({
      id: 'regel-ab',
      label: texts.validFrom,
      type: 'date',
      value: form.validFrom,
      change: set('validFrom'),
    })}
    ${field({
      id: 'regel-ende',
      label: texts.validTo,
      type: 'date',
      value: form.validTo,
      change: set('validTo'),
    })}</div>`;
  const save = async () => {
    try {
      if (!form.serviceId && !rule.leikaPrefix) throw new ApiError(400, 'invalid', texts.serviceMissing);
      const { place, problem: _problem, officeId, note, ...rest } = form;
      const ars = place === (rule.ars ?? '') ? place : await areaOf(place);
      await api.call('responsibility/SaveRule', {
        rule: {
          ...rest,
          ...(rule.id && { id: rule.id }),
          ...(rule.leikaPrefix && { leikaPrefix: rule.leikaPrefix }),
          ars,
          ...(form.notApplicable ? { note } : { officeId }),
        },
        expectedVersion: rule.version ?? 0,
      });
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      form.problem = error.message;
      redrawDialog();
      return false;
    }
  };
  return ask({
    title: rule.id ? texts.editTitle : texts.addTitle,
    body,
    action: shell.save,
    wide: true,
    check: save,
    keep,
  });
}
