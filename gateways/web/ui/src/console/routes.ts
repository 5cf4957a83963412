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
  { path: '', title: 'Übersicht', group: 'start', roles: [],
    element: 'console-home', load: () => import('./pages/home') },
  { path: 'offene-fragen', title: 'Offene Fragen', group: 'answers', roles: ANSWERS,
    element: 'console-inbox', load: () => import('./pages/inbox') },
  { path: 'eintraege', title: 'FAQ-Einträge', group: 'answers', roles: ANSWERS,
    element: 'console-entries', load: () => import('./pages/entries') },
  { path: 'eintrag', title: 'FAQ-Eintrag', group: 'hidden', roles: ANSWERS,
    element: 'console-entry', load: () => import('./pages/entry') },
  { path: 'hinweise', title: 'Hinweise', group: 'answers', roles: ANSWERS,
    element: 'console-notices', load: () => import('./pages/notices') },
  { path: 'leistungen', title: 'Dienstleistungen', group: 'answers', roles: ANSWERS,
    element: 'console-services', load: () => import('./pages/services') },
  { path: 'woerter', title: 'Wörter', group: 'answers', roles: ANSWERS,
    element: 'console-synonyms', load: () => import('./pages/synonyms') },
  { path: 'lernen', title: 'Lernen', group: 'answers', roles: ANSWERS,
    element: 'console-training', load: () => import('./pages/training') },
  { path: 'import', title: 'Import', group: 'answers', roles: ANSWERS,
    element: 'console-import', load: () => import('./pages/import') },
  { path: 'abrufe', title: 'Abrufe', group: 'answers', roles: ADMIN,
    element: 'console-pulls', load: () => import('./pages/pulls') },
  { path: 'ziele', title: 'Ziele', group: 'answers', roles: ADMIN,
    element: 'console-targets', load: () => import('./pages/targets') },
  { path: 'tagesliste', title: 'Tagesliste', group: 'appointments', roles: COUNTER,
    element: 'console-day-list', load: () => import('./pages/day-list') },
  { path: 'anruf', title: 'Termin am Telefon', group: 'appointments', roles: COUNTER,
    element: 'console-desk', load: () => import('./pages/desk') },
  { path: 'kalender', title: 'Kalender', group: 'appointments', roles: LEADS,
    element: 'console-calendar', load: () => import('./pages/calendar') },
  { path: 'warteliste', title: 'Warteliste', group: 'appointments', roles: COUNTER,
    element: 'console-waiting-list', load: () => import('./pages/waiting-list') },
  { path: 'nachrichten', title: 'Nachrichten', group: 'appointments', roles: COUNTER,
    element: 'console-outbox', load: () => import('./pages/outbox') },
  { path: 'nachrichtentexte', title: 'Texte der Nachrichten', group: 'appointments', roles: LEADS,
    element: 'console-message-texts', load: () => import('./pages/message-texts') },
  { path: 'gespraeche', title: 'Gespräche', group: 'talks', roles: COUNTER,
    element: 'console-hand-overs', load: () => import('./pages/hand-overs') },
  { path: 'gespraech', title: 'Gespräch', group: 'hidden', roles: COUNTER,
    element: 'console-hand-over', load: () => import('./pages/hand-over') },
  { path: 'besetzte-zeiten', title: 'Besetzte Zeiten', group: 'talks', roles: LEADS,
    element: 'console-staffed-hours', load: () => import('./pages/staffed-hours') },
  { path: 'kalender-abo', title: 'Kalender abonnieren', group: 'appointments', roles: LEADS,
    element: 'console-feeds', load: () => import('./pages/feeds') },
  { path: 'fragen', title: 'Fragen im Chat', group: 'figures', roles: LEADS,
    element: 'console-questions', load: () => import('./pages/questions') },
  { path: 'kennzahlen', title: 'Kennzahlen', group: 'figures', roles: LEADS,
    element: 'console-figures', load: () => import('./pages/figures') },
  { path: 'einrichten', title: 'Kommune einrichten', group: 'setup', roles: ADMIN,
    element: 'console-guide', load: () => import('./pages/guide') },
  { path: 'zustaendigkeiten', title: 'Zuständigkeiten', group: 'responsibility', roles: ANSWERS,
    element: 'console-rules', load: () => import('./pages/responsibility/rules') },
  { path: 'wer-ist-zustaendig', title: 'Wer ist zuständig?', group: 'responsibility', roles: ANSWERS,
    element: 'console-responsibility-trial', load: () => import('./pages/responsibility/trial') },
  { path: 'gebiete', title: 'Gebiete', group: 'responsibility', roles: ANSWERS,
    element: 'console-area-map', load: () => import('./pages/responsibility/map') },
  { path: 'pruefung', title: 'Prüfung', group: 'responsibility', roles: ANSWERS,
    element: 'console-responsibility-lint', load: () => import('./pages/responsibility/lint') },
  { path: 'regel-aenderungen', title: 'Änderungen', group: 'responsibility', roles: ANSWERS,
    element: 'console-responsibility-audit', load: () => import('./pages/responsibility/audit') },
  { path: 'vorfuehrdaten', title: 'Vorführdaten entfernen', group: 'hidden', roles: ADMIN,
    element: 'console-demo-removal', load: () => import('./pages/demo-removal') },
  { path: 'texte', title: 'Texte und Aussehen', group: 'setup', roles: ADMIN,
    element: 'console-appearance', load: () => import('./pages/appearance') },
  { path: 'messenger', title: 'Messenger', group: 'setup', roles: ADMIN,
    element: 'console-channels', load: () => import('./pages/channels') },
  { path: 'konten', title: 'Konten und Rollen', group: 'setup', roles: ADMIN,
    element: 'console-accounts', load: () => import('./pages/accounts') },
  { path: 'protokoll', title: 'Protokoll', group: 'setup', roles: ADMIN,
    element: 'console-audit', load: () => import('./pages/audit') },
  { path: 'auskunft', title: 'Auskunft und Löschung', group: 'setup', roles: ADMIN,
    element: 'console-person', load: () => import('./pages/person') },
  { path: 'konto', title: 'Mein Konto', group: 'hidden', roles: [],
    element: 'console-account', load: () => import('./pages/account') },
];

export function pageAt(path: string, roles: Role[]): PageEntry | undefined {
  const page = pages.find((each) => each.path === path);
  return page && maySee(page, roles) ? page : undefined;
}

export const maySee = (page: PageEntry, roles: Role[]) => page.roles.length === 0 || page.roles.some((role) => roles.includes(role));
