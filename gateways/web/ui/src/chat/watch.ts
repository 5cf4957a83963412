import type { Message } from './message';
import { streamEvents } from './event-stream';

interface Watched {
  open(signal: AbortSignal): Promise<Response>;
  message(message: Message): void;
  gone(): void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const HIDDEN_FOR_MS = 60_000;

/** Waits for messages that no one asked for, reconnecting with growing pauses; rests while the page is hidden. */
export class Watch {
  private controller: AbortController | undefined;
  private hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly onVisibility = () => this.visibilityChanged();

  constructor(private readonly watched: Watched) {}

  start(): void {
    if (this.controller) return;
    document.addEventListener('visibilitychange', this.onVisibility);
    this.controller = new AbortController();
    void this.run(this.controller.signal);
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.onVisibility);
    clearTimeout(this.hiddenTimer);
    this.controller?.abort();
    this.controller = undefined;
  }

  private visibilityChanged(): void {
    clearTimeout(this.hiddenTimer);
    if (document.hidden) {
      this.hiddenTimer = setTimeout(() => this.controller?.abort(), HIDDEN_FOR_MS);
    } else if (this.controller?.signal.aborted) {
      this.controller = new AbortController();
      void this.run(this.controller.signal);
    }
  }

  private async run(signal: AbortSignal): Promise<void> {
    let wait = FIRST_WAIT_MS;
    while (!signal.aborted) {
      try {
        for await (const { event, data } of streamEvents(await this.watched.open(signal))) {
          if (signal.aborted) return;
          wait = FIRST_WAIT_MS;
          if (event === 'gone') return this.watched.gone();
          if (event === 'message') this.watched.message(JSON.parse(data));
        }
      } catch (error) {
        if ([401, 404, 410].includes((error as { status?: number }).status ?? 0)) return this.watched.gone();
      }
      await pause(wait * (0.75 + Math.random() / 2), signal);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}
