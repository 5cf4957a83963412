// Preview of Markdown without ever writing HTML: paragraphs, headings, lists, emphasis, links to http(s), mailto and tel.
import { html, type TemplateResult } from 'lit';

const INLINE = /\*\*(.+?)\*\*|\*(.+?)\*|_(.+?)_|\[([^\]]+)\]\(([^)\s]+)\)|`([^`]+)`/;
const SAFE = /^(https?:|mailto:|tel:|\/)/i;

function inline(text: string): unknown[] {
  const found = INLINE.exec(text);
  if (!found) return [text];
  const [whole, strong, em, under, label, href, code] = found;
  const before = text.slice(0, found.index);
  const after = inline(text.slice(found.index + whole.length));
  let here: unknown = whole;
  if (strong) here = html`<strong>${inline(strong)}</strong>`;
  else if (em || under) here = html`<em>${inline((em ?? under)!)}</em>`;
  else if (code) here = html`<code>${code}</code>`;
  else if (label) here = SAFE.test(href!) ? html`<a class="kern-link" href=${href!} target="_blank" rel="noopener">${label}</a>` : label;
  return [before, here, ...after];
}

// As in the chat and on the pages, a line break is one; two spaces or a backslash before it change nothing.
function breaking(lines: string[]): unknown[] {
  return lines.map((line, index) => [index > 0 ? html`<br>` : '', inline(line.trim().replace(/(?<!\\)((?:\\\\)*)\\$/, '$1'))]);
}

const BULLET = /^\s*[-*+]\s+/;
const NUMBER = /^\s*\d+[.)]\s+/;
const QUOTE = /^\s*>[>\s]*/;

function block(lines: string[]): TemplateResult {
  const first = lines[0]!;
  const title = /^#{1,6}\s+(.*)/.exec(first);
  if (title) return html`<p class="prose__title">${inline(title[1]!)}</p>${lines.length > 1 ? block(lines.slice(1)) : ''}`;
  for (const [mark, ordered] of [[BULLET, false], [NUMBER, true]] as const) {
    if (!mark.test(first)) continue;
    const items: string[][] = [];
    for (const line of lines) {
      if (mark.test(line)) items.push([line.replace(mark, '')]);
      else items[items.length - 1]!.push(line);
    }
    const rows = items.map((item) => html`<li>${breaking(item)}</li>`);
    return ordered ? html`<ol>${rows}</ol>` : html`<ul>${rows}</ul>`;
  }
  if (lines.every((line) => QUOTE.test(line))) {
    return html`<blockquote>${block(lines.map((line) => line.replace(QUOTE, '')))}</blockquote>`;
  }
  return html`<p>${breaking(lines)}</p>`;
}

export function markdown(text: string): TemplateResult {
  const blocks = text.replaceAll('\r', '').split(/\n\s*\n/).filter((part) => part.trim());
  return html`<div class="prose">${blocks.map((part) => {
    const lines = part.split('\n').filter((line) => line.trim());
    const list = lines.findIndex((line) => BULLET.test(line) || NUMBER.test(line));
    return list > 0 ? html`${block(lines.slice(0, list))}${block(lines.slice(list))}` : block(lines);
  })}</div>`;
}
