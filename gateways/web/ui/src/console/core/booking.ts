// Booking's messages as they come over the wire, and what the pages share of them.
import { api, newKey } from './api';
import { clock, day } from './time';

export interface Slot {
  locationId: string;
  locationName?: string;
  beginUnix: number;
  minutes?: number;
  localBegin?: string;
  free?: number;
}
export interface BookableService {
  serviceId: string;
  name?: string;
  minutes?: number;
  maxQuantity?: number;
  requiredContact?: string;
}
export interface Location {
  id: string;
  officeId?: string;
  name: string;
  address?: string;
  services?: BookableService[];
}
export interface Needs {
  interpreterLanguage?: string;
  wheelchair?: boolean;
  moreTime?: boolean;
  note?: string;
}
export interface Appointment {
  id: string;
  number?: string;
  slot?: Slot;
  services?: BookableService[];
  quantities?: number[];
  state?: string;
  name?: string;
  attendees?: number;
  needs?: Needs;
  channel?: string;
}
export interface Visit {
  id: string;
  appointment?: Appointment;
  ticketNumber?: string;
  state?: string;
  counter?: string;
  arrivedUnix?: number;
  calledUnix?: number;
  needs?: Needs;
  serviceNames?: string[];
  telephone?: string;
}
export interface Proposal {
  appointment: Appointment;
  slot?: Slot;
  reason?: string;
  reachable?: boolean;
  telephone?: string;
}
export interface Wish {
  id: string;
  serviceNames?: string[];
  fromDate?: string;
  toDate?: string;
  position?: number;
  state?: string;
  offer?: Slot;
  offerExpiresUnix?: number;
  createdUnix?: number;
  number?: string;
  locationIds?: string[];
}

/** One location's calendar as booking keeps it; what this page does not know passes unchanged. */
export interface OpeningRule {
  weekday?: number;
  every_n_weeks?: number;
  nth?: number;
  date?: string;
  from: string;
  to: string;
  valid_from?: string;
  valid_to?: string;
  capacity?: number;
  public_capacity?: number;
  walk_in?: boolean;
}
export interface Closure {
  date: string;
  last?: string;
  from?: string;
  to?: string;
  reason?: string;
}
export interface OfferedService {
  service_id: string;
  name?: string;
  minutes: number;
  max_quantity?: number;
  needs?: string;
  minors?: string;
  online_url?: string;
  external_url?: string;
}
export interface Release {
  mode: 'at_once' | 'weekly' | 'daily';
  weekday?: number;
  at?: string;
}
export interface CalendarData {
  id: string;
  office_id?: string;
  name: string;
  capacity_per_slot?: number;
  public_capacity_per_slot?: number;
  slot_minutes?: number;
  buffer_minutes?: number;
  opening_hours?: OpeningRule[];
  closures?: Closure[];
  services?: OfferedService[];
  booking_window_days?: number;
  lead_minutes?: number;
  hold_minutes?: number;
  release?: Release;
  person_limit?: number;
  [key: string]: unknown;
}

export const locations = () =>
  api.call<{ locations: Location[] }>('booking/ListLocations').then((answer) => answer.locations);
export const slotText = (slot?: Slot) =>
  slot
    ? `${day((slot.localBegin ?? new Date(slot.beginUnix * 1000).toISOString()).slice(0, 10))}, ${slot.localBegin?.slice(11, 16) ?? clock(slot.beginUnix)} Uhr`
    : '–';
export const servicesText = (appointment: Appointment) =>
  (appointment.services ?? [])
    .map(
      (service, index) =>
        `${(appointment.quantities?.[index] ?? 1) > 1 ? `${appointment.quantities![index]} × ` : ''}${service.name ?? service.serviceId}`,
    )
    .join(', ');

export interface Move {
  appointmentId: string;
  locationId: string;
  beginUnix: number;
}
export async function move(
  moves: Move[],
  message: string,
): Promise<{ moveId: string; results: { appointmentId: string; refusal?: string }[] }> {
  return api.call('booking/MoveAppointments', { idempotencyKey: newKey(), moves, message });
}
/** The location that was chosen last is offered first. */
export const rememberedLocation = {
  read: (): string => {
    try {
      return localStorage.getItem('amtslotse.standort') ?? '';
    } catch {
      return '';
    }
  },
  write: (id: string): void => {
    try {
      localStorage.setItem('amtslotse.standort', id);
    } catch {
      /* not kept */
    }
  },
};
