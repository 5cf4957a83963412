import './page.css';
import { addSuggestions } from './suggest';

// Pages work without this file; it adds the chat, suggestions, the proof against floods and what a terminal needs.
if (document.querySelector('amtslotse-chat')) {
  void import('../chat/index').then(({ define }) => define(location.origin));
}
for (const input of document.querySelectorAll<HTMLInputElement>('input[data-suggest]')) addSuggestions(input);
const challenged = document.querySelector<HTMLFormElement>('form[data-challenge]');
if (challenged) void import('./challenge').then(({ answerChallenge }) => answerChallenge(challenged));
const held = document.querySelector<HTMLElement>('[data-held-until]');
if (held) void import('./hold').then(({ warnOfEnd }) => warnOfEnd(held));
if (document.documentElement.classList.contains('at-terminal')) void import('./terminal').then(({ beTerminal }) => beTerminal());
