// Every page: where it is, what it is called, who sees it, and its module, loaded when first opened. A new page adds a line.
import type { Role } from './core/api';

export interface PageEntry {
  path: string;
  title: string;
  group: string;      // of the navigation (texts/shell.ts); 'hidden': reached from other pages
  roles: Role[];      // empty: everybody. The services decide; this only spares a look at locked doors.
  element: string;
  load: () => Promise<unknown>;
}

const ANSWERS: Role[] = ['editor', 'administrator'];
const COUNTER: Role[] = ['location_staff', 'lead', 'administrator'];
const LEADS: Role[] = ['lead', 'administrator'];
const ADMIN: Role[] = ['administrator'];

export const pages: PageEntry[] = [
  { path: '', title: 'Übersicht', group: 'start', roles: [], element: 'console-home', load: () => import('./pages/home') },
  { path: 'konto', title: 'Mein Konto', group: 'hidden', roles: [], element: 'console-account', load: () => import('./pages/account') },
];
void [ANSWERS, COUNTER, LEADS, ADMIN];

export function pageAt(path: string, roles: Role[]): PageEntry | undefined {
  const page = pages.find((each) => each.path === path);
  return page && maySee(page, roles) ? page : undefined;
}

export const maySee = (page: PageEntry, roles: Role[]) => page.roles.length === 0 || page.roles.some((role) => roles.includes(role));
