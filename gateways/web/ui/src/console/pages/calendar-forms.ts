// The calendar's parts as tables and forms: everything that dragging does, without a mouse.
import { html, nothing, type TemplateResult } from 'lit';
import type { CalendarData, Closure, OfferedService, OpeningRule } from '../core/booking';
import { day } from '../core/time';
import { ask, redrawDialog } from '../parts/dialog';
import { alertBox, badge, button, check, field } from '../parts/fields';
import '../parts/picker';
import { calendar as texts, WEEKDAYS } from '../texts/appointments';

export type Change = (change: Partial<CalendarData>) => void;

const weekdayOptions = WEEKDAYS.slice(1).map((name, index) => [String(index + 1), name] as [string, string]);
const number = (text: string) => (text.trim() === '' ? undefined : Number(text));

/** Without keys that have no value: the service refuses those. */
export function tidy<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== undefined && each !== '' && each !== false),
  ) as T;
}

function repeatOf(rule: OpeningRule): string {
  if (rule.date) return 'once';
  if (rule.nth) return `nth${rule.nth}`;
  return `every${rule.every_n_weeks ?? 1}`;
}
const REPEATS: [string, string][] = [
  ['every1', texts.everyWeek],
  ...[2, 3, 4].map((n) => [`every${n}`, texts.everyN(n)] as [string, string]),
  ...[1, 2, 3, 4].map((n) => [`nth${n}`, texts.nth[n]!] as [string, string]),
  ['nth-1', texts.last],
  ['once', texts.once],
];

export function ruleText(rule: OpeningRule): string {
  const repeat = REPEATS.find(([id]) => id === repeatOf(rule))?.[1] ?? '';
  return rule.date ? day(rule.date) : `${WEEKDAYS[rule.weekday ?? 1]}, ${repeat}`;
}

export async function editRule(rule: OpeningRule | undefined): Promise<OpeningRule | undefined> {
  const draft: OpeningRule = rule ? { ...rule } : { weekday: 1, from: '08:00', to: '12:00' };
  let repeat = repeatOf(draft);
  let problem = '';
  const body = () => html`${problem ? alertBox('danger', problem) : nothing}<div class="form form--row">
    ${field({
      id: 'r-art',
      label: texts.repeat,
      required: true,
      value: repeat,
      options: REPEATS,
      change: (value) => {
        repeat = value;
        redrawDialog();
      },
    })}
    ${
      repeat === 'once'
        ? field({
            id: 'r-datum',
            label: texts.date,
            type: 'date',
            required: true,
            value: draft.date ?? '',
            change: (value) => {
              draft.date = value;
            },
          })
        : field({
            id: 'r-tag',
            label: texts.weekday,
            required: true,
            value: String(draft.weekday ?? 1),
            options: weekdayOptions,
            change: (value) => {
              draft.weekday = Number(value);
            },
          })
    }
    ${field({
      id: 'r-von',
      label: texts.from,
      type: 'time',
      required: true,
      value: draft.from,
      change: (value) => {
        draft.from = value;
      },
    })}${field({
      id: 'r-bis',
      label: texts.to,
      type: 'time',
      required: true,
      value: draft.to,
      change: (value) => {
        draft.to = value;
      },
    })}
    ${field({
      id: 'r-plaetze',
      label: texts.places,
      hint: texts.placesHint,
      type: 'number',
      min: '0',
      value: String(draft.capacity ?? ''),
      change: (value) => {
        draft.capacity = number(value);
      },
    })}
    ${field({
      id: 'r-ab',
      label: texts.validFrom,
      type: 'date',
      value: draft.valid_from ?? '',
      change: (value) => {
        draft.valid_from = value;
      },
    })}${field({
      id: 'r-gilt',
      label: texts.validTo,
      type: 'date',
      value: draft.valid_to ?? '',
      change: (value) => {
        draft.valid_to = value;
      },
    })}</div>
    ${check('r-ohne', texts.walkIn, draft.walk_in ?? false, (on) => {
      draft.walk_in = on;
    })}`;
  const valid = () => {
    problem = draft.to <= draft.from ? texts.wrongTimes : repeat === 'once' && !draft.date ? texts.needsDate : '';
    if (problem) redrawDialog();
    return !problem;
  };
  if (
    !(await ask({ title: rule ? texts.editRule : texts.addRule, body, action: texts.take, check: valid, wide: true }))
  )
    return undefined;
  const { weekday = 1, date, every_n_weeks: _e, nth: _n, ...rest } = draft;
  if (repeat === 'once') return tidy({ ...rest, date });
  const n = Number(repeat.replace(/^\D+(?=-?\d)/, '').replace('nth', ''));
  if (repeat.startsWith('nth')) return tidy({ ...rest, weekday, nth: Number(repeat.slice(3)) });
  return tidy({ ...rest, weekday, every_n_weeks: n > 1 ? n : undefined });
}

export function ruleTable(data: CalendarData, change: Change): TemplateResult {
  const rules = data.opening_hours ?? [];
  const put = (opening_hours: OpeningRule[]) => change({ opening_hours });
  const sorted = [...rules].sort(
    (a, b) =>
      (a.date ?? '').localeCompare(b.date ?? '') || (a.weekday ?? 0) - (b.weekday ?? 0) || a.from.localeCompare(b.from),
  );
  return html`<div class="row">${button(
    texts.addRule,
    async () => {
      const rule = await editRule(undefined);
      if (rule) put([...rules, rule]);
    },
    { icon: 'add' },
  )}</div>
    <amtslotse-list plain .label=${texts.tabs.zeiten} .rows=${sorted} .empty=${texts.noRules} .columns=${[
      {
        title: texts.weekday,
        cell: (row: OpeningRule) =>
          html`<strong>${ruleText(row)}</strong>${row.valid_from || row.valid_to ? html`<span class="table__sub">${day(row.valid_from)} – ${day(row.valid_to)}</span>` : nothing}`,
      },
      { title: texts.from, cell: (row: OpeningRule) => `${row.from} – ${row.to} Uhr` },
      {
        title: texts.places,
        numeric: true,
        cell: (row: OpeningRule) => String(row.capacity ?? data.capacity_per_slot ?? 1),
      },
      {
        title: texts.kind,
        cell: (row: OpeningRule) => (row.walk_in ? badge(texts.walkIn, 'info') : texts.byAppointment),
      },
      {
        title: texts.edit,
        action: true,
        cell: (row: OpeningRule) => html`${button(
          texts.edit,
          async () => {
            const next = await editRule(row);
            if (next) put(rules.map((each) => (each === row ? next : each)));
          },
          { small: true, title: `${texts.edit}: ${ruleText(row)}` },
        )}
        ${button(texts.remove, () => put(rules.filter((each) => each !== row)), { small: true, look: 'tertiary', title: `${texts.remove}: ${ruleText(row)}` })}`,
      },
    ]}></amtslotse-list>`;
}

export async function editClosure(closure: Closure | undefined, isNew = !closure): Promise<Closure | undefined> {
  const draft: Closure = closure ? { ...closure } : { date: '', reason: '' };
  let problem = '';
  const body = () => html`${problem ? alertBox('danger', problem) : nothing}<div class="form form--row">
    ${field({
      id: 's-tag',
      label: texts.first,
      type: 'date',
      required: true,
      value: draft.date,
      change: (value) => {
        draft.date = value;
      },
    })}${field({
      id: 's-letzter',
      label: texts.lastDay,
      type: 'date',
      value: draft.last ?? '',
      change: (value) => {
        draft.last = value;
      },
    })}
    ${field({
      id: 's-von',
      label: texts.from,
      hint: texts.wholeDay,
      type: 'time',
      value: draft.from ?? '',
      change: (value) => {
        draft.from = value;
      },
    })}${field({
      id: 's-bis',
      label: texts.to,
      type: 'time',
      value: draft.to ?? '',
      change: (value) => {
        draft.to = value;
      },
    })}</div>
    ${field({
      id: 's-grund',
      label: texts.reason,
      hint: texts.reasonHint,
      value: draft.reason ?? '',
      change: (value) => {
        draft.reason = value;
      },
    })}`;
  const valid = () => {
    problem = !draft.date
      ? texts.needsDate
      : Boolean(draft.from) !== Boolean(draft.to)
        ? texts.bothTimes
        : (draft.last && draft.last < draft.date) || (draft.from && draft.to && draft.to <= draft.from)
          ? texts.wrongTimes
          : '';
    if (problem) redrawDialog();
    return !problem;
  };
  if (
    !(await ask({
      title: isNew ? texts.addClosure : texts.editClosure,
      body,
      action: texts.take,
      check: valid,
      wide: true,
    }))
  )
    return undefined;
  return { ...tidy(draft), reason: draft.reason ?? '' };
}

export function closureTable(data: CalendarData, change: Change): TemplateResult {
  const closures = [...(data.closures ?? [])].sort((a, b) => a.date.localeCompare(b.date));
  const put = (next: Closure[]) => change({ closures: next });
  return html`<div class="row">${button(
    texts.addClosure,
    async () => {
      const closure = await editClosure(undefined);
      if (closure) put([...closures, closure]);
    },
    { icon: 'add' },
  )}</div>
    <amtslotse-list .label=${texts.tabs.schliesstage} .rows=${closures} .empty=${texts.noClosures} .columns=${[
      {
        title: texts.date,
        cell: (row: Closure) =>
          html`<strong>${day(row.date)}${row.last ? ` – ${day(row.last)}` : ''}</strong>${row.from ? html`<span class="table__sub">${row.from} – ${row.to ?? '24:00'} Uhr</span>` : nothing}`,
      },
      { title: texts.reason, cell: (row: Closure) => row.reason ?? '' },
      {
        title: texts.edit,
        action: true,
        cell: (row: Closure) => html`${button(
          texts.edit,
          async () => {
            const next = await editClosure(row);
            if (next) put(closures.map((each) => (each === row ? next : each)));
          },
          { small: true, title: `${texts.edit}: ${day(row.date)}` },
        )}
        ${button(texts.remove, () => put(closures.filter((each) => each !== row)), { small: true, look: 'tertiary', title: `${texts.remove}: ${day(row.date)}` })}`,
      },
    ]}></amtslotse-list>`;
}

export function serviceTable(data: CalendarData, change: Change): TemplateResult {
  const services = data.services ?? [];
  const set = (row: OfferedService, part: Partial<OfferedService>) =>
    change({ services: services.map((each) => (each === row ? tidy({ ...each, ...part }) : each)) });
  const small = (
    row: OfferedService,
    key: 'minutes' | 'max_quantity',
    label: string,
  ) => html`<label class="kern-sr-only" for="${key}-${row.service_id}">${label}: ${row.name ?? row.service_id}</label>
    <input class="kern-form-input__input small-number" id="${key}-${row.service_id}" type="number" min="1" max="480" .value=${String(row[key] ?? 1)} @change=${(event: Event) => set(row, { [key]: Math.max(1, Number((event.target as HTMLInputElement).value) || 1) })}>`;
  return html`<amtslotse-list .label=${texts.tabs.leistungen} .rows=${services} .words=${(row: OfferedService) => `${row.name ?? ''} ${row.service_id}`} .columns=${[
    { title: texts.service, cell: (row: OfferedService) => html`<strong>${row.name || row.service_id}</strong>` },
    { title: texts.minutes, cell: (row: OfferedService) => small(row, 'minutes', texts.minutes) },
    { title: texts.quantity, cell: (row: OfferedService) => small(row, 'max_quantity', texts.quantity) },
    {
      title: texts.needs,
      cell: (
        row: OfferedService,
      ) => html`<select class="kern-form-input__select" aria-label="${texts.needs}: ${row.name ?? row.service_id}" @change=${(event: Event) => set(row, { needs: (event.target as HTMLSelectElement).value })}>
      ${(texts.needsOptions.some(([id]) => id === (row.needs ?? 'name')) ? texts.needsOptions : [...texts.needsOptions, [row.needs!, row.needs!] as [string, string]]).map(([id, label]) => html`<option value=${id} ?selected=${id === (row.needs ?? 'name')}>${label}</option>`)}</select>`,
    },
    {
      title: texts.remove,
      action: true,
      cell: (row: OfferedService) =>
        button(texts.remove, () => change({ services: services.filter((each) => each !== row) }), {
          small: true,
          look: 'tertiary',
          title: `${texts.remove}: ${row.name ?? row.service_id}`,
        }),
    },
  ]}></amtslotse-list>
  <amtslotse-picker class="form" name="neue-leistung" .label=${texts.addService} @picked=${(
    event: CustomEvent<{ id: string; title: string } | undefined>,
  ) => {
    const hit = event.detail;
    if (hit && !services.some((each) => each.service_id === hit.id))
      change({
        services: [
          ...services,
          { service_id: hit.id, name: hit.title, minutes: data.slot_minutes ?? 10, max_quantity: 1, needs: 'name' },
        ],
      });
  }}></amtslotse-picker>`;
}

export function rulesForm(data: CalendarData, change: Change): TemplateResult {
  const of = (key: keyof CalendarData & string, label: string, fallback: number, hint?: string) =>
    field({
      id: key,
      label,
      hint,
      type: 'number',
      min: '0',
      required: true,
      value: String(data[key] ?? fallback),
      change: (value) => {
        if (value !== '') change({ [key]: Number(value) });
      },
    });
  const release = data.release ?? { mode: 'at_once' };
  return html`<div class="form form--row">${of('slot_minutes', texts.slotMinutes, 10)}${of('capacity_per_slot', texts.capacity, 1)}${of('public_capacity_per_slot', texts.publicCapacity, data.capacity_per_slot ?? 1)}${of('buffer_minutes', texts.buffer, 0)}
    ${of('booking_window_days', texts.window, 60)}${of('lead_minutes', texts.latest, 60)}${of('hold_minutes', texts.hold, 10)}${of('person_limit', texts.limit, 0, texts.limitHint)}</div>
    <section><h2>${texts.release}</h2><div class="form form--row">
      ${field({ id: 'freigabe', label: texts.release, required: true, value: release.mode, options: texts.releaseModes, change: (mode) => change({ release: mode === 'weekly' ? { mode, weekday: 1, at: '08:00' } : mode === 'daily' ? { mode, at: '08:00' } : { mode: 'at_once' } }) })}
      ${release.mode === 'weekly' ? field({ id: 'freigabe-tag', label: texts.releaseDay, required: true, value: String(release.weekday ?? 1), options: weekdayOptions, change: (value) => change({ release: { ...release, weekday: Number(value) } }) }) : nothing}
      ${
        release.mode !== 'at_once'
          ? field({
              id: 'freigabe-zeit',
              label: texts.releaseAt,
              type: 'time',
              required: true,
              value: release.at ?? '08:00',
              change: (at) => {
                if (at) change({ release: { ...release, at } });
              },
            })
          : nothing
      }</div></section>`;
}
