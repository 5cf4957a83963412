import { svg, html, type TemplateResult } from 'lit';

// What KERN's icon set lacks, on the same 24 px grid.
const OWN: Record<string, TemplateResult> = {
  send: svg`<path d="M3.4 20.4 21 12 3.4 3.6 3.4 10 15 12 3.4 14z"/>`,
  place: svg`<path d="M12 2a7 7 0 0 0-7 7c0 5.2 7 13 7 13s7-7.8 7-13a7 7 0 0 0-7-7zm0 9.5a2.5 2.5 0 1 1 0-5 2.5 2.5 0 0 1 0 5z"/>`,
  accessible: svg`<path d="M12 5.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM10.5 7v6.5a1.5 1.5 0 0 0 1.5 1.5h3.6l2 4.5 1.8-.8-2.5-5.700H13V11h4V9.300h-4V7zM9 11.200a5 5 0 1 0 5.6 6.8l-1-2.100a3.300 3.300 0 1 1-4.6-2.8z"/>`,
  chat: svg`<path d="M4 3h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H9l-5 4V4a1 1 0 0 1 0-1zm3 5v1.8h10V8zm0 3.8v1.8h7v-1.8z"/>`,
};

const KERN: Record<string, string> = {
  'account-circle': 'kern-icon--account-circle', 'calendar-today': 'kern-icon--calendar-today',
  check: 'kern-icon--check', close: 'kern-icon--close', danger: 'kern-icon--danger', delete: 'kern-icon--delete',
  download: 'kern-icon--download', info: 'kern-icon--info', 'more-vert': 'kern-icon--more-vert',
  'open-in-new': 'kern-icon--open-in-new', warning: 'kern-icon--warning', visibility: 'kern-icon--visibility',
};

/** A decorative icon: its meaning always stands beside it in words. */
export function icon(name: string): TemplateResult {
  const own = OWN[name];
  if (own) return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${own}</svg>`;
  return html`<span class="kern-icon ${KERN[name]}" aria-hidden="true"></span>`;
}
