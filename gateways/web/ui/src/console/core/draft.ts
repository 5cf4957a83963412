// Work that is not saved yet survives reload, a lost session and a closed tab. What names citizens goes into
// sessionStorage and is gone with the tab.

let owner = '';
/** Drafts belong to one person of one town. */
export function draftsOf(municipalityId: string, accountId: string): void {
  owner = `${municipalityId}.${accountId}`;
}

export class Draft<T> {
  constructor(
    private readonly name: string,
    private readonly personal = false,
  ) {}

  private get key(): string {
    return `amtslotse.entwurf.${owner}.${this.name}`;
  }
  private get storage(): Storage {
    return this.personal ? sessionStorage : localStorage;
  }

  read(): T | undefined {
    try {
      const text = this.storage.getItem(this.key);
      return text ? (JSON.parse(text) as T) : undefined;
    } catch {
      return undefined;
    }
  }
  write(value: T): void {
    try {
      this.storage.setItem(this.key, JSON.stringify(value));
    } catch {
      /* full or forbidden: the page still works */
    }
  }
  clear(): void {
    try {
      this.storage.removeItem(this.key);
    } catch {
      /* as above */
    }
  }
}
