// Catalogue in: a file in pieces, progress, the report, the way back; and what the commonest requests still lack.
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { api, ApiError, eachLine, newKey } from '../core/api';
import { authorName } from '../core/knowledge';
import { ConsolePage, heading } from '../core/page';
import { link, linkWith } from '../core/route';
import { count, moment } from '../core/time';
import { ask } from '../parts/dialog';
import { alertBox, badge, button, check } from '../parts/fields';
import { say } from '../parts/toast';
import { imports as texts } from '../texts/setup';

interface Remark {
  severity: string;
  objectId?: string;
  text: string;
  line?: number;
}
interface Report {
  importId?: string;
  added?: number;
  changed?: number;
  deleted?: number;
  unchanged?: number;
  remarks?: Remark[];
  activated?: boolean;
  finishedUnix?: number;
  actor?: string;
  changes?: string[];
  fileNames?: string[];
  remarkCount?: number;
}
interface Readiness {
  service?: { serviceId: string; name: string };
  request: string;
  lacks?: string[];
}
interface Step {
  step?: string;
  fraction?: number;
  report?: Report;
  problem?: string;
}

const PIECE = 60 * 1024;

/** The import that a report takes back: it is a report of its own that names the other. */
const undoneBy = (report: Report) =>
  report.fileNames?.length ? undefined : /^Import (\S+) zurückgenommen/.exec(report.changes?.[0] ?? '')?.[1];

function nameOf(report: Report, all: Report[] = []): string {
  const undone = all.find((each) => each.importId === undoneBy(report));
  if (!undone) return (report.fileNames ?? []).join(', ') || texts.without;
  const first = all.find((each) => each.importId === undoneBy(undone));
  return first ? texts.redoOf(nameOf(first, all)) : texts.undoOf(nameOf(undone, all));
}

/** As the pull of a catalogue refuses it (knowledge/import/import.h LosesMost). */
const losesMost = ({ deleted = 0, changed = 0, unchanged = 0 }: Report): boolean =>
  deleted >= 10 && deleted > changed + unchanged;

/** What is in force no more, as it was taken back and that was not taken back itself. `reports`: newest first. */
function takenBack(reports: Report[]): Set<string | undefined> {
  const taken = new Set<string | undefined>();
  for (const report of reports) {
    const undone = undoneBy(report);
    if (undone && !taken.has(report.importId)) taken.add(undone);
  }
  return taken;
}

export class ImportPage extends ConsolePage {
  @state() private imports: Report[] | undefined;
  @state() private readiness: Readiness[] | undefined;
  @state() private onlyGaps = true;
  @state() private progress: { text: string; fraction: number } | undefined;
  @state() private report: Report | undefined;
  @state() private problem = '';
  private checkedOnly = false; // of the report
  private file: File | undefined;
  private complete = false;
  @state() private dryRun = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    const answers = await this.working(() =>
      Promise.all([
        api.call<{ imports: Report[] }>('knowledge/ListImports'),
        api.call<{ items: Readiness[] }>('knowledge/GetReadiness'),
      ]),
    );
    if (answers) {
      this.imports = answers[0].imports;
      this.readiness = answers[1].items;
    }
  }

  private async start(event: Event): Promise<void> {
    event.preventDefault();
    this.problem = this.file ? '' : texts.needsFile;
    this.report = undefined;
    if (!this.file || this.progress) return;
    const giveFocusBack = this.holdFocus();
    try {
      await this.send(this.file);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.problem = error.message;
    } finally {
      this.progress = undefined;
    }
    await this.load();
    await this.updateComplete;
    this.querySelector<HTMLElement>('#bericht')?.focus();
    await giveFocusBack();
  }

  private async send(file: File): Promise<void> {
    const upload = newKey();
    for (let at = 0; at < file.size || at === 0; at += PIECE) {
      this.progress = {
        text: texts.sending(count((at / Math.max(1, file.size)) * 100)),
        fraction: 0.5 * (at / Math.max(1, file.size)),
      };
      await api.send(
        `/import/${upload}?at=${at}`,
        await file.slice(at, at + PIECE).arrayBuffer(),
        'application/octet-stream',
      );
    }
    if (!this.dryRun) {
      await this.run(upload, file, true);
      if (this.problem || (this.report && losesMost(this.report) && !(await this.agreed(this.report)))) return;
    }
    await this.run(upload, file, this.dryRun);
  }

  private async run(upload: string, file: File, dryRun: boolean): Promise<void> {
    const response = await api.send(
      `/import/${upload}/run`,
      JSON.stringify({ fileName: file.name, dryRun, ...(this.complete && { complete: true }) }),
      'application/json',
    );
    this.checkedOnly = dryRun;
    await eachLine<Step>(response, (step) => this.step(step));
  }

  /** A wrong or cut-off file is more often the reason than the wish. */
  private async agreed(report: Report): Promise<boolean> {
    return await ask({
      title: texts.lossTitle,
      body: html`<p class="kern-body">${texts.lossBody(count(report.deleted ?? 0), count((report.changed ?? 0) + (report.unchanged ?? 0)))}</p>`,
      action: texts.lossAction,
    });
  }

  private step(step: Step): void {
    if (step.problem) this.problem = step.problem;
    if (step.report) this.report = step.report;
    this.progress = { text: step.step ?? '', fraction: 0.5 + 0.5 * (step.fraction ?? 0) };
  }

  private async undo(report: Report): Promise<void> {
    if (
      !(await ask({
        title: texts.undoTitle,
        body: html`<p class="kern-body">${texts.undoBody}</p><p class="kern-body">${texts.undoWhat(nameOf(report, this.imports), moment(report.finishedUnix))} ${this.numbers(report)}</p>`,
        action: texts.undo,
      }))
    )
      return;
    if (!(await this.takeBack(report))) return;
    const undoing = this.imports?.[0];
    say(
      texts.undone,
      undoing
        ? async () => {
            if (await this.takeBack(undoing)) say(texts.redone);
          }
        : undefined,
    );
  }

  private async takeBack(report: Report): Promise<boolean> {
    if ((await this.working(() => api.call('knowledge/UndoImport', { importId: report.importId }))) === undefined)
      return false;
    await this.load();
    return true;
  }

  override render() {
    return html`${heading(texts.title, texts.lead)}${this.trouble()}
      ${
        this.may('administrator')
          ? html`<form class="form" @submit=${this.start}>
        <div class="kern-form-input"><label class="kern-label" for="datei">${texts.file}</label><p class="kern-hint" id="datei-hinweis">${texts.fileHint}</p>
          <input class="file" type="file" id="datei" aria-describedby="datei-hinweis" accept=".xml,.json,.csv,.txt" @change=${(
            event: Event,
          ) => {
            this.file = (event.target as HTMLInputElement).files?.[0];
            this.problem = '';
          }}></div>
        ${check('vollstaendig', texts.complete, this.complete, (on) => {
          this.complete = on;
        }, texts.completeHint)}${check('pruefen', texts.tryOut, this.dryRun, (on) => {
          this.dryRun = on;
        })}
        ${button(this.dryRun ? texts.startCheck : texts.start, () => {}, { submit: true, look: 'primary', disabled: Boolean(this.progress) })}</form>`
          : nothing
      }
      <div role="status">${this.progress ? html`<p>${this.progress.text}</p><progress max="1" value=${this.progress.fraction} aria-label=${texts.title}></progress>` : nothing}</div>
      ${this.problem ? alertBox('danger', this.report ? texts.failed : this.problem, this.report ? this.problem : texts.failed) : nothing}
      ${this.report ? this.reportView(this.report) : nothing}
      <section><h2>${texts.history}</h2>${this.history()}</section>
      <section><h2>${texts.readiness}</h2><p class="muted">${texts.readinessLead}</p><details><summary>${this.gaps()}</summary>${this.readinessList()}</details></section>
      <section><h2>${texts.exports}</h2><ul class="row"><li><a href="/staff/api/v1/export?format=xzufi" download>${texts.exportXzufi}</a></li><li><a href="/staff/api/v1/export?format=faq-csv" download>${texts.exportFaq}</a></li><li><a href="/staff/api/v1/export?format=address-csv" download>${texts.exportStreets}</a></li></ul></section>`;
  }

  private numbers(report: Report): string {
    return (
      [
        [report.added, texts.added],
        [report.changed, texts.changed],
        [report.deleted, texts.deleted],
        [report.unchanged, texts.unchanged],
      ]
        .filter(([n]) => n)
        .map(([n, word]) => `${count(n as number)} ${word}`)
        .join(', ') || texts.unchanged
    );
  }

  private reportView(report: Report): TemplateResult {
    return html`<section class="card" id="bericht" tabindex="-1"><h2>${texts.report}</h2>${this.outcome(report)}
      ${this.details(report)}</section>`;
  }

  private details(report: Report): TemplateResult {
    const remarks = report.remarks ?? [];
    return html`${
        report.changes?.length
          ? html`<details><summary>${texts.changes} (${count(report.changes.length)})</summary><amtslotse-list .label=${texts.changes} .rows=${report.changes.map((line) => ({ line }))} .words=${(row: { line: string }) => row.line}
        .columns=${[{ title: texts.changes, cell: (row: { line: string }) => row.line }]}></amtslotse-list></details>`
          : nothing
      }
      ${remarks.length ? html`<details ?open=${remarks.some((remark) => remark.severity === 'error')}><summary>${texts.remarks} (${count(report.remarkCount || remarks.length)})</summary>${this.remarkList(remarks)}</details>` : html`<p class="muted">${texts.noRemarks}</p>`}`;
  }

  /** Entries have no state of the catalogue: what is new of them is in force without one. */
  private outcome(report: Report): TemplateResult {
    const numbers = this.numbers(report);
    if (this.checkedOnly) return alertBox('info', texts.checked, numbers);
    if (report.activated) return alertBox('success', texts.done, numbers);
    const changed = Boolean(report.added || report.changed);
    return alertBox(changed ? 'success' : 'info', changed ? texts.entriesDone : texts.same, numbers);
  }

  private remarkList(remarks: Remark[]): TemplateResult {
    const look = (remark: Remark) =>
      remark.severity === 'error' ? 'danger' : remark.severity === 'warning' ? 'warning' : 'plain';
    return html`<amtslotse-list .label=${texts.remarks} .rows=${remarks} .words=${(row: Remark) => `${row.text} ${row.objectId ?? ''}`} .columns=${[
      {
        title: texts.remarks,
        cell: (row: Remark) => html`${badge(texts.severity[row.severity] ?? row.severity, look(row))} ${row.text}`,
      },
      { title: texts.object, cell: (row: Remark) => `${row.objectId ?? ''} ${row.line ? texts.line(row.line) : ''}` },
    ]}></amtslotse-list>`;
  }

  private readinessList(): TemplateResult {
    const rows = this.onlyGaps ? this.readiness?.filter((item) => item.lacks?.length) : this.readiness;
    return html`<amtslotse-list .label=${texts.readiness} .rows=${rows} .empty=${texts.nothingLacks} .words=${(row: Readiness) => `${row.request} ${row.service?.name ?? ''}`}
      .filters=${check('luecken', texts.onlyGaps, this.onlyGaps, (on) => {
        this.onlyGaps = on;
      })} .columns=${[
        { title: texts.request, cell: (row: Readiness) => row.request },
        {
          title: texts.service,
          cell: (row: Readiness) =>
            row.service
              ? html`<a href=${link('leistungen', row.service.serviceId)}>${row.service.name}</a>`
              : html`<a href=${linkWith('eintrag/neu', { frage: row.request })}>Antwort schreiben</a>`,
        },
        {
          title: texts.lacks,
          cell: (row: Readiness) =>
            row.lacks?.length
              ? row.lacks.map((lack) => html`${badge(texts.lack[lack] ?? lack, 'warning')} `)
              : badge(texts.nothingLacks, 'success'),
        },
      ]}></amtslotse-list>`;
  }

  private gaps(): string {
    const lacking = this.readiness?.filter((item) => item.lacks?.length).length;
    return lacking === undefined ? texts.readiness : texts.gaps(lacking, this.readiness!.length);
  }

  /** A report that is stored, as it was when the import ended. */
  private async openReport(report: Report): Promise<void> {
    const body = html`<p class="kern-body">${moment(report.finishedUnix)}, ${authorName(report.actor)}: ${this.numbers(report)}</p>${this.details(report)}`;
    await ask({ title: texts.openTitle(nameOf(report, this.imports)), body, wide: true });
  }

  private history(): TemplateResult {
    const taken = takenBack(this.imports ?? []);
    return html`<amtslotse-list .label=${texts.history} .rows=${this.imports} .empty=${texts.noHistory}
      .words=${(row: Report) => `${moment(row.finishedUnix)} ${row.actor ?? ''} ${(row.fileNames ?? []).join(' ')} ${(row.changes ?? []).join(' ')}`} .columns=${[
        {
          title: texts.title,
          cell: (row: Report) =>
            html`${nameOf(row, this.imports)} ${taken.has(row.importId) ? badge(texts.taken, 'warning') : nothing}<span class="table__sub">${moment(row.finishedUnix)}</span>`,
        },
        { title: texts.who, cell: (row: Report) => authorName(row.actor) },
        {
          title: texts.what,
          cell: (row: Report) =>
            html`${this.numbers(row)}${row.remarks?.length ? html`<span class="table__sub">${texts.remarkCount(count(row.remarkCount || row.remarks.length))}</span>` : nothing}`,
        },
        {
          title: texts.open,
          action: true,
          cell: (row: Report) =>
            html`${button(texts.open, () => void this.openReport(row), { small: true, title: texts.openTitle(`${nameOf(row, this.imports)}, ${moment(row.finishedUnix)}`) })}${
              (row.activated || row.added || row.changed) && this.may('administrator') && row === this.imports?.[0]
                ? button(texts.undo, () => void this.undo(row), { small: true, look: 'tertiary' })
                : nothing
            }`,
        },
      ]}></amtslotse-list>`;
  }
}
customElements.define('console-import', ImportPage);
