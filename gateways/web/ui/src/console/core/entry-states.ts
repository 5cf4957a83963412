// What citizens read of an entry, what lies beside it as a draft, and the way back from a step.
import { api } from './api';
import type { Entry, EntryState } from './knowledge';

/** The version that the assistant answers with; drafts on top of it change nothing. `versions`: all of one entry. */
export function liveVersion(versions: Entry[]): Entry | undefined {
  const decided = versions
    .filter((each) => (each.state ?? 'draft') !== 'draft')
    .sort((a, b) => (b.version ?? 0) - (a.version ?? 0))[0];
  return decided?.state === 'published' ? decided : undefined;
}

export const setEntryState = async (entry: Entry, state: EntryState): Promise<Entry> =>
  (
    await api.call<{ entry: Entry }>('knowledge/SetEntryState', {
      entryId: entry.id,
      state,
      expectedVersion: entry.version,
    })
  ).entry;

/** A new draft with what an old version said; what citizens read stays. */
export const restoreVersion = async (entry: Entry, version: number, key: string): Promise<Entry> =>
  (
    await api.call<{ entry: Entry }>('knowledge/RestoreEntryVersion', {
      entryId: entry.id,
      version,
      expectedVersion: entry.version,
      idempotencyKey: key,
    })
  ).entry;

/**
 * As it was before a step: `live` is read by citizens again (undefined: nothing), and `before` is the newest version.
 * `now` is the newest one that is stored. Nothing is lost, it makes new versions.
 */
export async function putBack(now: Entry, live: Entry | undefined, before: Entry, newKey: () => string): Promise<Entry> {
  let entry = now;
  const bring = async (version: Entry, state: EntryState) => {
    entry = await restoreVersion(entry, version.version!, newKey());
    if (state !== 'draft') entry = await setEntryState(entry, state);
  };
  const state = before.state ?? 'draft';
  if (state === 'draft') {
    if (live) await bring(live, 'published');
    else entry = await setEntryState(entry, 'archived');
  }
  if (before.id) await bring(before, state);
  return entry;
}
