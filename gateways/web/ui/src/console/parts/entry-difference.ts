// What differs between two versions of an entry, part by part.
import { html, type TemplateResult } from 'lit';
import { ACTS, type Entry } from '../core/knowledge';
import { editor as texts } from '../texts/content';
import { difference } from './diff';

const TEXT_PARTS: [string, (entry: Entry) => string][] = [
  [texts.question, (entry) => [entry.question, ...(entry.variants ?? [])].join('\n')],
  [texts.answer, (entry) => entry.answer],
  [texts.links, (entry) => linkLines(entry)],
  [texts.act, (entry) => ACTS.find(([id]) => id === (entry.act ?? ''))?.[1] ?? ''],
];
export const linkLines = (entry: Entry) =>
  (entry.links ?? []).map((each) => `${each.label ?? ''} | ${each.url ?? ''}`).join('\n');

export function entryDifference(before: Entry, after: Entry): TemplateResult {
  const parts = TEXT_PARTS.filter(([, part]) => part(before) !== part(after));
  return parts.length === 0
    ? html`<p>${texts.same}</p>`
    : html`${parts.map(([label, part]) => html`<h3>${label}</h3>${difference(part(before), part(after))}`)}`;
}
