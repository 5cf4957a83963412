// What is entered at the desk for an appointment, and what comes back when it is booked.
import type { Appointment } from '../core/booking';
import { today } from '../core/time';

export interface Booked {
  appointment?: Appointment;
  cancellationCode?: string;
  refusal?: string;
  link?: string;
}

export interface Form {
  serviceId: string;
  quantity: number;
  locationId: string;
  from: string;
  name: string;
  email: string;
  telephone: string;
  note: string;
  reminder: boolean;
  channel: string;
  overbook: boolean;
  reason: string;
}
export const empty = (): Form => ({
  serviceId: '',
  quantity: 1,
  locationId: '',
  from: today(),
  name: '',
  email: '',
  telephone: '',
  note: '',
  reminder: false,
  channel: 'telephone',
  overbook: false,
  reason: '',
});
