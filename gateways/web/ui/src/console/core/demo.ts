// What is left of the demonstration over all services, taking it out, and bringing it back. Each step is repeatable, and
// knowledge comes last: until then the town is a demonstration and what failed can be done again.
import { api } from './api';
import { type Appointment, type Location, locations, move } from './booking';

export interface DemoObject {
  id: string;
  name: string;
}
export interface CatalogueDemo {
  services?: DemoObject[];
  offices?: DemoObject[];
  entries?: DemoObject[];
  rules?: number;
  openQuestions?: number;
  importId?: string;
}
export interface DemoLocation {
  id: string;
  name: string;
  version: number;
  calendarJson: string;
  affected: Appointment[];
}
export interface Account {
  id: string;
  name: string;
  displayName?: string;
  email?: string;
  roles?: string[];
  officeIds?: string[];
  disabled?: boolean;
  version?: number;
}
export interface Demo {
  catalogue: CatalogueDemo;
  locations: DemoLocation[];
  accounts: Account[];
  talks: string[];
}
/** What the way back needs. */
export interface Removed {
  importId: string;
  entries: string[];
  calendars: string[];
  moves: string[];
  accounts: Account[];
  talks: number;
  cancelled: number;
}

async function located(location: Location): Promise<DemoLocation> {
  const [{ calendarJson, version }, { affected }] = await Promise.all([
    api.call<{ calendarJson: string; version?: number }>('booking/GetCalendar', { locationId: location.id }),
    api.call<{ affected?: Appointment[] }>('booking/RetireLocation', { locationId: location.id, preview: true }),
  ]);
  return {
    id: location.id,
    name: location.name,
    version: Number(version ?? 0),
    calendarJson,
    affected: affected ?? [],
  };
}

/** Of the locations those at an office of the demonstration, or at none. */
export async function findDemo(me: string): Promise<Demo> {
  const [catalogue, places, { accounts }, { handOvers }] = await Promise.all([
    api.call<CatalogueDemo>('knowledge/RemoveDemo', { preview: true }),
    locations(),
    api.call<{ accounts?: Account[] }>('staff/ListAccounts'),
    api.call<{ handOvers?: { id: string }[] }>('dialogue/ListHandOvers'),
  ]);
  const offices = new Set(catalogue.offices?.map((office) => office.id));
  const of = places.filter((place) => !place.officeId || offices.has(place.officeId));
  return {
    catalogue,
    locations: await Promise.all(of.map(located)),
    talks: (handOvers ?? []).map((talk) => talk.id),
    accounts: (accounts ?? []).filter((account) => account.id !== me && !account.disabled),
  };
}

async function retire(location: DemoLocation, message: string, removed: Removed): Promise<void> {
  if (location.affected.length) {
    const cancelled = location.affected.map((each) => ({
      appointmentId: each.id,
      locationId: location.id,
      beginUnix: 0,
    }));
    const { moveId } = await move(cancelled, message);
    removed.moves.push(moveId);
    removed.cancelled += cancelled.length;
  }
  await api.call('booking/RetireLocation', { locationId: location.id, expectedVersion: location.version });
  removed.calendars.push(location.calendarJson);
}

export async function removeDemo(demo: Demo, message: string, tell: (what: string) => void): Promise<Removed> {
  const removed: Removed = {
    importId: '',
    entries: [],
    calendars: [],
    moves: [],
    accounts: [],
    talks: 0,
    cancelled: 0,
  };
  for (const location of demo.locations) {
    tell(location.name);
    await retire(location, message, removed);
  }
  for (const account of demo.accounts) {
    tell(account.displayName || account.name);
    const saved = await api.call<{ account: Account }>('staff/SaveAccount', {
      account: { ...account, disabled: true },
      expectedVersion: account.version,
    });
    removed.accounts.push(saved.account);
  }
  for (const handOverId of demo.talks) {
    await api.call('dialogue/DeleteHandOver', { handOverId });
    removed.talks += 1;
  }
  tell('');
  const gone = await api.call<CatalogueDemo>('knowledge/RemoveDemo');
  return { ...removed, importId: gone.importId ?? '', entries: (gone.entries ?? []).map((entry) => entry.id) };
}

/** Everything but chats, questions and ratings, which are gone. */
export async function bringBack(removed: Removed): Promise<void> {
  if (removed.importId) await api.call('knowledge/UndoImport', { importId: removed.importId });
  for (const entryId of removed.entries) {
    const { entry } = await api.call<{ entry: { version: number } }>('knowledge/GetEntry', { entryId });
    await api.call('knowledge/SetEntryState', { entryId, state: 'published', expectedVersion: entry.version });
  }
  for (const calendarJson of removed.calendars)
    await api.call('booking/SaveCalendar', { calendarJson, expectedVersion: 0 });
  for (const moveId of removed.moves) await api.call('booking/UndoMove', { moveId });
  for (const account of removed.accounts) {
    await api.call('staff/SaveAccount', { account: { ...account, disabled: false }, expectedVersion: account.version });
  }
  const { municipality } = await api.call<{ municipality: { version?: number } }>('knowledge/GetMunicipality');
  await api.call('knowledge/SaveMunicipality', {
    municipality: { ...municipality, demo: true },
    expectedVersion: municipality.version ?? 0,
  });
}
