// What every emulated person can do: listen to what arrived, and answer an offered choice in the channel's way.
// A subclass has `received` (all messages to the person, in order), `say(text)` and, where there are buttons, `tap(label)`.
export class Listener {
  constructor(emulator, name) {
    Object.assign(this, { emulator, name, seen: 0, last: [] });
  }

  // One message as a person sees it: text, labels of buttons, name of a file.
  textOf(message) {
    return [message.text, message.file?.name, ...(message.labels ?? []).map((label) => `[${label}]`)].filter(Boolean).join('\n');
  }
  textOfAll(messages) { return messages.map((message) => this.textOf(message)).join('\n'); }

  // Waits for so many new messages; them as one text.
  async hears(count = 1, milliseconds = 20_000) {
    const from = this.seen;
    await this.emulator.until(() => this.received.length >= from + count, () => `${count} new messages to ${this.name}; heard last:\n${this.textOfAll(this.received.slice(-3))}`, milliseconds);
    this.seen = from + count;
    this.last = this.received.slice(from, from + count);
    return this.textOfAll(this.last);
  }

  // Waits until something that was not heard yet says so.
  async hearsThat(pattern, milliseconds = 20_000) {
    const from = this.seen;
    const end = await this.emulator.until(() => this.received.findIndex((message, i) => i >= from && pattern.test(this.textOf(message))) + 1,
      () => `${pattern} to ${this.name}; heard:\n${this.textOfAll(this.received.slice(from))}`, milliseconds);
    this.seen = end;
    this.last = this.received.slice(from, end);
    return this.textOfAll(this.last);
  }

  // Takes an offered choice: by its button, or by its number.
  choose(label) {
    const offer = this.received.findLast((message) => message.labels?.length > 0 || /^1\. /m.test(message.text ?? ''));
    if (offer?.labels?.length > 0) return this.tap(label);
    const number = new RegExp(`^(\\d+)\\. ${label}`, 'm').exec(offer?.text ?? '')?.[1];
    if (!number) throw new Error(`${label} was not offered to ${this.name}`);
    return this.say(number);
  }
}
