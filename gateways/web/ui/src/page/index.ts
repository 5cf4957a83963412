import './page.css';
import { addSuggestions } from './suggest';

// Pages work without this file; it adds the chat and suggestions.
if (document.querySelector('amtslotse-chat')) {
  void import('../chat/index').then(({ define }) => define(location.origin));
}
for (const input of document.querySelectorAll<HTMLInputElement>('input[data-suggest]')) addSuggestions(input);
