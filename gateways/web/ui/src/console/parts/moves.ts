// Guided moving: each affected appointment with a proposal, one message to all, one step, one undo.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { api, ApiError } from '../core/api';
import { move, servicesText, slotText, type Move, type Proposal } from '../core/booking';
import { Draft } from '../core/draft';
import { calendar as texts, reasons } from '../texts/appointments';
import { ask, kept } from './dialog';
import { alertBox, fieldOf } from './fields';
import type { Column } from './list';
import { say } from './toast';

export interface Change {
  locationId: string;
  calendarJson?: string;
  fromUnix?: number;
  toUnix?: number;
  appointmentIds?: string[];
  earliestUnix?: number;
}
type Choice = 'move' | 'cancel' | 'keep';

const nameOf = ({ appointment }: Proposal) => appointment.name ?? appointment.number ?? '';

function choice(proposal: Proposal, choices: Map<string, Choice>): TemplateResult {
  const { id } = proposal.appointment;
  const options: [Choice, string][] = [['cancel', texts.cancel], ['keep', texts.keep]];
  if (proposal.slot) options.unshift(['move', texts.move]);
  const change = (event: Event) => choices.set(id, (event.target as HTMLSelectElement).value as Choice);
  const chosen = choices.get(id)!;
  const option = ([value, label]: [Choice, string]) =>
    html`<option value=${value} ?selected=${value === chosen}>${label}</option>`;
  // A row of the list may have been another's before.
  return html`<div class="kern-form-input"><div class="kern-form-input__select-wrapper"><select
    class="kern-form-input__select" aria-label="${texts.action}: ${nameOf(proposal)}"
    .value=${live(chosen)} @change=${change}>${options.map(option)}</select></div></div>`;
}

function affectedList(proposals: Proposal[], choices: Map<string, Choice>): TemplateResult {
  const columns: Column<Proposal>[] = [
    {
      title: texts.appointment,
      cell: (row) =>
        html`<strong>${slotText(row.appointment.slot)}</strong> ${nameOf(row)}
          <span class="table__sub">${servicesText(row.appointment)} · ${reasons[row.reason ?? ''] ?? ''}</span>`,
    },
    {
      title: texts.proposal,
      cell: (row) =>
        html`${row.slot ? slotText(row.slot) : texts.noSlot}
          ${row.reachable ? nothing : html`<strong class="table__sub">${row.telephone ? texts.call(row.telephone) : texts.unreachable}</strong>`}`,
    },
    { title: texts.action, cell: (row) => choice(row, choices) },
  ];
  const words = (row: Proposal) => `${nameOf(row)} ${slotText(row.appointment.slot)} ${servicesText(row.appointment)}`;
  return html`<amtslotse-list ?plain=${proposals.length < 10} .label=${texts.affected(proposals.length)}
    .rows=${proposals} .words=${words} .columns=${columns}></amtslotse-list>`;
}

/** Asks what shall happen to each appointment. undefined: the person would rather not. */
export async function chooseMoves(change: Change): Promise<{ moves: Move[]; message: string } | undefined> {
  const { proposals = [] } = await api.call<{ proposals?: Proposal[] }>('booking/ProposeMoves', change);
  if (proposals.length === 0) return { moves: [], message: '' };
  const choices = new Map<string, Choice>(proposals.map((each) => [each.appointment.id, each.slot ? 'move' : 'keep']));
  const told = { message: texts.messageDefault };
  const { keep, said } = kept(new Draft<typeof told>(`verlegen.${change.locationId}`, true), told);
  const body = html`<p class="kern-body">${texts.affectedLead}</p>${affectedList(proposals, choices)}
    ${said}${fieldOf(told, 'message', { id: 'nachricht', label: texts.message, hint: texts.messageHint, rows: 3 })}`;
  if (!(await ask({ title: texts.affected(proposals.length), body, action: texts.apply, wide: true, keep })))
    return undefined;
  const moves = proposals
    .filter((each) => choices.get(each.appointment.id) !== 'keep')
    .map((each) => ({
      appointmentId: each.appointment.id,
      locationId: each.slot?.locationId ?? change.locationId,
      beginUnix: choices.get(each.appointment.id) === 'move' ? each.slot!.beginUnix : 0,
    }));
  return { moves, message: told.message };
}

/** Moves, says what happened, offers the way back (`undo` also runs then). */
export async function carryOut(
  moves: Move[],
  message: string,
  done = '',
  undo?: () => Promise<unknown>,
): Promise<void> {
  if (moves.length === 0) {
    say(done, undo);
    return;
  }
  const { moveId, results } = await move(moves, message);
  const refused = results.filter((result) => result.refusal).length;
  say(`${done} ${texts.moved(results.length - refused)} ${refused ? texts.refused(refused) : ''}`.trim(), async () => {
    await undo?.();
    await api.call('booking/UndoMove', { moveId });
  });
}

/** The whole of it, for appointments of a list. True when something was done. */
export async function moveDialog(change: Change): Promise<boolean> {
  try {
    const chosen = await chooseMoves(change);
    if (!chosen) return false;
    await carryOut(chosen.moves, chosen.message);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    await ask({ title: texts.check, body: alertBox('danger', error.message) });
    return false;
  }
}
