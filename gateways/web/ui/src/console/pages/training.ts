// What the assistant would answer otherwise after learning anew; switching to a state of it, and back.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api } from '../core/api';
import { ConsolePage, heading, waiting } from '../core/page';
import { count, moment } from '../core/time';
import { type ChangedAnswer, listModels, type Model, run } from '../core/training';
import { ask } from '../parts/dialog';
import { alertBox, badge, button } from '../parts/fields';
import { say } from '../parts/toast';
import { actNames, training as texts } from '../texts/training';

const percent = (model: Model) => count((model.precisionAt1 ?? 0) * 100);

export class TrainingPage extends ConsolePage {
  @state() private models: Model[] | undefined;
  @state() private off = false;
  @state() private shown: { model: Model; changed: ChangedAnswer[] } | undefined;
  private readonly changed = () => {
    this.requestUpdate();
    if (!run.under) void this.load();
  };

  override connectedCallback(): void {
    super.connectedCallback();
    run.addEventListener('change', this.changed);
    void this.load();
  }
  override disconnectedCallback(): void {
    run.removeEventListener('change', this.changed);
    super.disconnectedCallback();
  }

  private async load(): Promise<void> {
    const answer = await this.working(() => listModels());
    if (!answer) return;
    this.models = answer.models ?? [];
    this.off = answer.trainingOff ?? false;
  }

  private async show(model: Model): Promise<void> {
    const answer = await this.working(() => listModels(model.version));
    if (!answer) return;
    this.shown = { model, changed: answer.changed ?? [] };
    await this.updateComplete;
    this.querySelector<HTMLElement>('#aenderungen')?.focus();
  }

  private async use(model: Model, changed?: ChangedAnswer[]): Promise<void> {
    const before = this.models?.find((each) => each.active);
    const changes = changed ?? (await this.working(() => listModels(model.version)))?.changed ?? [];
    const title = model.shipped ? texts.useShipped : texts.useTitle(moment(model.trainedUnix));
    const body = html`<p class="kern-body">${texts.useLead}</p>
      ${model.shipped ? nothing : html`<h3>${texts.changesTitle}</h3>${this.changes(texts.changesTitle, changes)}`}`;
    if (!(await ask({ title, body, action: texts.use, wide: !model.shipped }))) return;
    if (!(await this.activate(model.version))) return;
    say(
      texts.used,
      before
        ? async () => {
            if (await this.activate(before.version)) say(texts.undone);
          }
        : undefined,
    );
  }

  private async activate(version: string): Promise<boolean> {
    const done = await this.working(() => api.call('nlu/ActivateModel', { version }));
    if (done === undefined) return false;
    await this.load();
    return true;
  }

  override render() {
    if (!this.models) {
      const missing = this.failure?.code === 'not_found';
      return html`${heading(texts.title, texts.lead)}${missing ? alertBox('info', texts.missing) : this.trouble()}
        ${this.failure ? nothing : waiting()}`;
    }
    const active = this.models.find((model) => model.active);
    return html`${heading(texts.title, this.off ? texts.leadOff : texts.lead)}${this.trouble()}${active ? this.now(active) : nothing}${this.learning()}
      ${run.result ? this.result() : nothing}${this.shown ? this.changesOf(this.shown) : nothing}
      <section><h2>${texts.models}</h2>${this.list(this.models)}</section>`;
  }

  private now(model: Model): TemplateResult {
    return html`<section class="card" id="stand"><h2>${texts.now}</h2>
      <p><strong>${model.shipped ? texts.shipped : texts.trained(moment(model.trainedUnix))}</strong>
      ${model.shipped ? nothing : html`<br>${texts.own(model.ownExamples ?? 0)}`}</p>
      <p class="muted">${texts.right(percent(model))}</p></section>`;
  }

  private learning(): TemplateResult {
    if (this.off || run.problem === 'off')
      return html`<section role="status">${alertBox('info', texts.off, texts.offBody)}</section>`;
    return html`<section><p>${button(texts.start, () => void run.start(), { look: 'primary', disabled: run.under })}</p>
      <p class="muted gap">${texts.startHint}</p>
      <div role="status">${
        run.under
          ? html`<p class="gap">${run.step}</p>
        <progress max="1" value=${run.fraction} aria-label=${texts.progress}></progress>`
          : nothing
      }</div>
      ${run.problem ? alertBox('danger', texts.problems[run.problem] ?? texts.problems.failed!) : nothing}</section>`;
  }

  private result(): TemplateResult {
    const { candidate, changed, verdict } = run.result!;
    const active = this.models?.some((model) => model.version === candidate.version && model.active);
    return html`<section id="ergebnis"><h2>${texts.resultTitle}</h2>
      ${alertBox(verdict === 'worse' ? 'warning' : 'success', texts.verdicts[verdict] ?? '')}
      <h3>${texts.changesTitle}</h3>${this.changes(texts.changesTitle, changed)}
      ${
        verdict === 'not_worse' && !active
          ? html`<p>${button(texts.use, () => void this.use(candidate, changed), { look: 'primary' })}</p>`
          : nothing
      }</section>`;
  }

  private changesOf({ model, changed }: { model: Model; changed: ChangedAnswer[] }): TemplateResult {
    const title = texts.changedTitle(moment(model.trainedUnix));
    return html`<section><h2 id="aenderungen" tabindex="-1">${title}</h2>${this.changes(title, changed)}</section>`;
  }

  private changes(label: string, changed: ChangedAnswer[]): TemplateResult {
    const words = (row: ChangedAnswer) => `${row.text} ${actNames(row.actBefore)} ${actNames(row.actAfter)}`;
    return html`<amtslotse-list .label=${label} .rows=${changed} .empty=${texts.changesNone} .words=${words} .columns=${[
      {
        title: texts.question,
        cell: (row: ChangedAnswer) => html`${row.text} ${row.ownCase ? badge(texts.ownCase, 'info') : nothing}`,
      },
      { title: texts.before, cell: (row: ChangedAnswer) => actNames(row.actBefore) },
      { title: texts.after, cell: (row: ChangedAnswer) => actNames(row.actAfter) },
      { title: texts.effect, cell: (row: ChangedAnswer) => this.effect(row) },
    ]}></amtslotse-list>`;
  }

  private effect(row: ChangedAnswer): TemplateResult {
    if (row.actAfter === row.actWanted) return badge(texts.better, 'success');
    return row.actBefore === row.actWanted ? badge(texts.poorer, 'danger') : badge(texts.other);
  }

  private list(models: Model[]): TemplateResult {
    const name = (model: Model) => (model.shipped ? texts.shipped : moment(model.trainedUnix));
    return html`<amtslotse-list .label=${texts.models} .rows=${models} .empty=${texts.modelsEmpty}
      .words=${(row: Model) => `${name(row)} ${row.version}`} .columns=${[
        {
          title: texts.when,
          cell: (row: Model) => html`<strong>${name(row)}</strong>
          ${row.active ? badge(texts.active, 'success') : nothing}<span class="table__sub">${row.version}</span>`,
        },
        {
          title: texts.standing,
          cell: (row: Model) =>
            row.shipped
              ? '–'
              : badge(texts.marks[row.verdict ?? ''] ?? '', row.verdict === 'worse' ? 'warning' : 'plain'),
        },
        { title: texts.examples, numeric: true, cell: (row: Model) => count(row.ownExamples) },
        { title: texts.correct, numeric: true, cell: (row: Model) => `${percent(row)} %` },
        { title: texts.use, action: true, cell: (row: Model) => this.steps(row, name(row)) },
      ]}></amtslotse-list>`;
  }

  private steps(model: Model, name: string): TemplateResult {
    return html`${
      model.shipped
        ? nothing
        : button(texts.show, () => void this.show(model), {
            small: true,
            look: 'tertiary',
            title: `${texts.show}: ${name}`,
          })
    }
      ${
        model.active || model.verdict === 'worse'
          ? nothing
          : button(texts.use, () => void this.use(model), { small: true, title: `${texts.use}: ${name}` })
      }`;
  }
}
customElements.define('console-training', TrainingPage);
