// Dates as staff read them; the wire has Unix seconds and ISO dates. Moments are shown in the towns' zone, wherever the
// computer believes to be.
const timeZone = 'Europe/Berlin';
const DAY = new Intl.DateTimeFormat('de-DE', { weekday: 'short', day: '2-digit', month: '2-digit', year: 'numeric' });
const DATE = new Intl.DateTimeFormat('de-DE', { day: '2-digit', month: '2-digit', year: 'numeric', timeZone });
const MOMENT = new Intl.DateTimeFormat('de-DE', {
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone,
});
const CLOCK = new Intl.DateTimeFormat('de-DE', { hour: '2-digit', minute: '2-digit', timeZone });
const ISO = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone });

export const moment = (unix?: number) => (unix ? `${MOMENT.format(unix * 1000)} Uhr` : '–');
export const clock = (unix?: number) => (unix ? CLOCK.format(unix * 1000) : '–');
export const date = (unix?: number) => (unix ? DATE.format(unix * 1000) : '–');
/** Of an ISO date, without a zone. */
export const day = (iso?: string) => (iso ? DAY.format(new Date(`${iso}T12:00:00`)) : '–');
export const isoDate = (at: Date) =>
  `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
export const today = () => localInput(Date.now() / 1000).slice(0, 10);
export function plusDays(iso: string, days: number): string {
  const at = new Date(`${iso}T12:00:00`);
  at.setDate(at.getDate() + days);
  return isoDate(at);
}
/** For <input type=datetime-local>. */
export const localInput = (unix?: number) => (unix ? ISO.format(unix * 1000).replace(' ', 'T') : '');
export function fromLocalInput(text: string): number {
  if (!text) return 0;
  const asUtc = (input: string) => Math.floor(Date.parse(`${input}Z`) / 1000);
  const ahead = (unix: number) => asUtc(localInput(unix)) - Math.floor(unix / 60) * 60;
  const wanted = asUtc(text);
  // The zone's distance at that time; asked again where the clocks change in between.
  return wanted - ahead(wanted - ahead(wanted));
}
export const minuteText = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
export const minuteOf = (text: string) => {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
};
export const count = (value: number | undefined, digits = 0) =>
  new Intl.NumberFormat('de-DE', { maximumFractionDigits: digits }).format(value ?? 0);
