// Dates as staff read them; the wire has Unix seconds and ISO dates.
const DAY = new Intl.DateTimeFormat('de-DE', { weekday: 'short', day: '2-digit', month: '2-digit', year: 'numeric' });
const DATE = new Intl.DateTimeFormat('de-DE', { day: '2-digit', month: '2-digit', year: 'numeric' });
const MOMENT = new Intl.DateTimeFormat('de-DE', {
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const CLOCK = new Intl.DateTimeFormat('de-DE', { hour: '2-digit', minute: '2-digit' });

export const moment = (unix?: number) => (unix ? `${MOMENT.format(unix * 1000)} Uhr` : '–');
export const clock = (unix?: number) => (unix ? CLOCK.format(unix * 1000) : '–');
export const date = (unix?: number) => (unix ? DATE.format(unix * 1000) : '–');
/** Of an ISO date, without a zone. */
export const day = (iso?: string) => (iso ? DAY.format(new Date(`${iso}T12:00:00`)) : '–');
export const isoDate = (at: Date) =>
  `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
export const today = () => isoDate(new Date());
export function plusDays(iso: string, days: number): string {
  const at = new Date(`${iso}T12:00:00`);
  at.setDate(at.getDate() + days);
  return isoDate(at);
}
/** For <input type=datetime-local>. */
export const localInput = (unix?: number) =>
  unix ? `${isoDate(new Date(unix * 1000))}T${new Date(unix * 1000).toTimeString().slice(0, 5)}` : '';
export const fromLocalInput = (text: string) => (text ? Math.floor(new Date(text).getTime() / 1000) : 0);
export const minuteText = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
export const minuteOf = (text: string) => {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
};
export const count = (value: number | undefined, digits = 0) =>
  new Intl.NumberFormat('de-DE', { maximumFractionDigits: digits }).format(value ?? 0);
