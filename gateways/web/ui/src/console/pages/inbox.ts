// Questions without a good answer, one group at a time, worked off without a mouse.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import type { Hit, UnansweredGroup } from '../core/knowledge';
import { ConsolePage, heading, waiting } from '../core/page';
import { go, linkWith } from '../core/route';
import { date } from '../core/time';
import { badge, button } from '../parts/fields';
import '../parts/picker';
import { say } from '../parts/toast';
import { inbox as texts, picker } from '../texts/content';

const SHOWN_TEXTS = 5;

export class InboxPage extends ConsolePage {
  @state() private groups: UnansweredGroup[] | undefined;
  @state() private total = 0;
  @state() private at = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.key);
    void this.load();
  }
  override disconnectedCallback(): void {
    document.removeEventListener('keydown', this.key);
    super.disconnectedCallback();
  }

  private async load(): Promise<void> {
    const answer = await this.working(() => api.call<{ groups: UnansweredGroup[]; total?: number }>('knowledge/ListUnanswered', { pageSize: 200 }));
    if (answer) { this.groups = answer.groups; this.total = answer.total ?? 0; }
  }

  private readonly key = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest('input, textarea, select, dialog')) return;
    const group = this.groups?.[this.at];
    if (!group) return;
    const suggestion = group.suggestions?.[Number(event.key) - 1];
    if (suggestion) void this.assign(group, suggestion);
    else if (event.key === 'ArrowRight' || event.key === 'ArrowDown') this.move(1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') this.move(-1);
    else if (event.key === 'x') void this.outOfScope(group);
    else if (event.key === 'n') this.write(group);
    else if (event.key === 's') this.querySelector<HTMLInputElement>('#ziel')?.focus();
    else return;
    event.preventDefault();
  };

  private move(step: number): void {
    const length = this.groups?.length ?? 0;
    if (length) this.at = (this.at + step + length) % length;
  }

  private async assign(group: UnansweredGroup, hit: Hit): Promise<void> {
    await this.settle(group, hit.kind === 'entry' ? { entryId: hit.id } : { serviceId: hit.id }, texts.assigned(hit.title));
  }
  private async outOfScope(group: UnansweredGroup): Promise<void> {
    await this.settle(group, { outOfScope: true }, texts.outOfScopeDone);
  }

  private async settle(group: UnansweredGroup, target: object, done: string): Promise<void> {
    if (this.busy) return;
    if (await this.working(() => api.call('knowledge/AssignUnanswered', { groupId: group.id, ...target })) === undefined) return;
    this.groups = this.groups!.filter((each) => each !== group);
    this.total -= 1;
    this.at = Math.min(this.at, Math.max(0, this.groups.length - 1));
    say(done);
    await this.updateComplete;
    this.querySelector<HTMLElement>('.case')?.focus();
    if (this.groups.length === 0 && this.total > 0) await this.load();
  }

  private write(group: UnansweredGroup): void {
    sessionStorage.setItem('amtslotse.vorlage.frage', JSON.stringify({ question: group.texts?.[0] ?? '', variants: group.texts?.slice(1) ?? [] }));
    go(linkWith('eintrag/neu', { vorlage: 'frage', gruppe: group.id }));
  }

  override render() {
    return html`${heading(texts.title, texts.lead)}${this.trouble()}${this.groups === undefined ? (this.failure ? nothing : waiting())
      : this.groups.length === 0 ? html`<div class="empty"><p>${texts.empty}</p></div>` : this.current(this.groups[this.at]!)}`;
  }

  private current(group: UnansweredGroup): TemplateResult {
    const shown = group.texts ?? [];
    return html`<section class="case" tabindex="-1" aria-label=${texts.position(this.at + 1, this.total)}>
      <div class="row"><span class="muted grow" role="status">${texts.position(this.at + 1, this.total)}</span>
        ${button('‹', () => this.move(-1), { small: true, title: 'Vorige Frage' })}${button('›', () => this.move(1), { small: true, title: 'Nächste Frage' })}</div>
      <div class="card"><blockquote>${shown[0] ?? ''}</blockquote>
        ${shown.length > 1 ? html`<ul class="muted">${shown.slice(1, SHOWN_TEXTS).map((text) => html`<li>${text}</li>`)}${shown.length > SHOWN_TEXTS ? html`<li>${texts.more(shown.length - SHOWN_TEXTS)}</li>` : nothing}</ul>` : nothing}
        <p class="muted">${texts.asked(group.count ?? 1)}, ${texts.last(date(group.lastUnix))}</p></div>
      <h2>${texts.suggestions}</h2>
      <div class="choices">${(group.suggestions ?? []).map((hit, index) => html`<button type="button" ?disabled=${this.busy} @click=${() => void this.assign(group, hit)}><kbd>${index + 1}</kbd>
        <span><strong>${hit.title}</strong> ${badge(picker.kinds[hit.kind] ?? '')}</span><span class="muted">${hit.reason ?? ''}</span></button>`)}</div>
      <amtslotse-picker name="ziel" .label=${texts.other} .kinds=${['service', 'entry']} .value=${''} @picked=${(event: CustomEvent<Hit | undefined>) => { if (event.detail) void this.assign(group, event.detail); }}></amtslotse-picker>
      <div class="row">${button(texts.newEntry, () => this.write(group), { icon: 'edit' })}${button(texts.outOfScope, () => void this.outOfScope(group), { icon: 'close' })}</div>
      <p class="muted">${texts.keys}</p></section>`;
  }
}
customElements.define('console-inbox', InboxPage);
