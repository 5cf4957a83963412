// Guided moving: each affected appointment with a proposal, one message to all, one step, one undo.
import { html, nothing, type TemplateResult } from 'lit';
import { api, ApiError } from '../core/api';
import { move, servicesText, slotText, type Move, type Proposal } from '../core/booking';
import { calendar as texts, reasons } from '../texts/appointments';
import { ask, redrawDialog } from './dialog';
import { alertBox, field } from './fields';
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

/** Asks what shall happen to each appointment. undefined: the person would rather not. */
export async function chooseMoves(change: Change): Promise<{ moves: Move[]; message: string } | undefined> {
  const { proposals = [] } = await api.call<{ proposals?: Proposal[] }>('booking/ProposeMoves', change);
  if (proposals.length === 0) return { moves: [], message: '' };
  const choices = new Map<string, Choice>(proposals.map((each) => [each.appointment.id, each.slot ? 'move' : 'keep']));
  let message = texts.messageDefault;
  const row = (proposal: Proposal): TemplateResult => {
    const { id } = proposal.appointment;
    const options: [string, string][] = [
      ...(proposal.slot ? [['move', texts.move] as [string, string]] : []),
      ['cancel', texts.cancel],
      ['keep', texts.keep],
    ];
    return html`<li class="hit"><span><strong>${slotText(proposal.appointment.slot)}</strong> ${proposal.appointment.name ?? proposal.appointment.number ?? ''}<br><span class="muted">${servicesText(proposal.appointment)} · ${reasons[proposal.reason ?? ''] ?? ''}
      ${proposal.slot ? html`<br>${texts.newTime(slotText(proposal.slot))}` : texts.noSlot}${proposal.reachable ? nothing : html`<strong> ${texts.call(proposal.telephone ?? '–')}</strong>`}</span></span>
      ${field({ id: `was-${id}`, label: texts.action, required: true, value: choices.get(id)!, options, change: (value) => choices.set(id, value as Choice) })}</li>`;
  };
  const body = html`<p class="kern-body">${texts.affectedLead}</p><ul class="moves">${proposals.map(row)}</ul>
    ${field({
      id: 'nachricht',
      label: texts.message,
      hint: texts.messageHint,
      rows: 3,
      value: message,
      change: (value) => {
        message = value;
      },
    })}`;
  if (!(await ask({ title: texts.affected(proposals.length), body, action: texts.apply, wide: true })))
    return undefined;
  const moves = proposals
    .filter((each) => choices.get(each.appointment.id) !== 'keep')
    .map((each) => ({
      appointmentId: each.appointment.id,
      locationId: each.slot?.locationId ?? change.locationId,
      beginUnix: choices.get(each.appointment.id) === 'move' ? each.slot!.beginUnix : 0,
    }));
  return { moves, message };
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
    await ask({ title: texts.check, body: alertBox('danger', error.message), action: 'OK' });
    redrawDialog();
    return false;
  }
}
