import type { Entry } from './message';

/** What survives a reload of the page in this tab, and nothing beyond the tab. */
export interface Remembered {
  id: string;
  token: string;
  entries: Entry[];
  draft: string;
  open: boolean;
  rated: number[];
  form: Record<string, string>;
}

const EMPTY: Remembered = { id: '', token: '', entries: [], draft: '', open: false, rated: [], form: {} };

/** sessionStorage under one key; in private modes that forbid it, only the variable. */
export class Memory {
  private state: Remembered;

  constructor(private readonly key: string) {
    this.state = { ...EMPTY };
    try {
      this.state = { ...EMPTY, ...JSON.parse(sessionStorage.getItem(key) ?? '{}') };
    } catch { /* unreadable or forbidden: begin empty */ }
  }

  get<K extends keyof Remembered>(name: K): Remembered[K] {
    return this.state[name];
  }

  set(change: Partial<Remembered>): void {
    Object.assign(this.state, change);
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.state));
    } catch { /* full or forbidden: this page still works */ }
  }

  forget(): void {
    this.state = { ...EMPTY, open: this.state.open };
    try {
      sessionStorage.removeItem(this.key);
    } catch { /* nothing was stored then */ }
  }
}
