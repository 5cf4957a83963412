// Who waits for a person: asked for every few seconds while the console is open, told to the pages, and announced by sound,
// title and desktop notification.
import { hand as texts } from '../texts/hand-over';
import { api, ApiError } from './api';

export type HandOverState = 'waiting' | 'accepted' | 'returned' | 'closed' | 'callback' | 'report';
export interface HandOver {
  id: string;
  channel: string;
  officeId: string;
  officeName?: string;
  state: HandOverState;
  sinceUnix: number;
  dueUnix?: number;
  topic?: string;
  mine?: boolean;
  messages?: number;
  name?: string;
  telephone?: string;
  wantedTime?: string;
  lastCitizenUnix?: number;
}
export interface TalkMessage {
  sequence: number;
  author: 'assistant' | 'staff' | 'citizen' | 'notice';
  text: string;
  timeUnix?: number;
  authorLabel?: string;
}
export interface Talk {
  handOver: HandOver;
  transcript?: TalkMessage[];
  notes?: { text: string; timeUnix: number }[];
}
export interface Template {
  title: string;
  text: string;
}
export interface Desk {
  officeId: string;
  officeName: string;
  hoursJson?: string;
  templates?: Template[];
  staffedNow?: boolean;
}

const EVERY_MS = 4000;
const QUIET = 'amtslotse.uebergaben.stumm';

export const isQuiet = () => localStorage.getItem(QUIET) === '1';
export const setQuiet = (quiet: boolean) => localStorage.setItem(QUIET, quiet ? '1' : '0');
export const mayNotify = () => 'Notification' in window && Notification.permission === 'granted';

class Watch extends EventTarget {
  all: HandOver[] | undefined;
  /** About to be deleted: not shown any more. */
  readonly leaving = new Set<string>();
  failure: ApiError | undefined;
  private timer = 0;
  private known: Map<string, number> | undefined; // id → messages
  private sound: AudioContext | undefined;

  start(): void {
    if (this.timer) return;
    this.timer = window.setInterval(() => void this.look(), EVERY_MS);
    void this.look();
  }
  stop(): void {
    clearInterval(this.timer);
    this.timer = 0;
    this.known = undefined;
    this.all = undefined;
  }

  async look(): Promise<void> {
    try {
      const { handOvers = [] } = await api.call<{ handOvers?: HandOver[] }>('dialogue/ListHandOvers');
      this.all = handOvers.filter((each) => !this.leaving.has(each.id));
      this.failure = undefined;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.failure = error;
      if (error.code === 'refused' || error.code === 'precondition' || error.code === 'not_signed_in') this.stop();
    }
    this.announce();
    this.dispatchEvent(new Event('change'));
  }

  private announce(): void {
    if (!this.all) return;
    const waiting = this.all.filter((each) => each.state === 'waiting');
    document.title = `${waiting.length ? `(${waiting.length}) ` : ''}${document.title.replace(/^\(\d+\) /, '')}`;
    const before = this.known;
    this.known = new Map(this.all.map((each) => [each.id, each.messages ?? 0]));
    if (!before) return;
    const fresh = waiting.find((each) => !before.has(each.id));
    const written = this.all.find(
      (each) => each.mine && (each.messages ?? 0) > (before.get(each.id) ?? 0) && document.hidden,
    );
    if (fresh) this.alert(texts.newTalk, fresh.officeName ?? '');
    else if (written) this.alert(texts.newMessage, written.officeName ?? '');
  }

  private alert(title: string, body: string): void {
    if (!isQuiet()) this.beep();
    // Says who waits for whom and nothing of what was written: others see the screen too.
    if (mayNotify()) new Notification(title, { body, tag: 'amtslotse-uebergabe' });
  }

  private beep(): void {
    try {
      const sound = (this.sound ??= new AudioContext());
      const tone = sound.createOscillator();
      const volume = sound.createGain();
      tone.frequency.value = 660;
      volume.gain.setValueAtTime(0.12, sound.currentTime);
      volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.4);
      tone.connect(volume).connect(sound.destination);
      tone.start();
      tone.stop(sound.currentTime + 0.4);
    } catch {
      /* no sound here */
    }
  }
}
export const watch = new Watch();
