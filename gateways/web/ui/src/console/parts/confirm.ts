// Password and code once more, before dangerous steps. With a provider the browser goes there and comes back.
import { html, nothing } from 'lit';
import { api, ApiError } from '../core/api';
import { shell } from '../texts/shell';
import { signIn } from '../texts/sign-in';
import { ask, redrawDialog } from './dialog';
import { alertBox, fieldOf } from './fields';

export async function askToConfirm(): Promise<boolean> {
  const state = { password: '', totp: '', problem: '' };
  const body = () => html`<p class="kern-body">${shell.confirmLead}</p>
    ${state.problem ? alertBox('danger', state.problem) : nothing}
    ${fieldOf(state, 'password', {
      id: 'nochmal-passwort',
      label: signIn.password,
      type: 'password',
      autocomplete: 'current-password',
      required: true,
    })}
    ${fieldOf(state, 'totp', {
      id: 'nochmal-code',
      label: signIn.code,
      hint: signIn.codeHint,
      autocomplete: 'one-time-code',
      required: true,
    })}`;
  const check = async () => {
    try {
      const answer = await api.post<{ refused?: boolean; lockedSeconds?: number }>('/confirm', {
        password: state.password,
        totp: state.totp.replaceAll(' ', ''),
      });
      state.problem = answer.lockedSeconds
        ? shell.locked(answer.lockedSeconds)
        : answer.refused
          ? shell.confirmRefused
          : '';
    } catch (error) {
      state.problem = (error as ApiError).message;
    }
    if (state.problem) redrawDialog();
    return !state.problem;
  };
  return ask({ title: shell.confirmTitle, body, action: shell.confirmAction, check });
}
