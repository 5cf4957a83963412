// The end of the way from the demonstration to a real town: what goes, asked for twice, done, and the way back.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { ApiError } from '../core/api';
import { bringBack, type Demo, type DemoObject, findDemo, removeDemo, type Removed } from '../core/demo';
import { Draft } from '../core/draft';
import { ConsolePage, heading, waiting } from '../core/page';
import { link } from '../core/route';
import { askToConfirm } from '../parts/confirm';
import { ask } from '../parts/dialog';
import { alertBox, button, check } from '../parts/fields';
import { say } from '../parts/toast';
import { demoRemoval as texts } from '../texts/demo-removal';

export class DemoRemovalPage extends ConsolePage {
  @state() private demo: Demo | undefined;
  @state() private over = false; // the town is no demonstration
  @state() private locations = new Set<string>();
  @state() private accounts = new Set<string>();
  @state() private talks = true;
  @state() private doing = '';
  @state() private removed: Removed | undefined;
  // The way back outlives the page.
  private readonly kept = new Draft<Removed>('vorfuehrdaten');

  override connectedCallback(): void {
    super.connectedCallback();
    this.removed = this.kept.read();
    void this.look();
  }

  private async look(): Promise<void> {
    const demo = await this.working(() => findDemo(this.session.actor!.accountId));
    this.over = this.failure?.code === 'precondition';
    if (this.over) this.failure = undefined;
    if (!demo) return;
    this.demo = demo;
    this.removed = undefined;
    this.locations = new Set(demo.locations.map((location) => location.id));
  }

  private async takeOut(): Promise<void> {
    if (
      !(await ask({
        title: texts.askTitle,
        body: html`<p class="kern-body">${texts.askLead}</p>`,
        action: texts.remove,
      }))
    )
      return;
    if (!(await askToConfirm())) return;
    const chosen: Demo = {
      ...this.demo!,
      locations: this.demo!.locations.filter((each) => this.locations.has(each.id)),
      accounts: this.demo!.accounts.filter((each) => this.accounts.has(each.id)),
      talks: this.talks ? this.demo!.talks : [],
    };
    const removed = await this.working(() =>
      removeDemo(chosen, texts.message, (what) => {
        this.doing = texts.running(what);
      }),
    );
    this.doing = '';
    if (!removed) {
      await this.lookAgain();
      return;
    }
    this.kept.write(removed);
    this.removed = removed;
    this.demo = undefined;
    this.over = true;
    say(texts.done);
  }

  /** After a step that failed: what is left now, and why. */
  private async lookAgain(): Promise<void> {
    const why = this.failure;
    await this.look();
    this.failure = why ?? this.failure;
  }

  private async undo(): Promise<void> {
    if (
      !(await ask({
        title: texts.undoTitle,
        body: html`<p class="kern-body">${texts.undoLead}</p>`,
        action: texts.undo,
      }))
    )
      return;
    if (this.removed!.accounts.length && !(await askToConfirm())) return;
    try {
      this.busy = true;
      await bringBack(this.removed!);
      this.kept.clear();
      say(texts.undone);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.failure = error;
      return;
    } finally {
      this.busy = false;
    }
    await this.look();
  }

  override render() {
    return html`<p><a href=${link('einrichten')}>${texts.back}</a></p>${heading(texts.title, texts.lead)}${this.trouble()}
      ${this.removed ? this.result(this.removed) : this.over ? alertBox('info', texts.already) : nothing}
      ${this.demo ? this.preview(this.demo) : this.over || this.failure ? nothing : waiting()}`;
  }

  private result(removed: Removed): TemplateResult {
    return html`${alertBox(
      'success',
      texts.done,
      texts.summary(
        removed.entries.length,
        removed.calendars.length,
        removed.cancelled,
        removed.accounts.length,
        removed.talks,
      ),
    )}<p>${texts.next}</p><p>${button(texts.undo, () => void this.undo(), { disabled: this.busy })}</p>`;
  }

  private preview(demo: Demo): TemplateResult {
    const { catalogue } = demo;
    const nothingLeft =
      !catalogue.services?.length && !catalogue.offices?.length && !catalogue.entries?.length && !demo.locations.length;
    return html`${nothingLeft ? alertBox('info', texts.nothing) : nothing}
      ${alertBox(
        'info',
        texts.backupTitle,
        html`<p class="kern-body">${texts.backup}</p><p class="row">
        <a href="/staff/api/v1/export?format=xzufi" download>${texts.exportXzufi}</a>
        <a href="/staff/api/v1/export?format=faq-csv" download>${texts.exportFaq}</a></p>`,
      )}
      <section class="card"><h2>${texts.answers}</h2>
        ${this.names(texts.services, catalogue.services)}${this.names(texts.offices, catalogue.offices)}
        ${this.names(texts.entries, catalogue.entries)}
        ${catalogue.rules ? html`<p>${texts.rules(catalogue.rules)}</p>` : nothing}
        ${catalogue.openQuestions ? html`<p>${texts.questions(catalogue.openQuestions)}. ${texts.questionsGone}</p>` : nothing}</section>
      ${this.counter(demo)}${this.people(demo)}
      <p class="muted">${texts.rest} ${texts.figures}</p>
      <div role="status">${this.doing ? html`<p>${this.doing}</p>` : nothing}</div>
      <p>${button(texts.remove, () => void this.takeOut(), { look: 'primary', icon: 'delete', disabled: this.busy })}</p>`;
  }

  private names(title: (n: number) => string, objects: DemoObject[] = []): TemplateResult | typeof nothing {
    if (objects.length === 0) return nothing;
    return html`<details><summary>${title(objects.length)}</summary><ul>${objects.map((each) => html`<li>${each.name}</li>`)}</ul></details>`;
  }

  private counter(demo: Demo): TemplateResult {
    const toggle = (id: string, on: boolean) => {
      this.locations = changed(this.locations, id, on);
    };
    return html`<section class="card"><h2>${texts.counter}</h2>${
      demo.locations.length === 0
        ? html`<p class="muted">${texts.noLocations}</p>`
        : html`<fieldset><legend>${texts.locations}</legend><p class="muted">${texts.locationsLead}</p>
        ${demo.locations.map((each) =>
          check(`ort-${each.id}`, texts.location(each.name, each.affected.length), this.locations.has(each.id), (on) =>
            toggle(each.id, on),
          ),
        )}</fieldset>`
    }</section>`;
  }

  private people(demo: Demo): TemplateResult {
    const toggle = (id: string, on: boolean) => {
      this.accounts = changed(this.accounts, id, on);
    };
    return html`<section class="card"><h2>${texts.people}</h2>${
      demo.accounts.length === 0
        ? html`<p class="muted">${texts.noAccounts}</p>`
        : html`<fieldset><legend>${texts.accounts}</legend><p class="muted">${texts.accountsLead}</p>
        ${demo.accounts.map((each) =>
          check(`konto-${each.id}`, each.displayName || each.name, this.accounts.has(each.id), (on) =>
            toggle(each.id, on),
          ),
        )}</fieldset>`
    }
      ${
        demo.talks.length
          ? html`${check('gespraeche', texts.talks(demo.talks.length), this.talks, (on) => {
              this.talks = on;
            })}
        <p class="muted">${texts.talksLead}</p>`
          : nothing
      }</section>`;
  }
}
customElements.define('console-demo-removal', DemoRemovalPage);

function changed(chosen: Set<string>, id: string, on: boolean): Set<string> {
  const next = new Set(chosen);
  if (on) next.add(id);
  else next.delete(id);
  return next;
}
