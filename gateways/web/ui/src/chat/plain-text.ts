import { html, type TemplateResult } from 'lit';

const LINK = /(https?:\/\/[^\s<>"„“]+[^\s<>"„“.,;:!?)\]])/g;

function withLinks(line: string): unknown[] {
  return line.split(LINK).map((part, index) =>
    index % 2 === 1 ? html`<a class="kern-link" href=${part} rel="noopener" target="_blank">${part}</a>` : part);
}

function paragraph(lines: string[]): TemplateResult {
  return html`<p>${lines.map((line, index) => [index > 0 ? html`<br>` : '', withLinks(line)])}</p>`;
}

/** Plain text with line breaks and «- » lists, as messages carry it, as paragraphs and lists. */
export function plainText(text: string): TemplateResult[] {
  const blocks: TemplateResult[] = [];
  let lines: string[] = [];
  let items: string[] = [];
  const flush = () => {
    if (lines.length > 0) blocks.push(paragraph(lines));
    if (items.length > 0) blocks.push(html`<ul>${items.map((item) => html`<li>${withLinks(item)}</li>`)}</ul>`);
    lines = [];
    items = [];
  };
  for (const line of text.split('\n')) {
    const item = /^\s*[-–•]\s+(.*)$/.exec(line);
    if (item) {
      if (lines.length > 0) flush();
      items.push(item[1]!);
    } else if (line.trim() === '') {
      flush();
    } else {
      if (items.length > 0) flush();
      lines.push(line);
    }
  }
  flush();
  return blocks;
}
