// Search as you type: a combobox with a list of links (ARIA Authoring Practices, "Editable Combobox With List Autocomplete").

interface Hit { kind: 'service' | 'entry' | 'office'; id: string; title: string; }

const WAIT_MS = 150;
const PATH = { service: '/leistungen/', office: '/aemter/', entry: '' };

async function search(query: string, signal: AbortSignal): Promise<Hit[]> {
  const response = await fetch(`/api/v1/search?kind=service&kind=office&limit=6&q=${encodeURIComponent(query)}`, { signal });
  return response.ok ? (await response.json()).hits : [];
}

class Suggestions {
  private readonly list = document.createElement('ul');
  private hits: Hit[] = [];
  private chosen = -1;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | undefined;

  constructor(private readonly input: HTMLInputElement) {
    this.list.id = `${input.id}-suggestions`;
    this.list.className = 'suggestions';
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', input.labels?.[0]?.textContent ?? '');
    this.list.hidden = true;
    input.after(this.list);
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', 'list');
    input.setAttribute('aria-controls', this.list.id);
    input.setAttribute('aria-expanded', 'false');
    input.addEventListener('input', () => this.typed());
    input.addEventListener('keydown', (event) => this.keyed(event));
    input.addEventListener('blur', () => setTimeout(() => this.show([]), 150));
  }

  private typed(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    const query = this.input.value.trim();
    if (query.length < 2) return this.show([]);
    this.timer = setTimeout(async () => {
      this.asking = new AbortController();
      try {
        this.show(await search(query, this.asking.signal));
      } catch { /* typed on, or offline: the form still works */ }
    }, WAIT_MS);
  }

  private show(hits: Hit[]): void {
    this.hits = hits;
    this.chosen = -1;
    this.list.replaceChildren(...hits.map((hit, index) => {
      const option = document.createElement('li');
      option.id = `${this.list.id}-${index}`;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      option.textContent = hit.title;
      option.addEventListener('pointerdown', (event) => { event.preventDefault(); this.open(hit); });
      return option;
    }));
    this.list.hidden = hits.length === 0;
    this.input.setAttribute('aria-expanded', String(hits.length > 0));
    this.input.removeAttribute('aria-activedescendant');
  }

  private keyed(event: KeyboardEvent): void {
    if (this.hits.length === 0) return;
    if (event.key === 'ArrowDown') this.choose(this.chosen + 1);
    else if (event.key === 'ArrowUp') this.choose(this.chosen - 1);
    else if (event.key === 'Escape') this.show([]);
    else if (event.key === 'Enter' && this.chosen >= 0) this.open(this.hits[this.chosen]!);
    else return;
    event.preventDefault();
  }

  /** Past either end the field itself is chosen again. */
  private choose(index: number): void {
    this.chosen = index < -1 ? this.hits.length - 1 : index >= this.hits.length ? -1 : index;
    [...this.list.children].forEach((option, each) => option.setAttribute('aria-selected', String(each === this.chosen)));
    if (this.chosen < 0) this.input.removeAttribute('aria-activedescendant');
    else this.input.setAttribute('aria-activedescendant', `${this.list.id}-${this.chosen}`);
  }

  private open(hit: Hit): void {
    location.assign((document.documentElement.dataset.prefix ?? '') + PATH[hit.kind] + encodeURIComponent(hit.id));
  }
}

export function addSuggestions(input: HTMLInputElement): void {
  new Suggestions(input);
}
