// One chat with a citizen, or one call-back: transcript, answer, notes, transfer, end, export, delete.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api, newKey } from '../core/api';
import { Draft } from '../core/draft';
import { type Desk, type HandOver, type Talk, type TalkMessage, watch } from '../core/hand-overs';
import { saveFile } from '../core/files';
import { ConsolePage, heading, waiting } from '../core/page';
import { go, link } from '../core/route';
import { clock, moment } from '../core/time';
import { ask, kept } from '../parts/dialog';
import { alertBox, badge, button, field, fieldOf, linkButton } from '../parts/fields';
import { say, soon } from '../parts/toast';
import { hand, talk as texts } from '../texts/hand-over';

const EVERY_MS = 2500;

export class HandOverPage extends ConsolePage {
  @state() private talk: Talk | undefined;
  @state() private desks: Desk[] = [];
  @state() private reply = '';
  @state() private note = '';
  private replyKey = newKey();
  private timer = 0;

  private get talkId(): string {
    return this.route.rest[0] ?? '';
  }
  private get draft(): Draft<string> {
    return new Draft<string>(`antwort.${this.talkId}`, true);
  }
  private get noteDraft(): Draft<string> {
    return new Draft<string>(`notiz.${this.talkId}`, true);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.talk = undefined;
    this.reply = this.draft.read() ?? '';
    this.note = this.noteDraft.read() ?? '';
    this.timer = window.setInterval(() => {
      if (this.open) void this.load();
    }, EVERY_MS);
    void this.load();
    void this.working(() => api.call<{ offices?: Desk[] }>('dialogue/ListStaffedHours')).then((answer) => {
      this.desks = answer?.offices ?? [];
    });
  }
  override disconnectedCallback(): void {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  private get open(): boolean {
    return this.talk?.handOver.state === 'waiting' || this.talk?.handOver.state === 'accepted';
  }

  private async load(): Promise<void> {
    const before = this.talk?.transcript?.length ?? 0;
    try {
      this.talk = await api.call<Talk>('dialogue/GetHandOver', { handOverId: this.talkId });
    } catch (error) {
      if (!this.talk) this.failure = error as never;
      return;
    }
    if ((this.talk.transcript?.length ?? 0) === before) return;
    await this.updateComplete;
    const log = this.querySelector('.talk');
    if (log) log.scrollTop = log.scrollHeight;
  }

  private async step(rpc: string, body: object, done?: string): Promise<boolean> {
    const answer = await this.working(() => api.call(`dialogue/${rpc}`, { handOverId: this.talkId, ...body }));
    await this.load();
    void watch.look();
    if (answer !== undefined && done) say(done);
    return answer !== undefined;
  }

  private readonly send = async (event?: Event) => {
    event?.preventDefault();
    const text = this.reply.trim();
    if (!text || this.busy) return;
    if (!(await this.step('ReplyAsStaff', { text, idempotencyKey: this.replyKey }))) return;
    this.reply = '';
    this.replyKey = newKey();
    this.draft.clear();
    this.querySelector<HTMLElement>('#antwort')?.focus();
  };

  private async addNote(): Promise<void> {
    if (!this.note.trim()) return;
    if (await this.step('AddHandOverNote', { text: this.note.trim(), idempotencyKey: newKey() }, texts.noted))
      this.setNote('');
  }

  private async transfer(): Promise<void> {
    const others = this.desks.filter(
      (desk) => desk.officeId !== this.talk!.handOver.officeId && (desk.hoursJson ?? '[]') !== '[]',
    );
    if (others.length === 0) {
      await ask({ title: texts.transferTitle, body: html`<p class="kern-body">${texts.nobody}</p>` });
      return;
    }
    const to = { officeId: others[0]!.officeId, note: '' };
    const { keep, said } = kept(new Draft<typeof to>(`abgabe.${this.talkId}`, true), to);
    if (!others.some((desk) => desk.officeId === to.officeId)) to.officeId = others[0]!.officeId;
    const options = others.map((desk) => [desk.officeId, desk.officeName] as [string, string]);
    const body = html`<div class="form">${said}
      ${fieldOf(to, 'officeId', { id: 'stelle', label: texts.to, required: true, options })}
      ${fieldOf(to, 'note', { id: 'uebergabe-notiz', label: texts.transferNote, rows: 3 })}</div>`;
    if (!(await ask({ title: texts.transferTitle, body, action: texts.transfer, keep }))) return;
    if (await this.step('TransferHandOver', to, texts.transferred)) go(link('gespraeche'));
  }

  private async end(close: boolean): Promise<void> {
    const callback = this.talk!.handOver.state === 'callback';
    const [title, lead, action, done] = this.isReport
      ? [texts.reportTick, texts.reportTickLead, texts.reportTick, texts.reportTicked]
      : callback
        ? [texts.tick, texts.tickLead, texts.tick, texts.ticked]
        : [texts.backTitle, close ? texts.closeLead : texts.backLead, close ? texts.close : texts.back2, texts.ended];
    if (!(await ask({ title, body: html`<p>${lead}</p>`, action }))) return;
    // Name and number go with the tick.
    if (callback || this.isReport) await this.leave('EndHandOver', { close }, texts.tickedSoon, done);
    else await this.step('EndHandOver', { close }, done);
  }

  private async exportPdf(): Promise<void> {
    const answer = await this.working(() =>
      api.call<{ fileName: string; pdf: string }>('dialogue/ExportHandOver', { handOverId: this.talkId }),
    );
    if (!answer) return;
    saveFile(
      answer.fileName,
      new Blob([Uint8Array.from(atob(answer.pdf), (c) => c.charCodeAt(0))], { type: 'application/pdf' }),
    );
    say(texts.exported);
    if (this.open) return;
    const lead = html`<p class="kern-body">${texts.exportedLead(this.talk!.transcript?.length ?? 0)}</p>`;
    if (await ask({ title: texts.exportedTitle, body: lead, action: texts.removeNow, cancel: texts.later }))
      await this.takeOut();
  }

  private async discard(): Promise<void> {
    if (
      !(await ask({
        title: texts.removeTitle,
        body: html`<p>${texts.removeLead(this.talk!.transcript?.length ?? 0)}</p>`,
        action: texts.remove,
      }))
    )
      return;
    await this.takeOut();
  }

  private takeOut(): Promise<void> {
    return this.leave('DeleteHandOver', {}, texts.removedSoon, texts.removed);
  }

  /** What is gone cannot be brought back, so it goes a moment later. */
  private async leave(rpc: string, body: object, coming: string, done: string): Promise<void> {
    const handOverId = this.talkId;
    const shown = async () => {
      watch.leaving.delete(handOverId);
      await watch.look();
    };
    const gone = async () => {
      try {
        await api.call(`dialogue/${rpc}`, { handOverId, ...body });
        say(done);
      } catch (error) {
        say((error as Error).message);
      }
      await shown();
    };
    this.draft.clear();
    this.noteDraft.clear();
    watch.leaving.add(handOverId);
    await watch.look();
    soon(coming, gone, shown);
    go(link('gespraeche'));
  }

  override render() {
    if (!this.talk)
      return html`${heading(texts.transcript)}${this.trouble()}${this.failure ? linkButton(texts.back, link('gespraeche')) : waiting()}`;
    const { handOver } = this.talk;
    const callback = !this.talk.transcript?.length && (handOver.dueUnix ?? 0) > 0;
    const title = this.isReport
      ? texts.reportTitle
      : callback
        ? texts.callTitle
        : texts.title(handOver.officeName ?? '');
    return html`${heading(title, html`${handOver.topic || hand.noTopic} · ${hand.channels[handOver.channel] ?? handOver.channel} · ${badge(hand.states[handOver.state] ?? '')}`, linkButton(texts.back, link('gespraeche'), 'tertiary', 'arrow-back'))}
      ${this.trouble()}<div class="talk-page"><div>${this.isReport ? this.report(handOver) : nothing}${callback ? this.callback(handOver) : this.chat(handOver)}</div>${this.aside(handOver, callback)}</div>`;
  }

  /** A barrier that a citizen reported: words and no chat. */
  private get isReport(): boolean {
    return Boolean(this.talk?.transcript?.length) && (this.talk?.handOver.dueUnix ?? 0) > 0;
  }

  private report(handOver: HandOver): TemplateResult {
    if (handOver.state !== 'report') return html`<p class="muted">${texts.gone}</p>`;
    return html`<dl class="facts"><div><dt>${texts.name}</dt><dd>${handOver.name || '–'}</dd></div><div><dt>${texts.contact}</dt><dd>${handOver.telephone || texts.noContact}</dd></div>
      <div><dt>${texts.answerBy}</dt><dd>${moment(handOver.dueUnix)}</dd></div></dl>`;
  }

  private callback(handOver: HandOver): TemplateResult {
    if (!handOver.telephone) return html`<p class="muted">${texts.gone}</p>`;
    return html`<dl class="facts"><div><dt>${texts.name}</dt><dd>${handOver.name}</dd></div>
      <div><dt>${texts.telephone}</dt><dd><a href="tel:${handOver.telephone.replace(/[^\d+]/g, '')}">${handOver.telephone}</a></dd></div>
      <div><dt>${texts.wanted}</dt><dd>${handOver.wantedTime}</dd></div><div><dt>${texts.dueBy}</dt><dd>${moment(handOver.dueUnix)}</dd></div></dl>`;
  }

  private chat(handOver: HandOver): TemplateResult {
    return html`<div class="talk" tabindex="0" role="log" aria-label=${texts.transcript}>${this.talk!.transcript?.map((each) => this.line(each))}</div>
      ${handOver.state === 'waiting' ? html`<div class="row talk__accept">${button(texts.accept, () => void this.step('AcceptHandOver', {}), { look: 'primary', icon: 'check', disabled: this.busy })}<span class="muted">${texts.acceptHint}</span></div>` : nothing}
      ${handOver.state === 'accepted' && !handOver.mine ? alertBox('info', texts.taken) : nothing}
      ${handOver.state === 'accepted' && handOver.mine ? this.answer() : nothing}`;
  }

  private line(message: TalkMessage): TemplateResult {
    return html`<article class="talk__line talk__line--${message.author}"><p class="muted">${message.author === 'staff' ? (message.authorLabel ?? texts.authors.staff) : texts.authors[message.author]} · ${clock(message.timeUnix)}</p><p class="talk__text">${message.text}</p></article>`;
  }

  private answer(): TemplateResult {
    const templates = this.desks.find((desk) => desk.officeId === this.talk!.handOver.officeId)?.templates ?? [];
    const insert = (title: string) => {
      const text = templates.find((each) => each.title === title)?.text;
      if (text) this.write(this.reply ? `${this.reply}\n${text}` : text);
    };
    return html`<form class="form talk__answer" @submit=${this.send} @keydown=${(event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void this.send(event);
    }}>
      ${templates.length ? field({ id: 'vorlage', label: texts.template, required: true, value: '', options: [['', texts.choose], ...templates.map((each) => [each.title, each.title] as [string, string])], change: insert }) : nothing}
      ${field({ id: 'antwort', label: texts.reply, hint: texts.toAll, required: true, rows: 3, value: this.reply, change: (value) => this.write(value) })}
      <div class="row">${button(texts.send, () => {}, { look: 'primary', submit: true, disabled: this.busy || !this.reply.trim() })}</div></form>`;
  }
  private setNote(text: string): void {
    this.note = text;
    if (text) this.noteDraft.write(text);
    else this.noteDraft.clear();
  }
  private write(text: string): void {
    this.reply = text;
    this.draft.write(text);
  }

  private aside(handOver: HandOver, callback: boolean): TemplateResult {
    const notes = this.talk!.notes ?? [];
    const canEnd = handOver.state === 'accepted' && handOver.mine;
    return html`<aside class="talk-side"><section><h2>${texts.notes}</h2><p class="muted">${texts.notesLead}</p>
      ${notes.length ? html`<ul class="notes">${notes.map((each) => html`<li><span class="muted">${moment(each.timeUnix)}</span><br>${each.text}</li>`)}</ul>` : html`<p class="muted">${texts.noNotes}</p>`}
      ${field({ id: 'notiz', label: texts.note, required: true, rows: 2, value: this.note, change: (value) => this.setNote(value) })}${button(texts.addNote, () => void this.addNote(), { small: true, disabled: this.busy })}</section>
      <section class="row">${handOver.state === 'callback' || handOver.state === 'report' ? button(handOver.state === 'report' ? texts.reportTick : texts.tick, () => void this.end(true), { look: 'primary', icon: 'check' }) : nothing}
      ${callback ? nothing : html`${canEnd ? html`${button(texts.back2, () => void this.end(false))}${button(texts.close, () => void this.end(true))}` : nothing}${button(texts.exportPdf, () => void this.exportPdf(), { icon: 'download' })}`}
      ${this.open || handOver.state === 'callback' || handOver.state === 'report' ? button(texts.transfer, () => void this.transfer()) : nothing}
      ${button(texts.remove, () => void this.discard(), { look: 'tertiary', icon: 'delete' })}</section></aside>`;
  }
}
customElements.define('console-hand-over', HandOverPage);
