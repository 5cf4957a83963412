import type { Message } from './message';

const KEEP_MS = 10_000;

/** One after the other, each with one end. */
function sentences(parts: (string | undefined)[]): string {
  const said = parts.map((part) => part?.trim()).filter(Boolean) as string[];
  return said.map((part, index) => (index === said.length - 1 || /[.!?:;…]$/.test(part) ? part : `${part}.`)).join(' ');
}

/** What a screen reader hears of a message: everything that is new, in reading order. */
export function spoken(message: Message): string {
  const cards = (message.cards ?? []).flatMap((card) => [card.title, ...(card.lines ?? [])]);
  const choices = (message.choices ?? []).map(({ label, description }) => [label, description].filter(Boolean).join(', '));
  return sentences([message.authorLabel, message.text, ...cards, choices.join('; ')]);
}

/** Says a text once through a live region; the text goes again so that it is not met a second time when reading on. */
export function announce(region: Element | null | undefined, text: string): void {
  if (!region || !text) return;
  const line = document.createElement('p');
  line.textContent = text;
  region.append(line);
  setTimeout(() => line.remove(), KEEP_MS);
}
