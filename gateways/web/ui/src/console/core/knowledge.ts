// Knowledge's messages as they come over the wire, and what the pages share of them.
import { acts } from '../texts/acts';
import { allPages } from './all-pages';
import { api } from './api';

export type EntryState = 'draft' | 'published' | 'archived';
export interface Link {
  label?: string;
  url?: string;
}
export interface Entry {
  id: string;
  question: string;
  variants?: string[];
  answer: string;
  links?: Link[];
  serviceId?: string;
  act?: string;
  language?: string;
  validFromUnix?: number;
  validToUnix?: number;
  owner?: string;
  reviewDate?: string;
  state?: EntryState;
  version?: number;
  changedUnix?: number;
  changedBy?: string;
  replacesCatalogue?: boolean;
  overdue?: boolean;
  byStreet?: { street: string; houseNumbers?: string; text: string }[];
}
export type HitKind = 'service' | 'entry' | 'office';
export interface Hit {
  kind: HitKind;
  id: string;
  title: string;
  snippet?: string;
  score?: number;
  confidence?: number;
  reason?: string;
}
export interface Answer {
  act?: string;
  service?: { serviceId: string; name: string };
  entryId?: string;
  shortText?: string;
  details?: string;
  sources?: { title?: string; url?: string; changedDate?: string }[];
  lacking?: boolean;
}
export interface AskResponse {
  outcome?: 'answered' | 'choice' | 'unknown';
  answers?: Answer[];
  candidates?: Hit[];
  confidence?: number;
  service?: { serviceId: string; name: string };
}
export interface TextModule {
  kind: string;
  language?: string;
  text?: string;
  links?: Link[];
}
export interface Service {
  id: string;
  name: string;
  synonyms?: string[];
  leikaKeys?: string[];
  lifeSituations?: string[];
  modules?: TextModule[];
  onlineServices?: Link[];
  changedDate?: string;
  sourceUrl?: string;
  retired?: boolean;
  offeredByOfficeIds?: string[];
}
export interface Office {
  id: string;
  name: string;
  qualifier?: string;
}
export interface Synonym {
  term: string;
  means: string;
}
export interface Notice {
  id?: string;
  title: string;
  text?: string;
  beginUnix?: number;
  endUnix?: number;
  serviceIds?: string[];
  officeIds?: string[];
  version?: number;
  closesOffices?: boolean;
}
export interface UnansweredGroup {
  id: string;
  texts?: string[];
  count?: number;
  lastUnix?: number;
  suggestions?: Hit[];
}

/** Acts that an answer can be about. */
const CHOSEN = [
  'overview',
  'fee',
  'documents',
  'deadline',
  'duration',
  'procedure',
  'eligibility',
  'form_online',
  'opening_hours',
  'address',
  'responsible_office',
  'contact',
  'application_status',
  'defect_report',
  'complaint',
];
export const ACTS: [string, string][] = [
  ['', 'jede Frage dazu'],
  ...CHOSEN.map((id): [string, string] => [id, acts[id]!]),
];
export const actName = (id = '') => (id ? (acts[id] ?? id) : 'jede Frage dazu');
let ownMark = '';
/** By which mark services know who is signed in. */
export function signedInAs(mark: string): void {
  ownMark = mark;
}
/**
 * Who changed something: the operator's commands sign with their own name, people by a mark that tells nothing. Their
 * names take two people to see (the audit).
 */
export function authorName(name = ''): string {
  if (name.startsWith('cli:')) return 'Betrieb';
  if (!name.startsWith('p-')) return name;
  return name === ownMark ? 'Sie' : 'eine andere Person';
}
/** As authorName, with the mark of others, by which their names can be asked for. */
export const authorMark = (name = '') => (name === ownMark || !name.startsWith('p-') ? authorName(name) : name);

/** All services by name, without their texts: the first page at once, the rest as they come. */
export const allServices = (arrived: (services: Service[], complete: boolean) => void) =>
  allPages<Service>('knowledge/ListServices', 'services', {}, arrived);

let offices: Promise<Office[]> | undefined;
export function allOffices(): Promise<Office[]> {
  offices ??= api.call<{ offices: Office[] }>('knowledge/ListOffices').then((answer) => answer.offices);
  offices.catch(() => {
    offices = undefined;
  });
  return offices;
}
export const officeName = (office: Office) => (office.qualifier ? `${office.name} (${office.qualifier})` : office.name);

export const find = (query: string, kinds: HitKind[], limit = 8) =>
  api.call<{ hits: Hit[]; correctedQuery?: string }>('knowledge/Search', { query, kinds, limit });
