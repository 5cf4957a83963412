// The editor of one entry: what is typed is kept as a draft in the browser until it is saved; two people at once see
// each other's version.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api, ApiError, newKey } from '../core/api';
import { Draft } from '../core/draft';
import { liveVersion, putBack, restoreVersion, setEntryState } from '../core/entry-states';
import { ACTS, authorName, type Entry, type EntryState, type Hit } from '../core/knowledge';
import { ConsolePage, heading, waiting } from '../core/page';
import { go, link } from '../core/route';
import { moment } from '../core/time';
import { ask } from '../parts/dialog';
import { entryDifference, linkLines } from '../parts/entry-difference';
import { alertBox, button, check, field, linkButton } from '../parts/fields';
import { markdown } from '../parts/markdown';
import '../parts/picker';
import '../parts/try-out';
import { say } from '../parts/toast';
import { editor as texts } from '../texts/content';
import { shell } from '../texts/shell';
import { stateBadge } from './entries';

const EMPTY: Entry = { id: '', question: '', answer: '', language: 'de' };
export class EntryPage extends ConsolePage {
  @state() private entry: Entry | undefined;
  @state() private versions: Entry[] = []; // but for the newest
  @state() private serviceName = '';
  @state() private restoredDraft = false;
  @state() private errors: Record<string, string> = {};
  private stored: Entry = EMPTY;
  private draft = new Draft<Entry>('eintrag.neu');
  private key = newKey();
  private shownId = '';
  private group = ''; // the unanswered questions that this new entry answers

  override willUpdate(): void {
    const id = this.route.rest[0] ?? 'neu';
    if (id === this.shownId) return;
    this.shownId = id;
    void this.open(id === 'neu' ? '' : id);
  }

  private async open(id: string): Promise<void> {
    this.entry = undefined;
    this.versions = [];
    this.group = id ? '' : (this.route.query.get('gruppe') ?? '');
    this.draft = new Draft<Entry>(`eintrag.${id || `neu${this.route.query.toString()}`}`);
    if (id) {
      const answer = await this.working(() =>
        api.call<{ entry: Entry; versions: Entry[] }>('knowledge/GetEntry', { entryId: id, withVersions: true }),
      );
      if (!answer) return;
      this.stored = answer.entry;
      this.versions = answer.versions.filter((version) => version.version !== answer.entry.version);
    } else {
      this.stored = { ...EMPTY, ...this.fromAddress() };
    }
    const kept = this.draft.read();
    this.restoredDraft = Boolean(kept);
    this.entry = kept ?? { ...this.stored };
    this.serviceName = '';
    if (this.entry.serviceId) {
      const answer = await api
        .call<{ service: { name: string } }>('knowledge/GetService', { serviceId: this.entry.serviceId })
        .catch(() => undefined);
      this.serviceName = answer?.service.name ?? this.entry.serviceId;
    }
  }

  /** What another page wants to be written: an unanswered question, a service's text. */
  private fromAddress(): Partial<Entry> {
    const { query } = this.route;
    const kept = sessionStorage.getItem(`amtslotse.vorlage.${query.get('vorlage') ?? ''}`);
    return kept
      ? (JSON.parse(kept) as Partial<Entry>)
      : { ...(query.get('frage') && { question: query.get('frage')! }) };
  }

  private set(change: Partial<Entry>): void {
    this.entry = { ...this.entry!, ...change };
    this.errors = {};
    this.draft.write(this.entry);
  }

  private check(): boolean {
    const entry = this.entry!;
    this.errors = {
      ...(!entry.question.trim() && { frage: texts.needsQuestion }),
      ...(!entry.answer.trim() && { antwort: texts.needsAnswer }),
    };
    const first = Object.keys(this.errors)[0];
    if (first) void this.updateComplete.then(() => this.querySelector<HTMLElement>(`#${first}`)?.focus());
    return !first;
  }

  /** The stored entry after saving, or undefined when it was refused. */
  private async save(state: EntryState): Promise<Entry | undefined> {
    if (!this.check()) return undefined;
    try {
      this.busy = true;
      this.failure = undefined;
      const { entry } = await api.call<{ entry: Entry }>('knowledge/SaveEntry', {
        entry: {
          ...this.entry,
          state,
          version: undefined,
          changedUnix: undefined,
          overdue: undefined,
          byStreet: undefined,
        },
        expectedVersion: this.stored.version ?? 0,
        idempotencyKey: this.key,
      });
      this.key = newKey();
      this.stored = entry;
      this.showStored();
      return entry;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'conflict') await this.conflict();
      else this.failure = error;
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  private async conflict(): Promise<void> {
    const { entry: theirs } = await api.call<{ entry: Entry }>('knowledge/GetEntry', { entryId: this.stored.id });
    const mine = this.entry!;
    const keep = await ask({
      title: texts.conflictTitle,
      action: texts.keepMine,
      cancel: texts.takeTheirs,
      wide: true,
      body: html`<p class="kern-body">${texts.conflictBy(authorName(theirs.changedBy), moment(theirs.changedUnix))}</p><p class="muted">${texts.conflictDifference}</p>${entryDifference(theirs, mine)}`,
    });
    this.stored = theirs;
    this.key = newKey();
    if (keep) {
      this.entry = { ...mine };
      this.draft.write(this.entry);
      say(texts.conflictKept);
    } else {
      this.entry = { ...theirs };
      this.draft.clear();
    }
  }

  private showStored(): void {
    this.draft.clear();
    this.restoredDraft = false;
    this.entry = { ...this.stored };
  }

  /** What citizens read now. */
  private live(): Entry | undefined {
    return liveVersion([this.stored, ...this.versions]);
  }

  private async saveDraft(): Promise<void> {
    const before = this.stored;
    const saved = await this.save('draft');
    if (!saved) return;
    await this.arrive(before, saved);
    const live = this.live();
    say(live ? texts.savedBeside(live.version ?? 0) : texts.saved);
  }

  private async arrive(before: Entry, saved: Entry): Promise<void> {
    if (before.id) {
      await this.reload();
      return;
    }
    this.shownId = saved.id;
    go(link('eintrag', saved.id));
  }

  private async reload(): Promise<void> {
    const answer = await api
      .call<{ versions: Entry[] }>('knowledge/GetEntry', { entryId: this.stored.id, withVersions: true })
      .catch(() => undefined);
    this.versions = (answer?.versions ?? []).filter((version) => version.version !== this.stored.version);
  }

  private changed(): boolean {
    return JSON.stringify(this.entry) !== JSON.stringify(this.stored) || !this.stored.id;
  }

  /** Takes a step that leaves `stored` as it says. False: it was refused. */
  private async step(take: () => Promise<Entry>): Promise<boolean> {
    const entry = await this.working(take);
    if (!entry) return false;
    this.stored = entry;
    this.showStored();
    return true;
  }

  private async setState(to: EntryState, done: string): Promise<void> {
    const before = this.stored;
    const live = this.live();
    if (this.changed() && to === 'published') {
      if (!(await this.save(to))) return;
    } else if (!(await this.step(() => setEntryState(this.stored, to)))) {
      return;
    }
    const answered = to === 'published' ? await this.settleQuestions(this.stored.id) : '';
    const back = async () => {
      if (!(await this.step(() => putBack(this.stored, live, before, newKey)))) return;
      if (answered) await this.working(() => api.call('knowledge/ReopenUnanswered', { groupId: answered }));
      say(texts.undone);
      await this.reload();
    };
    say(answered ? `${done} ${texts.questionsSettled}` : done, back);
    await this.arrive(before, this.stored);
  }

  /** The questions that the entry was written for are open no more. Their group; empty: there was none. */
  private async settleQuestions(entryId: string): Promise<string> {
    const groupId = this.group;
    if (!groupId) return '';
    this.group = '';
    const settled = await this.working(() => api.call('knowledge/AssignUnanswered', { groupId, entryId }));
    return settled === undefined ? '' : groupId;
  }

  private async archive(): Promise<void> {
    if (
      await ask({
        title: texts.archiveTitle,
        body: html`<p class="kern-body">${texts.archiveBody}</p>`,
        action: texts.archive,
      })
    )
      await this.setState('archived', texts.archived);
  }

  private async compare(version: Entry): Promise<void> {
    const restore = await ask({
      title: texts.compareTitle(version.version ?? 0),
      body: html`${entryDifference(version, this.entry!)}<p class="muted">${texts.restoreHint}</p>`,
      action: texts.restore,
      cancel: shell.close,
      wide: true,
    });
    if (restore) await this.bring(version, texts.restored(version.version ?? 0));
  }

  /** An old version as a draft; what citizens read stays. What was typed comes back with the way back. */
  private async bring(version: Entry, done: string): Promise<void> {
    const [before, typed, changed] = [this.stored, this.entry!, this.changed()];
    const live = this.live();
    if (!(await this.step(() => restoreVersion(this.stored, version.version!, newKey())))) return;
    await this.reload();
    say(done, async () => {
      if (!(await this.step(() => putBack(this.stored, live, before, newKey)))) return;
      if (changed) this.set({ ...typed, version: this.stored.version });
      say(texts.undone);
      await this.reload();
    });
  }

  /** The draft beside what citizens read goes; it stays among the versions. */
  private async dropDraft(live: Entry): Promise<void> {
    const before = this.stored;
    if (!(await this.step(() => putBack(this.stored, live, live, newKey)))) return;
    await this.reload();
    say(texts.draftDropped, async () => {
      if (!(await this.step(() => restoreVersion(this.stored, before.version!, newKey())))) return;
      say(texts.undone);
      await this.reload();
    });
  }

  override render() {
    if (!this.entry)
      return html`${heading(texts.newTitle)}${this.trouble()}${this.failure ? linkButton(texts.back, link('eintraege')) : waiting()}`;
    const entry = this.entry;
    return html`<p><a href=${link('eintraege')}>${texts.back}</a></p>
      ${heading(entry.id ? this.stored.question : texts.newTitle, entry.id ? this.standing() : undefined, entry.id ? this.seldom() : undefined)}
      ${this.trouble()}
      ${
        this.restoredDraft
          ? alertBox(
              'info',
              texts.draftKept,
              button(
                texts.discard,
                () => {
                  this.draft.clear();
                  this.restoredDraft = false;
                  this.entry = { ...this.stored };
                },
                { small: true },
              ),
            )
          : nothing
      }
      <div class="split"><form class="form" @submit=${(event: Event) => {
        event.preventDefault();
        void this.saveDraft();
      }}>${this.fields(entry)}${this.actions(entry)}</form>
      <aside><section class="card"><h2>${texts.preview}</h2>${entry.answer.trim() ? markdown(entry.answer) : html`<p class="muted">${texts.previewEmpty}</p>`}</section>
      <section class="card"><amtslotse-try-out .entry=${entry} .question=${entry.question}></amtslotse-try-out></section>
      ${this.versions.length ? this.history() : nothing}</aside></div>`;
  }

  /** What citizens read, and what lies beside it. */
  private standing(): TemplateResult {
    const live = this.live();
    const by = (entry: Entry) => html`${moment(entry.changedUnix)}, ${authorName(entry.changedBy)}`;
    if (!live || live === this.stored) return html`${stateBadge(this.stored)} ${by(this.stored)}`;
    return html`<span class="stand">${stateBadge(live)} ${texts.answersNow(live.version ?? 0)} ${by(live)}</span>
      <span class="stand">${stateBadge(this.stored)} ${texts.besideIt(this.stored.version ?? 0)} ${by(this.stored)}</span>`;
  }

  private fields(entry: Entry): TemplateResult {
    const lines = (text: string) =>
      text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean);
    const unixDay = (text: string) => (text ? Math.floor(Date.parse(`${text}T00:00:00Z`) / 1000) : 0);
    const dayOf = (unix?: number) => (unix ? new Date(unix * 1000).toISOString().slice(0, 10) : '');
    return html`${field({ id: 'frage', label: texts.question, hint: texts.questionHint, required: true, value: entry.question, error: this.errors.frage, change: (question) => this.set({ question }) })}
      ${field({ id: 'varianten', label: texts.variants, hint: texts.variantsHint, rows: 3, value: (entry.variants ?? []).join('\n'), change: (text) => this.set({ variants: text.split('\n') }) })}
      ${field({ id: 'antwort', label: texts.answer, hint: texts.answerHint, required: true, rows: 9, value: entry.answer, error: this.errors.antwort, change: (answer) => this.set({ answer }) })}
      <amtslotse-picker class="wide" name="leistung" .label=${texts.service} .hint=${texts.serviceHint} .value=${this.serviceName} @picked=${(
        event: CustomEvent<Hit | undefined>,
      ) => {
        this.serviceName = event.detail?.title ?? '';
        this.set({ serviceId: event.detail?.id ?? '' });
      }}></amtslotse-picker>
      ${field({ id: 'anliegen', label: texts.act, required: true, value: entry.act ?? '', options: ACTS, change: (act) => this.set({ act }) })}
      ${entry.serviceId && entry.act ? check('ersetzt', texts.replaces, entry.replacesCatalogue ?? false, (replacesCatalogue) => this.set({ replacesCatalogue })) : nothing}
      ${field({
        id: 'links',
        label: texts.links,
        hint: texts.linksHint,
        rows: 2,
        value: linkLines(entry),
        change: (text) =>
          this.set({
            links: lines(text).map((line) => {
              const [label = '', url = ''] = line.split('|').map((part) => part.trim());
              return url ? { label, url } : { label: '', url: label };
            }),
          }),
      })}
      <details class="wide help"><summary>${texts.validity}</summary><div class="form form--row">
        ${field({ id: 'ab', label: texts.validFrom, type: 'date', value: dayOf(entry.validFromUnix), change: (text) => this.set({ validFromUnix: unixDay(text) }) })}
        ${field({ id: 'bis', label: texts.validTo, type: 'date', value: dayOf(entry.validToUnix), change: (text) => this.set({ validToUnix: unixDay(text) }) })}
        ${field({ id: 'zustaendig', label: texts.owner, value: entry.owner ?? '', change: (owner) => this.set({ owner }) })}
        ${field({ id: 'pruefen', label: texts.review, type: 'date', value: entry.reviewDate ?? '', change: (reviewDate) => this.set({ reviewDate }) })}
        ${field({ id: 'sprache', label: texts.language, required: true, value: entry.language || 'de', options: texts.languages, change: (language) => this.set({ language }) })}</div></details>`;
  }

  private seldom(): TemplateResult {
    const live = this.live();
    return html`${live && live !== this.stored ? button(texts.dropDraft, () => void this.dropDraft(live), { look: 'tertiary', disabled: this.busy }) : nothing}
      ${this.stored.state === 'archived' ? nothing : button(texts.archive, () => void this.archive(), { look: 'tertiary', disabled: this.busy })}`;
  }

  private actions(entry: Entry): TemplateResult {
    return html`<div class="bar">${button(texts.publish, () => void this.setState('published', texts.published), { look: 'primary', disabled: this.busy })}
      ${button(texts.save, () => {}, { submit: true, disabled: this.busy })}
      ${entry.id ? nothing : linkButton(shell.cancel, link('eintraege'), 'tertiary')}</div>`;
  }

  private history(): TemplateResult {
    const name = (row: Entry) => texts.version(row.version ?? 0);
    return html`<section class="card"><h2>${texts.versions}</h2>
      <amtslotse-list ?plain=${this.versions.length < 10} .label=${texts.versions} .rows=${this.versions}
        .words=${(row: Entry) => `${name(row)} ${moment(row.changedUnix)} ${authorName(row.changedBy)}`} .columns=${[
          {
            title: texts.versions,
            cell: (row: Entry) =>
              html`${name(row)}<span class="table__sub">${moment(row.changedUnix)}, ${authorName(row.changedBy)}</span>`,
          },
          {
            title: texts.compare,
            action: true,
            cell: (row: Entry) =>
              button(texts.compare, () => void this.compare(row), {
                small: true,
                title: `${texts.compare}: ${name(row)}`,
              }),
          },
        ]}></amtslotse-list></section>`;
  }
}
customElements.define('console-entry', EntryPage);
