// What the responsibility service answers, as far as these pages look at it, and how it is said.
import { allPages } from '../../core/all-pages';
import { api } from '../../core/api';
import { responsibility as texts } from '../../texts/responsibility';

export interface Area {
  ars: string;
  name: string;
  kind: string;
  qualifier?: string;
  inhabitants?: number;
  latitude?: number;
  longitude?: number;
}
export interface Office {
  id: string;
  name: string;
  qualifier?: string;
}
export interface Resolution {
  outcome: string;
  offices?: { office: Office; role: string }[];
  also?: { office: Office; role: string }[];
  reason?: string;
  need?: string;
  choices?: Area[];
  areas?: Area[];
  path?: string[];
}
export interface Rule {
  id?: string;
  serviceId?: string;
  leikaPrefix?: string;
  ars?: string;
  streetSegmentId?: string;
  initialFrom?: string;
  initialTo?: string;
  officeId?: string;
  role?: string;
  notApplicable?: boolean;
  validFrom?: string;
  validTo?: string;
  source?: string;
  version?: number;
  note?: string;
  area?: Area;
  serviceName?: string;
  officeName?: string;
}
export interface Named {
  id: string;
  name: string;
}

export const areaName = (area: Area) => (area.qualifier ? `${area.name} (${area.qualifier})` : area.name);
export const officeName = (office: Office) => (office.qualifier ? `${office.name} (${office.qualifier})` : office.name);

/** "Bürgerbüro Mitte", or why there is none. */
export function resultText(result: Resolution): string {
  const names = (result.offices ?? []).map((each) => officeName(each.office)).join(', ');
  if (names) return names;
  if (result.outcome === 'need_input') return result.reason || texts.trial.needs[result.need ?? ''] || '';
  return result.reason ?? texts.trial.outcomes[result.outcome] ?? '';
}

const byName = (a: Named, b: Named) => a.name.localeCompare(b.name, 'de');

export const allRules = (grow: (rules: Rule[]) => void) =>
  allPages<Rule>('responsibility/ListRules', 'rules', {}, grow);
export const allServices = async () =>
  (await allPages<Named>('knowledge/ListServices', 'services', {}, () => {})).sort(byName);
export const allOffices = async () =>
  ((await api.call<{ offices?: Office[] }>('knowledge/ListOffices')).offices ?? [])
    .map((office) => ({ id: office.id, name: officeName(office) }))
    .sort(byName);
