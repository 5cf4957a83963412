// The calendar's parts as tables and forms: everything that dragging does, without a mouse.
import { html, nothing, type TemplateResult } from 'lit';
import type { CalendarData, Closure, OfferedService, OpeningRule } from '../core/booking';
import { Draft } from '../core/draft';
import { day } from '../core/time';
import { ask, kept, redrawDialog } from '../parts/dialog';
import { alertBox, badge, button, check, field, fieldOf } from '../parts/fields';
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

type RuleForm = OpeningRule & { repeat: string };

function ruleFields(form: RuleForm): TemplateResult {
  const date = { id: 'r-datum', label: texts.date, type: 'date', required: true };
  const setDay = (value: string) => {
    form.weekday = Number(value);
  };
  const setPlaces = (value: string) => {
    form.capacity = number(value);
  };
  const setRepeat = (value: string) => {
    form.repeat = value;
    redrawDialog();
  };
  return html`<div class="form form--row">
    ${field({ id: 'r-art', label: texts.repeat, required: true, value: form.repeat, options: REPEATS, change: setRepeat })}
    ${
      form.repeat === 'once'
        ? fieldOf(form, 'date', date)
        : field({
            id: 'r-tag',
            label: texts.weekday,
            required: true,
            value: String(form.weekday ?? 1),
            options: weekdayOptions,
            change: setDay,
          })
    }
    ${fieldOf(form, 'from', { id: 'r-von', label: texts.from, type: 'time', required: true })}
    ${fieldOf(form, 'to', { id: 'r-bis', label: texts.to, type: 'time', required: true })}
    ${field({
      id: 'r-plaetze',
      label: texts.places,
      hint: texts.placesHint,
      type: 'number',
      min: '0',
      value: String(form.capacity ?? ''),
      change: setPlaces,
    })}
    ${fieldOf(form, 'valid_from', { id: 'r-ab', label: texts.validFrom, type: 'date' })}
    ${fieldOf(form, 'valid_to', { id: 'r-gilt', label: texts.validTo, type: 'date' })}</div>
    ${check('r-ohne', texts.walkIn, form.walk_in ?? false, (on) => {
      form.walk_in = on;
    })}`;
}

function ruleOf({ repeat, weekday = 1, date, every_n_weeks: _e, nth: _n, ...rest }: RuleForm): OpeningRule {
  if (repeat === 'once') return tidy({ ...rest, date });
  if (repeat.startsWith('nth')) return tidy({ ...rest, weekday, nth: Number(repeat.slice('nth'.length)) });
  const n = Number(repeat.slice('every'.length));
  return tidy({ ...rest, weekday, every_n_weeks: n > 1 ? n : undefined });
}

/** `place`: whose rule it is; `rule`: what is there, or what was marked. */
export async function editRule(
  place: string,
  rule?: OpeningRule,
  isNew = !rule,
): Promise<OpeningRule | undefined> {
  const start: OpeningRule = rule ?? { weekday: 1, from: '08:00', to: '12:00' };
  const form: RuleForm = { ...start, repeat: repeatOf(start) };
  const name = rule ? `${ruleText(rule)}.${rule.from}` : 'neu';
  const { keep, said } = kept(new Draft<RuleForm>(`oeffnungszeit.${place}.${name}`), form);
  let problem = '';
  const body = () => html`${said}${problem ? alertBox('danger', problem) : nothing}${ruleFields(form)}`;
  const valid = () => {
    problem = form.to <= form.from ? texts.wrongTimes : form.repeat === 'once' && !form.date ? texts.needsDate : '';
    if (problem) redrawDialog();
    return !problem;
  };
  const title = isNew ? texts.addRule : texts.editRule;
  return (await ask({ title, body, action: texts.take, check: valid, wide: true, keep })) ? ruleOf(form) : undefined;
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
      const rule = await editRule(data.id);
      if (rule) put([...rules, rule]);
    },
    { icon: 'add' },
  )}</div>
    <amtslotse-list ?plain=${sorted.length < 10} .label=${texts.tabs.zeiten} .rows=${sorted} .empty=${texts.noRules}
      .words=${(row: OpeningRule) => `${ruleText(row)} ${row.from} ${row.to}`} .columns=${[
      {
        title: texts.weekday,
        cell: (row: OpeningRule) =>
          html`<strong>${ruleText(row)}</strong>${row.valid_from || row.valid_to ? html`<span class="table__sub">${day(row.valid_from)} – ${day(row.valid_to)}</span>` : nothing}`,
      },
      {
        title: texts.time,
        cell: (row: OpeningRule) => html`<span class="nowrap">${row.from} – ${row.to} Uhr</span>`,
      },
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
            const next = await editRule(data.id, row);
            if (next) put(rules.map((each) => (each === row ? next : each)));
          },
          { small: true, title: `${texts.edit}: ${ruleText(row)}` },
        )}
        ${button(texts.remove, () => put(rules.filter((each) => each !== row)), { small: true, look: 'tertiary', title: `${texts.remove}: ${ruleText(row)}` })}`,
      },
    ]}></amtslotse-list>`;
}

function problemOf({ date, last, from, to }: Closure): string {
  if (!date) return texts.needsDate;
  if (Boolean(from) !== Boolean(to)) return texts.bothTimes;
  return (last && last < date) || (from && to && to <= from) ? texts.wrongTimes : '';
}

/** As `editRule`. */
export async function editClosure(
  place: string,
  closure?: Closure,
  isNew = !closure,
): Promise<Closure | undefined> {
  const form: Closure = closure ? { ...closure } : { date: '', reason: '' };
  const name = closure ? `${closure.date}.${closure.from ?? ''}` : 'neu';
  const { keep, said } = kept(new Draft<Closure>(`schliesszeit.${place}.${name}`), form);
  let problem = '';
  const body = () => html`${said}${problem ? alertBox('danger', problem) : nothing}<div class="form form--row">
    ${fieldOf(form, 'date', { id: 's-tag', label: texts.first, type: 'date', required: true })}
    ${fieldOf(form, 'last', { id: 's-letzter', label: texts.lastDay, type: 'date' })}
    ${fieldOf(form, 'from', { id: 's-von', label: texts.from, hint: texts.wholeDay, type: 'time' })}
    ${fieldOf(form, 'to', { id: 's-bis', label: texts.to, type: 'time' })}</div>
    ${fieldOf(form, 'reason', { id: 's-grund', label: texts.reason, hint: texts.reasonHint })}`;
  const valid = () => {
    problem = problemOf(form);
    if (problem) redrawDialog();
    return !problem;
  };
  const title = isNew ? texts.addClosure : texts.editClosure;
  if (!(await ask({ title, body, action: texts.take, check: valid, wide: true, keep }))) return undefined;
  return { ...tidy(form), reason: form.reason ?? '' };
}

export function closureTable(data: CalendarData, change: Change): TemplateResult {
  const closures = [...(data.closures ?? [])].sort((a, b) => a.date.localeCompare(b.date));
  const put = (next: Closure[]) => change({ closures: next });
  return html`<div class="row">${button(
    texts.addClosure,
    async () => {
      const closure = await editClosure(data.id);
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
            const next = await editClosure(data.id, row);
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
      ) => html`<div class="kern-form-input"><div class="kern-form-input__select-wrapper"><select
        class="kern-form-input__select" aria-label="${texts.needs}: ${row.name ?? row.service_id}" @change=${(event: Event) => set(row, { needs: (event.target as HTMLSelectElement).value })}>
      ${(texts.needsOptions.some(([id]) => id === (row.needs ?? 'name')) ? texts.needsOptions : [...texts.needsOptions, [row.needs!, row.needs!] as [string, string]]).map(([id, label]) => html`<option value=${id} ?selected=${id === (row.needs ?? 'name')}>${label}</option>`)}</select></div></div>`,
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
