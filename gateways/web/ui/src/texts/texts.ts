// The catalogues in gateways/web/texts use ICU message syntax. Here the part that interfaces need: {name} and
// {count, plural, one {…} other {…}} with # for the number.

export type Catalogue = Record<string, string>;
export type Arguments = Record<string, string | number>;

/** Index of the brace that closes the one at `open`. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}' && (depth -= 1) === 0) return at;
  }
  throw new Error(`unbalanced braces in text: ${text}`);
}

function plural(options: string, count: number, language: string): string {
  const wanted = new Intl.PluralRules(language).select(count);
  const chosen = new Map<string, string>();
  for (let at = options.indexOf('{'), from = 0; at >= 0; at = options.indexOf('{', from)) {
    const end = closing(options, at);
    chosen.set(options.slice(from, at).trim(), options.slice(at + 1, end));
    from = end + 1;
  }
  const form = chosen.get(`=${count}`) ?? chosen.get(wanted) ?? chosen.get('other') ?? '';
  return form.replaceAll('#', new Intl.NumberFormat(language).format(count));
}

export function format(text: string, args: Arguments, language: string): string {
  let result = '';
  let from = 0;
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', from)) {
    const end = closing(text, at);
    const [name, kind, ...rest] = text.slice(at + 1, end).split(',');
    const value = args[name!.trim()] ?? '';
    result += text.slice(from, at);
    result += kind?.trim() === 'plural'
      ? format(plural(rest.join(','), Number(value), language), args, language) : String(value);
    from = end + 1;
  }
  return result + text.slice(from);
}

/** The names that a message fills in; undefined for one whose braces do not close. */
export function argumentsOf(text: string): Set<string> | undefined {
  const names = new Set<string>();
  const look = (part: string): void => {
    for (let at = part.indexOf('{'), from = 0; at >= 0; at = part.indexOf('{', from)) {
      const end = closing(part, at);
      const [name, kind, ...rest] = part.slice(at + 1, end).split(',');
      names.add(name!.trim());
      if (kind?.trim() === 'plural') for (const [, form] of rest.join(',').matchAll(/\{((?:[^{}]|\{[^{}]*\})*)\}/g)) look(form!);
      from = end + 1;
    }
  };
  try {
    look(text);
  } catch { return undefined; }
  return /^[^{]*\}/.test(text) ? undefined : names;
}

/** Looks up and formats; a key that the catalogue lacks shows itself. */
export class Texts {
  constructor(readonly language: string, private readonly catalogue: Catalogue) {}
  say(key: string, args: Arguments = {}): string {
    return format(this.catalogue[key] ?? key, args, this.language);
  }
}
