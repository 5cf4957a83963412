// What changed between two texts, in phrases: <del> and <ins>, said in words to screen readers.
import { html, type TemplateResult } from 'lit';
import { editor as texts } from '../texts/content';

type Part = { kind: 'same' | 'old' | 'new'; text: string };
const MOST = 1500; // words; longer texts are compared by line
const ISLAND = 2; // as many words that stayed between two changes are read more easily as part of one

/** Words with the space behind them, or lines. */
function split(text: string, byLine: boolean): string[] {
  return text.match(byLine ? /[^\n]*\n|[^\n]+/g : /\s*\S+[^\S\n]*\n*|\s+$/g) ?? [];
}

const equal = (a?: string, b?: string) => a !== undefined && b !== undefined && a.trim() === b.trim();

/** Longest common subsequence of words. */
function steps(a: string[], b: string[]): Part[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i]![j] = equal(a[i], b[j])
        ? lengths[i + 1]![j + 1]! + 1
        : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const parts: Part[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (equal(a[i], b[j])) {
      parts.push({ kind: 'same', text: b[j]! });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      parts.push({ kind: 'old', text: a[i]! });
      i += 1;
    } else {
      parts.push({ kind: 'new', text: b[j]! });
      j += 1;
    }
  }
  return parts;
}

export function compare(before: string, after: string): Part[] {
  const byLine = before.split(/\s+/).length > MOST || after.split(/\s+/).length > MOST;
  const single = steps(split(before, byLine), split(after, byLine));
  const parts: Part[] = [];
  let old = '';
  let added = '';
  const end = () => {
    if (old) parts.push({ kind: 'old', text: old });
    if (added) parts.push({ kind: 'new', text: added });
    old = added = '';
  };
  for (let at = 0; at < single.length; at += 1) {
    const { kind, text } = single[at]!;
    if (kind === 'old') old += text;
    else if (kind === 'new') added += text;
    else {
      let more = at;
      while (single[more]?.kind === 'same') more += 1;
      const same = single.slice(at, more).map((part) => part.text).join('');
      const island = old && added && more < single.length && more - at <= ISLAND && !byLine && !same.includes('\n');
      if (island) {
        old += same;
        added += same;
      } else {
        end();
        parts.push({ kind: 'same', text: same });
      }
      at = more - 1;
    }
  }
  end();
  return parts;
}

const said = (word: string) => html`<span class="kern-sr-only">${word}</span>`;
/** Said where it ends, unless its own mark does. */
const end = (text: string) => (/[.,;:!?]$/.test(text) ? '' : said(';'));
const marked = (word: string, text: string, shown: TemplateResult) =>
  html`${said(`${word}: `)}${shown}${end(text.trim())}${/\s*$/.exec(text)![0] || ' '}`;
/** Old and new stand apart, also where the text itself has no space between them. */
export const removed = (text: string) => marked(texts.removed, text, html`<del>${text.trim()}</del>`);
export const added = (text: string) => marked(texts.added, text, html`<ins>${text.trim()}</ins>`);

export function difference(before: string, after: string): TemplateResult {
  const shown = ({ kind, text }: Part) => (kind === 'old' ? removed(text) : kind === 'new' ? added(text) : text);
  return html`<div class="diff">${compare(before, after).map(shown)}</div>`;
}
