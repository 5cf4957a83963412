// Questions before a step, as the browser's own modal dialog: focus stays inside and returns, Escape cancels.
import { html, nothing, render, type TemplateResult } from 'lit';
import type { Draft } from '../core/draft';
import { shell } from '../texts/shell';
import { button } from './fields';

export interface Question {
  title: string;
  body: unknown;
  action: string;
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

/** True when the person chose the action. */
export function ask(question: Question): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.className = `kern-dialog ${question.wide ? 'dialog--wide' : ''}`;
  dialog.setAttribute('aria-labelledby', 'dialog-titel');
  (document.querySelector('amtslotse-console') ?? document.body).append(dialog);
  const before = document.activeElement as HTMLElement | null;
  const former = redraw;
  return new Promise((resolve) => {
    const end = (said: boolean) => {
      question.keep?.draft.clear();
      redraw = former;
      dialog.close();
      dialog.remove();
      before?.focus();
      resolve(said);
    };
    const note = () => {
      if (question.keep)
        setTimeout(() => {
          if (dialog.isConnected) question.keep!.draft.write(question.keep!.value);
        });
    };
    dialog.addEventListener('input', note);
    dialog.addEventListener('change', note);
    const submit = async (event: Event) => {
      event.preventDefault();
      if (!question.check || (await question.check(event.target as HTMLFormElement))) end(true);
    };
    redraw = () =>
      render(
        html`<form method="dialog" @submit=${submit} novalidate>
      <header class="kern-dialog__header"><h2 class="kern-title" id="dialog-titel" tabindex="-1">${question.title}</h2></header>
      <section class="kern-dialog__body">${typeof question.body === 'function' ? (question.body as () => TemplateResult)() : (question.body ?? nothing)}</section>
      <footer class="kern-dialog__footer">${button(question.cancel ?? shell.cancel, () => end(false))}
      ${button(question.action, () => {}, { look: 'primary', submit: true })}</footer></form>`,
        dialog,
      );
    redraw();
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      end(false);
    });
    dialog.showModal();
    (dialog.querySelector<HTMLElement>('input, textarea, select') ?? dialog.querySelector<HTMLElement>('h2'))?.focus();
  });
}
