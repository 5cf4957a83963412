import type { Texts } from '../texts/texts';
import { clock } from './message-view';
import type { Entry, Message } from './message';

function authorOf(message: Message, texts: Texts): string {
  const key = { assistant: 'chat.assistantLong', staff: 'chat.staff', citizen: 'chat.you', notice: 'chat.notice' } as const;
  return message.authorLabel || texts.say(key[message.author]);
}

function linesOf(message: Message, texts: Texts): string[] {
  const lines = [message.text ?? ''];
  for (const card of message.cards ?? []) {
    lines.push(card.title, ...(card.lines ?? []));
    if (card.stepFree) lines.push(texts.say('chat.stepFree'));
    for (const link of card.links ?? []) lines.push(`${link.label}: ${link.url}`);
  }
  for (const link of message.links ?? []) lines.push(`${link.label}: ${link.url}`);
  for (const source of message.sources ?? []) {
    lines.push(`${texts.say('chat.sources', { count: 1 })}: ${[source.title, source.url, source.date].filter(Boolean).join(', ')}`);
  }
  return lines.filter(Boolean);
}

/** The conversation as plain text. */
export function transcript(entries: Entry[], title: string, texts: Texts): string {
  const blocks = entries.map(({ own, message }) => {
    const author = own ? texts.say('chat.you') : authorOf(message!, texts);
    const lines = own ? [own.shown, own.state === 'failed' ? `(${texts.say('chat.failed')})` : ''] : linesOf(message!, texts);
    const time = clock(own?.timeUnix ?? message?.timeUnix, texts.language);
    return `${time ? `[${time}] ` : ''}${author}:\n${lines.filter(Boolean).join('\n')}`;
  });
  const day = new Intl.DateTimeFormat(texts.language, { dateStyle: 'long' }).format(new Date());
  return [`${texts.say('chat.transcriptHead', { title })}\n${day}`, texts.say('chat.disclosure'), ...blocks].join('\n\n') + '\n';
}

/** Offers a text as a download. */
export function saveText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob(['\ufeff', text.replaceAll('\n', '\r\n')], { type: 'text/plain;charset=utf-8' }));
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
