// What changed between two texts, word by word: <del> and <ins>, also said to screen readers.
import { html, type TemplateResult } from 'lit';

type Part = { kind: 'same' | 'old' | 'new'; text: string };
const MOST = 1500; // words; longer texts are compared by line

function split(text: string, byLine: boolean): string[] {
  return text.match(byLine ? /[^\n]*\n|[^\n]+/g : /\s+|[^\s]+/g) ?? [];
}

/** Longest common subsequence of words. */
export function compare(before: string, after: string): Part[] {
  const byLine = before.split(/\s+/).length > MOST || after.split(/\s+/).length > MOST;
  const a = split(before, byLine);
  const b = split(after, byLine);
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i]![j] = a[i] === b[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const parts: Part[] = [];
  const add = (kind: Part['kind'], text: string) => {
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add('same', a[i]!);
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      add('old', a[i]!);
      i += 1;
    } else {
      add('new', b[j]!);
      j += 1;
    }
  }
  return parts;
}

export function difference(before: string, after: string): TemplateResult {
  return html`<div class="diff">${compare(before, after).map(({ kind, text }) => (kind === 'old' ? html`<del>${text}</del>` : kind === 'new' ? html`<ins>${text}</ins>` : text))}</div>`;
}
