// What was done, of a line of an audit.
import { audit as texts } from '../texts/setup';

/** The services name some of it by a word of theirs, beside what it was done to. */
export function deed({ action = '', summary }: { action?: string; summary?: string }): string {
  return [texts.deeds[action], summary].filter(Boolean).join(': ') || action;
}
