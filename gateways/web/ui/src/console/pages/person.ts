// What is kept of one person: told, handed out, erased. What is typed names a citizen and stays in this tab only.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { ApiError } from '../core/api';
import { Draft } from '../core/draft';
import { saveFile } from '../core/files';
import { ConsolePage, heading } from '../core/page';
import {
  erase, isEmpty, keptOf, stillToCome, type Kept, type KeptAppointment, type KeptPeer, type KeptRequest, type KeptTalk, type KeptWish, type Sought,
} from '../core/person';
import { date, moment, today } from '../core/time';
import { ask } from '../parts/dialog';
import { alertBox, button, field } from '../parts/fields';
import { say, soon } from '../parts/toast';
import { hand } from '../texts/hand-over';
import { person as texts } from '../texts/person';

const empty = (): Sought => ({ email: '', telephone: '', reason: '' });
const lines = (...parts: (string | undefined | false)[]) =>
  parts.filter(Boolean).map((part) => html`<span class="table__line">${part}</span>`);

export class PersonPage extends ConsolePage {
  @state() private form = empty();
  @state() private errors: Record<string, string> = {};
  @state() private kept: Kept | undefined;
  private readonly draft = new Draft<Sought>('auskunft', true);

  override connectedCallback(): void {
    super.connectedCallback();
    this.form = { ...empty(), ...this.draft.read() };
    this.kept = undefined;
  }

  private set(change: Partial<Sought>): void {
    this.form = { ...this.form, ...change };
    this.errors = {};
    this.kept = undefined;  // was another person's
    this.draft.write(this.form);
  }

  private get sought(): Sought {
    return { email: this.form.email.trim(), telephone: this.form.telephone.trim(), reason: this.form.reason.trim() };
  }

  private async search(event: Event): Promise<void> {
    event.preventDefault();
    const { email, telephone, reason } = this.sought;
    const enough = email.includes('@') || telephone.replace(/\D/g, '').length >= 6;
    this.errors = { ...(!enough && { email: texts.needsContact }), ...(!reason && { anlass: texts.needsReason }) };
    if (Object.keys(this.errors).length) {
      await this.updateComplete;
      this.querySelector<HTMLElement>(`#${Object.keys(this.errors)[0]}`)?.focus();
      return;
    }
    this.kept = await this.working(() => keptOf(this.sought));
    await this.updateComplete;
    this.querySelector<HTMLElement>('#gespeichert')?.focus();
  }

  private save(): void {
    saveFile(texts.fileName(today()), new Blob([JSON.stringify(this.kept, null, 2)], { type: 'application/json' }));
  }

  private async erase(): Promise<void> {
    const kept = this.kept!;
    const who = this.sought;
    const cancels = stillToCome(kept);
    const body = html`<p class="kern-body">${texts.eraseLead}</p><ul>${this.counts(kept).map((each) => html`<li>${each}</li>`)}</ul>
      ${cancels ? html`<p class="kern-body">${texts.eraseCancels(cancels)}</p>` : nothing}<p class="kern-body">${texts.eraseHint}</p>`;
    if (!(await ask({ title: texts.eraseTitle, body, action: texts.erase }))) return;
    this.kept = undefined;
    soon(texts.eraseSoon, () => this.eraseNow(who), () => { this.kept = kept; say(texts.taken); });
  }

  private async eraseNow(who: Sought): Promise<void> {
    try {
      const { appointments, cancelled, handOvers, peers } = await erase(who);
      say(texts.erased(appointments, cancelled, handOvers, peers));
      this.form = empty();
      this.draft.clear();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.failure = error;
    }
  }

  private counts(kept: Kept): string[] {
    const numbers = [kept.appointments.length, kept.wishes.length, kept.requests.length, kept.handOvers.length, kept.messengers.length] as const;
    return texts.counts(...numbers).filter((_, index) => numbers[index]! > 0);
  }

  override render() {
    const { form, errors } = this;
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      <form class="form noprint" @submit=${this.search} novalidate>
        <div class="form form--row wide">${field({ id: 'email', label: texts.email, type: 'email', value: form.email, error: errors.email,
          change: (email) => this.set({ email }) })}
        ${field({ id: 'telefon', label: texts.telephone, type: 'tel', value: form.telephone,
          change: (telephone) => this.set({ telephone }) })}</div>
        ${field({ id: 'anlass', label: texts.reason, hint: texts.reasonHint, required: true, value: form.reason, error: errors.anlass,
          change: (reason) => this.set({ reason }) })}
        <p class="muted">${texts.identity}</p>
        ${button(texts.search, () => {}, { submit: true, look: 'primary', icon: 'search', disabled: this.busy })}</form>
      ${this.kept ? this.result(this.kept) : nothing}`;
  }

  private result(kept: Kept): TemplateResult {
    if (isEmpty(kept)) {
      return html`<section id="gespeichert" tabindex="-1" role="status">${alertBox('info', texts.nothing)}</section>`;
    }
    return html`<section id="gespeichert" tabindex="-1" role="status"><h2>${texts.found}</h2>
        <p>${this.counts(kept).join(', ')}</p>
        <div class="row noprint">${button(texts.download, () => this.save(), { icon: 'download' })}
          ${button(texts.print, () => window.print())}
          ${button(texts.erase, () => void this.erase(), { look: 'tertiary', icon: 'delete', disabled: this.busy })}</div></section>
      ${this.appointments(kept.appointments)}${this.wishes(kept.wishes)}${this.requests(kept.requests)}${this.talks(kept.handOvers)}${this.peers(kept.messengers)}`;
  }

  private list<Row>(title: string, rows: Row[], columns: { title: string; cell: (row: Row) => unknown }[]) {
    return rows.length === 0 ? nothing : html`<section><h2>${title}</h2>
      <amtslotse-list ?plain=${rows.length < 10} .label=${title} .rows=${rows} .columns=${columns}></amtslotse-list></section>`;
  }

  private appointments(rows: KeptAppointment[]) {
    const needs = ({ needs }: KeptAppointment) => [needs.wheelchair && texts.needs.wheelchair, needs.more_time && texts.needs.more_time,
      needs.interpreter && texts.needs.interpreter(needs.interpreter), needs.note].filter(Boolean).join(', ');
    return this.list(texts.appointments, rows, [
      { title: texts.time, cell: (row) => html`<strong>${moment(row.start)}</strong>${lines(row.location_name, row.number)}` },
      { title: texts.service, cell: (row) => lines(...row.services.map(([, name, quantity]) => `${quantity > 1 ? `${quantity} × ` : ''}${name}`)) },
      { title: texts.entered, cell: (row) => lines(row.contact.name, row.contact.email, row.contact.telephone, needs(row),
        row.attendee_count > 1 && texts.people(row.attendee_count), texts.messages(row.messages ?? 0)) },
      { title: texts.state, cell: (row) => texts.states[row.state] ?? '' },
    ]);
  }

  private wishes(rows: KeptWish[]) {
    const dayOf = (number: number) => date(number * 86_400);
    return this.list(texts.wishes, rows, [
      { title: texts.period, cell: (row) => `${dayOf(row.from_day)} – ${dayOf(row.to_day)}` },
      { title: texts.entered, cell: (row) => lines(row.name, row.email, row.telephone) },
      { title: texts.since, cell: (row) => moment(row.created) },
    ]);
  }

  private requests(rows: KeptRequest[]) {
    return this.list(texts.requests, rows, [
      { title: texts.since, cell: (row) => html`<strong>${moment(row.received)}</strong>${lines(row.to)}` },
      { title: texts.entered, cell: (row) => lines(row.name, row.email) },
      { title: texts.text, cell: (row) => row.text },
    ]);
  }

  private talks(rows: KeptTalk[]) {
    return this.list(texts.talks, rows, [
      { title: texts.since, cell: ({ handOver }) => html`<strong>${moment(handOver?.sinceUnix)}</strong>${lines(handOver?.officeName)}` },
      { title: texts.entered, cell: ({ handOver }) => lines(handOver?.name, handOver?.telephone, handOver?.wantedTime) },
      { title: texts.text, cell: ({ transcript, notes }) => lines(...[...transcript ?? [], ...notes ?? []].map((each) => each.text)) },
    ]);
  }

  private peers(rows: KeptPeer[]) {
    return this.list(texts.messengers, rows, [
      { title: texts.channel, cell: (row) => html`<strong>${hand.channels[row.channel] ?? row.channel}</strong>${lines(row.account)}` },
      { title: texts.address, cell: (row) => row.address ?? '' },
      { title: texts.waiting, cell: (row) => lines(...row.received ?? [], ...row.outgoing ?? []) },
    ]);
  }
}
customElements.define('console-person', PersonPage);
