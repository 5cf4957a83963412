// The terminal in the town hall: forgets everything a minute after the last touch, asks shortly before, and follows no
// link that leads away from the town's own pages.

const FORGET_AFTER_MS = 60_000;
const ASK_BEFORE_MS = 15_000;
const FORGET_WITHIN_MS = 2_000;

class Terminal {
  private last = Date.now();
  private readonly box = document.createElement('div');
  private readonly words = document.createElement('p');
  private readonly home = document.documentElement.dataset.prefix!.replace(/\/en$/, '');

  constructor() {
    this.buildQuestion();
    for (const event of ['pointerdown', 'keydown', 'input', 'scroll']) {
      document.addEventListener(event, () => this.touched(), { passive: true, capture: true });
    }
    document.addEventListener('click', (event) => this.clicked(event), { capture: true });
    setInterval(() => this.tick(), 1000);
  }

  private buildQuestion(): void {
    const { stillThere, goOn } = document.documentElement.dataset;
    this.box.className = 'still-there';
    this.box.setAttribute('role', 'alertdialog');
    this.box.setAttribute('aria-live', 'off');
    this.box.hidden = true;
    this.words.dataset.text = stillThere;
    this.words.id = 'still-there';
    this.box.setAttribute('aria-labelledby', this.words.id);
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'kern-btn kern-btn--primary';
    const label = document.createElement('span');
    label.className = 'kern-label';
    label.textContent = goOn ?? '';
    button.append(label);
    this.box.append(this.words, button);
    document.body.append(this.box);
  }

  private touched(): void {
    this.last = Date.now();
    this.box.hidden = true;
  }

  private clicked(event: MouseEvent): void {
    const link = event.composedPath().find((each): each is HTMLAnchorElement => each instanceof HTMLAnchorElement);
    if (!link) return;
    if (link.dataset.reset !== undefined) {
      event.preventDefault();
      this.forget();
    } else if (link.origin !== location.origin || link.hasAttribute('download')) {
      event.preventDefault();  // a telephone number or another site: to be read, not followed
    }
  }

  private tick(): void {
    const left = FORGET_AFTER_MS - (Date.now() - this.last);
    if (left <= 0) return this.forget();
    if (left > ASK_BEFORE_MS || this.atRest()) return;
    this.words.textContent = this.words.dataset.text!.replace('{seconds}', String(Math.ceil(left / 1000)));
    if (this.box.hidden) {
      this.box.hidden = false;
      this.box.querySelector('button')!.focus();
    }
  }

  /** Nothing to forget on the first page. */
  private atRest(): boolean { return location.pathname === this.home && sessionStorage.length === 0; }

  private forget(): void {
    if (this.atRest() && location.search === '') {
      this.last = Date.now();
      return;
    }
    this.last = Date.now();
    const chats = [...document.querySelectorAll<HTMLElement & { forget?: () => Promise<void> }>('amtslotse-chat')];
    const forgotten = Promise.all(chats.map((chat) => chat.forget?.()));
    void Promise.race([forgotten, new Promise((resolve) => setTimeout(resolve, FORGET_WITHIN_MS))]).then(() => {
      sessionStorage.clear();
      location.replace(this.home);
    });
  }
}

export function beTerminal(): void {
  new Terminal();
}
