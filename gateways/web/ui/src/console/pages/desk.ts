// One screen for somebody on the telephone or at the counter: find, book, move, cancel. What is typed names citizens and
// stays in this tab only.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api, newKey } from '../core/api';
import { locations, move, servicesText, slotText, type Appointment, type Location, type Slot } from '../core/booking';
import { Draft } from '../core/draft';
import { ConsolePage, heading, waiting } from '../core/page';
import { day, today } from '../core/time';
import { ask, kept, redrawDialog } from '../parts/dialog';
import { alertBox, badge, button, check, field, fieldOf } from '../parts/fields';
import { qrCode } from '../parts/qr';
import { say } from '../parts/toast';
import { desk as texts, refusals } from '../texts/appointments';
import { empty, type Booked, type Form } from './desk-form';

const MOST_OF_A_DAY = 200; // times

export class DeskPage extends ConsolePage {
  @state() private locations: Location[] | undefined;
  @state() private form = empty();
  @state() private slots: Slot[] | undefined;
  @state() private nextDate = '';
  @state() private more = false;
  @state() private time: Slot | undefined;
  @state() private errors: Record<string, string> = {};
  @state() private found: Appointment[] | undefined;
  @state() private moving: Appointment | undefined;
  @state() private done: Booked | undefined;
  @state() private picture: TemplateResult | undefined;
  private query = '';
  private draft = new Draft<Form>('anruf', true);
  private key = newKey();
  private whole = new Set<string>(); // days, each at a location, whose times are all shown
  private asked = 0; // counts the questions for times: only the last one's answer is shown

  override connectedCallback(): void {
    super.connectedCallback();
    this.form = { ...empty(), ...this.draft.read() };
    void this.begin();
  }

  private async begin(): Promise<void> {
    this.locations = await this.working(locations);
    if (!this.form.serviceId) this.form = { ...this.form, serviceId: this.services()[0]?.[0] ?? '' };
    await this.look();
  }

  private services(): [string, string][] {
    const seen = new Map<string, string>();
    for (const location of this.locations ?? [])
      for (const service of location.services ?? []) seen.set(service.serviceId, service.name ?? service.serviceId);
    return [...seen].sort((a, b) => a[1].localeCompare(b[1], 'de'));
  }

  private set(change: Partial<Form>, looks = false): void {
    this.form = { ...this.form, ...change };
    this.errors = {};
    this.draft.write(this.form);
    if (!looks) return;
    this.slots = this.time = undefined; // those of before are none for what is asked now
    void this.look();
  }

  private async look(after = 0): Promise<void> {
    const { form } = this;
    if (!form.serviceId) return;
    const turn = ++this.asked;
    const answer = await this.working(() =>
      api.call<{ slots: Slot[]; nextFreeDate?: string; more?: boolean }>('booking/FindSlots', {
        filter: {
          services: [{ serviceId: form.serviceId, quantity: form.quantity }],
          locationIds: form.locationId ? [form.locationId] : [],
          fromDate: form.from,
          channel: 'staff',
        },
        limit: 24,
        spread: !after,
        ...(after && { afterUnix: after }),
      }),
    );
    if (!answer || turn !== this.asked) return;
    this.slots = after ? [...(this.slots ?? []), ...answer.slots] : answer.slots;
    if (!after) this.whole = new Set();
    this.nextDate = answer.nextFreeDate ?? '';
    this.more = answer.more ?? answer.slots.length === 24;
    if (!after) this.time = undefined;
  }

  /** All times of one day and location, where only a few are shown at first. */
  private async wholeDay({ locationId, localBegin = '' }: Slot): Promise<void> {
    const date = localBegin.slice(0, 10);
    const { form } = this;
    const answer = await this.working(() =>
      api.call<{ slots: Slot[] }>('booking/FindSlots', {
        filter: {
          services: [{ serviceId: form.serviceId, quantity: form.quantity }],
          locationIds: [locationId],
          fromDate: date,
          toDate: date,
          channel: 'staff',
        },
        limit: MOST_OF_A_DAY,
      }),
    );
    if (!answer || form !== this.form) return;
    const isOfIt = (slot: Slot) => slot.locationId === locationId && slot.localBegin?.startsWith(date);
    const at = (this.slots ?? []).findIndex(isOfIt);
    const others = (this.slots ?? []).filter((slot) => !isOfIt(slot));
    this.slots = [...others.slice(0, at), ...answer.slots, ...others.slice(at)];
    this.whole = new Set([...this.whole, `${date}|${locationId}`]);
    await this.updateComplete;
    this.querySelector<HTMLElement>(`.time[data-begin="${answer.slots[0]?.beginUnix}"]`)?.focus();
  }

  private find(event: Event): Promise<void> {
    event.preventDefault();
    return this.search();
  }

  private async search(): Promise<void> {
    if (!this.query.trim()) return;
    this.found = (
      await this.working(() =>
        api.call<{ appointments: Appointment[] }>('booking/SearchAppointments', { query: this.query.trim() }),
      )
    )?.appointments;
  }

  private async book(event: Event): Promise<void> {
    event.preventDefault();
    const { form } = this;
    this.errors = {
      ...(!this.time && { zeit: texts.needsTime }),
      ...(!form.name.trim() && { name: texts.needsName }),
      ...(form.overbook && !form.reason.trim() && { grund: texts.needsReason }),
    };
    if (Object.keys(this.errors).length || !this.time) {
      await this.updateComplete;
      this.querySelector<HTMLElement>(`#${Object.keys(this.errors)[0]}`)?.focus();
      return;
    }
    const answer = await this.working(() =>
      api.call<Booked>('booking/BookForCaller', {
        idempotencyKey: this.key,
        locationId: this.time!.locationId,
        beginUnix: this.time!.beginUnix,
        services: [{ serviceId: form.serviceId, quantity: form.quantity }],
        contact: { name: form.name.trim(), email: form.email.trim(), telephone: form.telephone.trim() },
        needs: { note: form.note.trim() },
        channel: form.channel,
        overbook: form.overbook,
        reason: form.reason,
        reminderConsent: form.reminder,
      }),
    );
    if (!answer) return;
    this.key = newKey();
    if (answer.refusal) {
      this.errors = { zeit: refusals[answer.refusal] ?? answer.refusal };
      await this.look();
      return;
    }
    this.done = answer;
    this.draft.clear();
    if (answer.appointment) await this.fetchSlip(answer.appointment);
    await this.updateComplete;
    this.querySelector<HTMLElement>('#ergebnis')?.focus();
  }

  private async moveTo(slot: Slot): Promise<void> {
    const appointment = this.moving!;
    const answer = await this.working(() =>
      move([{ appointmentId: appointment.id, locationId: slot.locationId, beginUnix: slot.beginUnix }], ''),
    );
    if (!answer) return;
    const refusal = answer.results[0]?.refusal;
    if (refusal) {
      say(refusals[refusal] ?? refusal);
      await this.look();
      return;
    }
    this.moving = undefined;
    await this.search();
    say(texts.moved(slotText(slot)), () => this.undo(answer.moveId));
  }

  private async undo(moveId: string): Promise<void> {
    if ((await this.working(() => api.call('booking/UndoMove', { moveId }))) === undefined) return;
    await this.search();
    say(texts.undone);
  }

  private async cancel(appointment: Appointment): Promise<void> {
    if (
      !(await ask({
        title: texts.cancelTitle,
        body: html`<p class="kern-body">${slotText(appointment.slot)}, ${appointment.name ?? ''}. ${texts.cancelBody}</p>`,
        action: texts.cancel,
      }))
    )
      return;
    const answer = await this.working(() =>
      move([{ appointmentId: appointment.id, locationId: appointment.slot?.locationId ?? '', beginUnix: 0 }], ''),
    );
    if (!answer) return;
    this.found = this.found?.filter((each) => each !== appointment);
    say(texts.cancelled, () => this.undo(answer.moveId));
  }

  private async correct(appointment: Appointment): Promise<void> {
    const change = { name: appointment.name ?? '', reason: '' };
    const { keep, said } = kept(new Draft<typeof change>(`name.${appointment.id}`, true), change);
    const errors = { name: '', reason: '' };
    const body = () => html`${said}
      ${fieldOf(change, 'name', { id: 'neuer-name', label: texts.name, required: true, error: errors.name })}
      ${fieldOf(change, 'reason', { id: 'warum', label: texts.reason, required: true, error: errors.reason })}`;
    const check = () => {
      errors.name = change.name.trim() ? '' : texts.needsName;
      errors.reason = change.reason.trim() ? '' : texts.needsReason;
      redrawDialog();
      return !errors.name && !errors.reason;
    };
    if (!(await ask({ title: texts.correct, body, action: texts.correct, check, keep }))) return;
    const put = async (name: string, reason: string) => {
      const answer = await this.working(() =>
        api.call('booking/CorrectName', { appointmentId: appointment.id, name, reason }),
      );
      if (answer === undefined) return false;
      this.found = this.found?.map((each) => (each.id === appointment.id ? { ...each, name } : each));
      return true;
    };
    if (!(await put(change.name.trim(), change.reason.trim()))) return;
    const before = appointment.name ?? '';
    say(texts.corrected, before ? () => void put(before, texts.correctedBack) : undefined);
  }

  private async slip(appointment: Appointment): Promise<void> {
    const slip = await this.fetchSlip(appointment);
    if (slip) {
      this.done = { ...slip, appointment: slip.appointment ?? appointment };
      redrawDialog();
    }
  }

  private fetchSlip(appointment: Appointment): Promise<Booked | undefined> {
    this.picture = undefined;
    return this.working(async () => {
      const slip = await api.call<Booked>('booking/GetSlip', { appointmentId: appointment.id });
      if (slip.link) this.picture = await qrCode(slip.link, texts.qr);
      return slip;
    });
  }

  private startMove(appointment: Appointment): void {
    this.moving = appointment;
    this.set(
      {
        serviceId: appointment.services?.[0]?.serviceId ?? this.form.serviceId,
        quantity: appointment.quantities?.[0] ?? 1,
        locationId: appointment.slot?.locationId ?? '',
      },
      true,
    );
    // The times are further down.
    void this.updateComplete.then(() => {
      const title = this.querySelector<HTMLElement>('#neue-zeit');
      title?.focus({ preventScroll: true });
      title?.scrollIntoView({ block: 'start' });
    });
  }

  override render() {
    if (!this.locations)
      return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.failure ? nothing : waiting()}`;
    if (this.done?.appointment) return this.result(this.done, this.done.appointment);
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <form class="form form--row" role="search" @submit=${this.find}>${field({
        id: 'suche',
        label: texts.find,
        hint: texts.findHint,
        required: true,
        value: this.query,
        change: (value) => {
          this.query = value;
        },
      })}${button(texts.search, () => {}, { submit: true, icon: 'search' })}</form>
      ${this.found ? this.hits(this.found) : nothing}
      <section><h2 id="neue-zeit" tabindex="-1">${this.moving ? texts.moving(this.moving.name ?? '') : texts.book}</h2>${
        this.moving
          ? button(
              texts.stop,
              () => {
                this.moving = undefined;
              },
              { small: true },
            )
          : nothing
      }${this.bookingForm()}</section>`;
  }

  private hits(found: Appointment[]): TemplateResult {
    return html`<section><amtslotse-list ?plain=${found.length < 10} .label=${texts.hits} .rows=${found} .empty=${texts.nothing}
      .words=${(row: Appointment) => `${row.name ?? ''} ${row.number ?? ''} ${servicesText(row)} ${slotText(row.slot)} ${row.slot?.locationName ?? ''}`} .columns=${[
        {
          title: texts.person,
          cell: (row: Appointment) =>
            html`<strong>${row.name ?? ''}</strong><span class="table__sub">${row.number ?? ''} ${servicesText(row)}</span>`,
        },
        {
          title: texts.time,
          cell: (row: Appointment) =>
            html`${slotText(row.slot)}<span class="table__sub">${row.slot?.locationName ?? ''}</span>`,
        },
        {
          title: texts.cancel,
          action: true,
          cell: (row: Appointment) =>
            row.state === 'cancelled'
              ? badge(texts.cancelled, 'danger')
              : html`${button(texts.move, () => this.startMove(row), { small: true })}${button(texts.cancel, () => void this.cancel(row), { small: true })}${button(texts.show, () => void this.slip(row), { small: true, look: 'tertiary' })}${button(texts.correct, () => void this.correct(row), { small: true, look: 'tertiary' })}`,
        },
      ]}></amtslotse-list></section>`;
  }

  private bookingForm(): TemplateResult {
    const { form } = this;
    return html`<form class="form wide-form" @submit=${this.book} novalidate>
      <div class="form form--row wide">${field({ id: 'leistung', label: texts.service, required: true, value: form.serviceId, options: this.services(), change: (serviceId) => this.set({ serviceId }, true) })}
        ${field({ id: 'anzahl', label: texts.quantity, type: 'number', min: '1', max: '20', required: true, value: String(form.quantity), change: (value) => this.set({ quantity: Math.max(1, Number(value) || 1) }, true) })}
        ${field({ id: 'ort', label: texts.location, required: true, value: form.locationId, options: [['', texts.any], ...this.locations!.map((each) => [each.id, each.name] as [string, string])], change: (locationId) => this.set({ locationId }, true) })}
        ${field({
          id: 'ab',
          label: texts.from,
          type: 'date',
          required: true,
          min: today(),
          value: form.from,
          change: (from) => {
            if (from) this.set({ from }, true);
          },
        })}</div>
      ${this.times()}
      ${
        this.moving
          ? nothing
          : html`<div class="form form--row wide">${field({ id: 'name', label: texts.name, required: true, value: form.name, error: this.errors.name, change: (name) => this.set({ name }) })}
        ${field({ id: 'telefon', label: texts.telephone, type: 'tel', value: form.telephone, change: (telephone) => this.set({ telephone }) })}${field({ id: 'mail', label: texts.email, type: 'email', value: form.email, change: (email) => this.set({ email }) })}
        ${field({ id: 'bedarf', label: texts.note, value: form.note, change: (note) => this.set({ note }) })}${field({ id: 'kanal', label: texts.channel, required: true, value: form.channel, options: texts.channels, change: (channel) => this.set({ channel }) })}</div>
      ${check('erinnern', texts.reminder, form.reminder, (reminder) => this.set({ reminder }))}${check('einschieben', texts.overbook, form.overbook, (overbook) => this.set({ overbook }))}
      ${form.overbook ? field({ id: 'grund', label: texts.reason, required: true, value: form.reason, error: this.errors.grund, change: (reason) => this.set({ reason }) }) : nothing}
      ${button(texts.action, () => {}, { submit: true, look: 'primary', disabled: this.busy })}`
      }</form>`;
  }

  private moreOf(slot: Slot): TemplateResult | typeof nothing {
    const date = slot.localBegin?.slice(0, 10) ?? '';
    if (this.whole.has(`${date}|${slot.locationId}`)) return nothing;
    const title = `${texts.wholeDay}: ${day(date)}, ${slot.locationName ?? ''}`;
    return button(texts.wholeDay, () => void this.wholeDay(slot), { small: true, look: 'tertiary', title });
  }

  private times(): TemplateResult {
    const days = new Map<string, Slot[]>();
    for (const slot of this.slots ?? []) {
      const key = `${(slot.localBegin ?? '').slice(0, 10)}|${slot.locationName ?? ''}`;
      days.set(key, [...(days.get(key) ?? []), slot]);
    }
    return html`<fieldset class="wide times" id="zeit" tabindex="-1"><legend>${texts.times}</legend>${this.errors.zeit ? alertBox('danger', this.errors.zeit) : nothing}
      ${this.slots?.length === 0 ? html`<p>${texts.noTimes} ${this.nextDate ? html`${texts.next(day(this.nextDate))} ${button(day(this.nextDate), () => this.set({ from: this.nextDate }, true), { small: true })}` : nothing}</p>` : nothing}
      ${[...days].map(([key, slots]) => html`<div class="times__day"><h3>${day(key.split('|')[0])} · ${key.split('|')[1]}</h3><div class="row">${slots.map((slot) => html`<button type="button" class="time" data-begin=${slot.beginUnix} aria-pressed=${this.time?.beginUnix === slot.beginUnix && this.time.locationId === slot.locationId} @click=${() => (this.moving ? void this.moveTo(slot) : void (this.time = slot))}>${slot.localBegin?.slice(11, 16) ?? ''}</button>`)}${this.moreOf(slots[0]!)}</div></div>`)}
      ${this.more && this.slots?.length ? button(texts.more, () => void this.look(this.slots!.at(-1)!.beginUnix), { small: true, look: 'tertiary' }) : nothing}</fieldset>`;
  }

  private result(done: Booked, appointment: Appointment): TemplateResult {
    return html`<section class="card slip" id="ergebnis" tabindex="-1"><h1>${texts.booked}</h1><p class="muted">${texts.readOut}</p>
      <dl class="facts facts--large"><dt>${texts.time}</dt><dd>${slotText(appointment.slot)}</dd><dt>${texts.location}</dt><dd>${appointment.slot?.locationName ?? ''}</dd><dt>${texts.service}</dt><dd>${servicesText(appointment)}</dd>
      <dt>${texts.number}</dt><dd><strong>${appointment.number ?? ''}</strong></dd>${done.cancellationCode ? html`<dt>${texts.code}</dt><dd><strong>${done.cancellationCode}</strong></dd>` : nothing}</dl>
      ${this.picture ? html`<div class="slip__qr">${this.picture}<p>${texts.qrHint}</p></div>` : nothing}
      <div class="row noprint">${button(texts.slip, () => window.print())}${button(
        texts.anotherCall,
        () => {
          this.done = undefined;
          this.found = undefined;
          this.form = { ...empty(), serviceId: this.form.serviceId, locationId: this.form.locationId };
          this.query = '';
          void this.look();
          void this.updateComplete.then(() => this.querySelector<HTMLElement>('#suche')?.focus());
        },
        { look: 'primary' },
      )}</div></section>`;
  }
}
customElements.define('console-desk', DeskPage);
