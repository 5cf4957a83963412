// What is kept of one person over all services, as the gateway gathers it.
import { api } from './api';
import type { HandOver, TalkMessage } from './hand-overs';

export interface Sought { email: string; telephone: string; reason: string; }
interface KeptContact { name: string; email: string; telephone: string; }
/** As booking keeps it; times are Unix seconds. */
export interface KeptAppointment {
  number: string; state: number; location_name: string; start: number; end: number; contact: KeptContact; messages?: number;
  services: [id: string, name: string, quantity: number, minutes: number][]; attendee_count: number;
  needs: { interpreter: string; wheelchair: boolean; more_time: boolean; note: string };
}
export interface KeptWish extends KeptContact { created: number; from_day: number; to_day: number; services: [id: string, quantity: number][]; }
/** What went from the chat to who answers for the town's data protection, as far as it still lies here. */
export interface KeptRequest { received: number; to: string; subject: string; name: string; email: string; text: string; }
export interface KeptTalk { handOver?: HandOver; transcript?: TalkMessage[]; notes?: { text: string; timeUnix: number }[]; }
export interface KeptPeer { channel: string; account?: string; address?: string; received?: string[]; outgoing?: string[]; }
export interface Kept { appointments: KeptAppointment[]; wishes: KeptWish[]; requests: KeptRequest[]; handOvers: KeptTalk[]; messengers: KeptPeer[]; }
export interface ErasedCounts { appointments: number; cancelled: number; handOvers: number; peers: number; }

export const keptOf = (who: Sought) => api.confirmed<Kept>('/person/kept', who);
export const erase = (who: Sought) => api.confirmed<ErasedCounts>('/person/erase', who);

export const isEmpty = (kept: Kept) => Object.values(kept).every((list) => list.length === 0);
/** Places that an erasure would free. */
export const stillToCome = (kept: Kept, now = Date.now() / 1000) =>
  kept.appointments.filter((each) => each.state >= 2 && each.state <= 3 && each.start > now).length;
