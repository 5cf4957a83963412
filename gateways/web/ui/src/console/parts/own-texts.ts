// What pages and chat say: the shipped texts, and beside each what the town says instead.
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { argumentsOf } from '../../texts/texts';
import { ownTexts as texts } from '../texts/setup';
import { field } from './fields';

export interface OwnText {
  language: string;
  key: string;
  text: string;
}
export interface TextProblem {
  language: string;
  key: string;
  problem: string;
}
type Catalogues = Record<string, Record<string, string>>;

const MOST_SHOWN = 25;

let shippedOnce: Promise<Catalogues> | undefined;
function shippedTexts(): Promise<Catalogues> {
  return (shippedOnce ??= Promise.all([
    import('../../../../texts/de.json?raw'),
    import('../../../../texts/en.json?raw'),
  ]).then(([de, en]) => ({ de: JSON.parse(de.default), en: JSON.parse(en.default) })));
}

/** What would not work: braces that do not close, and names that the shipped text does not know. */
export async function problemsOf(own: OwnText[]): Promise<TextProblem[]> {
  const shipped = await shippedTexts();
  return own.flatMap(({ language, key, text }) => {
    const known = argumentsOf(shipped[language]?.[key] ?? '');
    const used = argumentsOf(text);
    const problem = !used
      ? texts.braces
      : [...used].some((name) => !known?.has(name))
        ? texts.unknown([...(known ?? [])])
        : '';
    return problem ? [{ language, key, problem }] : [];
  });
}

/** Properties: own (the town's texts), problems, change (told the new list). */
export class OwnTextsList extends LitElement {
  static override properties = {
    own: { attribute: false },
    problems: { attribute: false },
    change: { attribute: false },
  };
  declare own: OwnText[];
  declare problems: TextProblem[];
  declare change: (own: OwnText[]) => void;
  @state() private shipped: Catalogues | undefined;
  @state() private language = 'de';
  @state() private words = '';

  constructor() {
    super();
    this.own = [];
    this.problems = [];
    this.change = () => {};
  }

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void shippedTexts().then((shipped) => {
      this.shipped = shipped;
    });
  }

  private ownOf(key: string): string {
    return this.own.find((each) => each.language === this.language && each.key === key)?.text ?? '';
  }

  private set(key: string, text: string): void {
    const rest = this.own.filter((each) => each.language !== this.language || each.key !== key);
    this.change(text.trim() ? [...rest, { language: this.language, key, text }] : rest);
  }

  /** Without words: those that the town has; else what contains the words, in either text or the key. */
  private found(): [string, string][] {
    const all = Object.entries(this.shipped?.[this.language] ?? {});
    const words = this.words.trim().toLowerCase();
    return all.filter(([key, text]) => {
      const own = this.ownOf(key);
      return words ? `${key} ${text} ${own}`.toLowerCase().includes(words) : own !== '';
    });
  }

  private row([key, shipped]: [string, string]): TemplateResult {
    const error = this.problems.find((each) => each.language === this.language && each.key === key)?.problem;
    const id = `text-${this.language}-${key.replaceAll('.', '-')}`;
    return html`<li>${field({ id, label: `„${shipped}“`, hint: key, rows: shipped.length > 80 ? 3 : 2, value: this.ownOf(key), error, change: (text) => this.set(key, text) })}</li>`;
  }

  override render(): TemplateResult {
    if (!this.shipped) return html``;
    const found = this.found();
    return html`<p class="muted">${texts.lead}</p><div class="row">
      ${field({
        id: 'texte-suche',
        label: texts.search,
        hint: texts.searchHint,
        type: 'search',
        value: this.words,
        change: (words) => {
          this.words = words;
        },
      })}
      ${field({
        id: 'texte-sprache',
        label: texts.language,
        required: true,
        value: this.language,
        options: texts.languages,
        change: (language) => {
          this.language = language;
        },
      })}</div>
      <p class="muted" role="status">${this.words ? texts.count(found.length, MOST_SHOWN) : texts.own(found.length)}</p>
      ${found.length ? html`<ul class="own-texts">${found.slice(0, MOST_SHOWN).map((each) => this.row(each))}</ul>` : nothing}`;
  }
}
customElements.define('console-own-texts', OwnTextsList);
