// Questions before a step, as the browser's own modal dialog: focus stays inside and returns, Escape cancels.
import { html, nothing, render, type TemplateResult } from 'lit';
import type { Draft } from '../core/draft';
import { shell } from '../texts/shell';
import { button } from './fields';

export interface Question {
  title: string;
  body: unknown;
  /** Without: nothing to choose, only to close. */
  action?: string;
  cancel?: string;
  wide?: boolean;
  /** Keeps the dialog open while false or rejected. */
  check?: (form: HTMLFormElement) => boolean | Promise<boolean>;
  /** What is typed, kept over a reload until the dialog ends; see `kept`. */
  keep?: { draft: Draft<object>; value: object };
}

/** What was typed into a dialog that a reload closed, put into `value`. Says so, with a way to begin anew. */
export function kept<T extends object>(
  draft: Draft<T>,
  value: T,
): { keep: { draft: Draft<object>; value: object }; said: TemplateResult | typeof nothing } {
  const before = draft.read();
  if (before) Object.assign(value, before);
  return {
    keep: { draft: draft as Draft<object>, value },
    said: before ? html`<p class="muted" role="note">${shell.draftKept}</p>` : nothing,
  };
}

/** Draws again what the open dialog shows, when its `body` is a function. */
let redraw: () => void = () => {};
export const redrawDialog = () => redraw();

const leaving = new Set<() => void>();
/** Closes what keeps its draft, as nobody is signed in any more; the draft stays. */
export function leaveDialogs(): void {
  for (const leave of [...leaving]) leave();
}

/** `titleId`: of its own, as one question may come up over another. */
function form(question: Question, titleId: string, submit: (event: Event) => void, cancel: () => void): TemplateResult {
  const { title, action } = question;
  const body = typeof question.body === 'function' ? (question.body as () => TemplateResult)() : question.body;
  return html`<form method="dialog" @submit=${submit} novalidate>
    <header class="kern-dialog__header"><h2 class="kern-title" id=${titleId} tabindex="-1">${title}</h2></header>
    <section class="kern-dialog__body">${body ?? nothing}</section>
    <footer class="kern-dialog__footer">${button(question.cancel ?? (action ? shell.cancel : shell.close), cancel)}
      ${action ? button(action, () => {}, { look: 'primary', submit: true }) : nothing}</footer></form>`;
}

/** Writes down what is typed; once more a moment later, as what is picked from a list reaches the value only then. */
function noteDown(dialog: HTMLDialogElement, { draft, value }: NonNullable<Question['keep']>): void {
  const note = () => {
    draft.write(value);
    setTimeout(() => dialog.isConnected && draft.write(value));
  };
  dialog.addEventListener('input', note);
  dialog.addEventListener('change', note);
}

let asked = 0;

/** True when the person chose the action. */
export function ask(question: Question): Promise<boolean> {
  const titleId = `dialog-titel-${++asked}`;
  const dialog = document.createElement('dialog');
  dialog.className = `kern-dialog ${question.wide ? 'dialog--wide' : ''}`;
  dialog.setAttribute('aria-labelledby', titleId);
  (document.querySelector('amtslotse-console') ?? document.body).append(dialog);
  if (question.keep) noteDown(dialog, question.keep);
  const before = document.activeElement as HTMLElement | null;
  const former = redraw;
  return new Promise((resolve) => {
    const end = (said: boolean, forget = true) => {
      if (!dialog.isConnected) return;
      if (forget) question.keep?.draft.clear();
      leaving.delete(leave);
      redraw = former;
      dialog.close();
      dialog.remove();
      before?.focus();
      resolve(said);
    };
    const leave = () => end(false, false);
    if (question.keep) leaving.add(leave);
    let checking = false;
    const submit = async (event: Event) => {
      event.preventDefault();
      if (checking) return;
      checking = true;
      try {
        if (!question.check || (await question.check(event.target as HTMLFormElement))) end(true);
      } finally {
        checking = false;
      }
    };
    redraw = () => render(form(question, titleId, submit, () => end(false)), dialog);
    redraw();
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      end(false);
    });
    dialog.showModal();
    (dialog.querySelector<HTMLElement>('input, textarea, select') ?? dialog.querySelector<HTMLElement>('h2'))?.focus();
  });
}
