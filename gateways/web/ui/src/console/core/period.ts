// Figures of a period beside the equally long one before it.
import { plusDays, today } from './time';

export interface Period {
  from: string;
  to: string;
}

export const lastThirtyDays = (): Period => ({ from: plusDays(today(), -29), to: today() });

/** A point for each day of the period, for a chart: Unix seconds and what there was. */
export function byDay({ from, to }: Period, valueOf: (day: string) => number | undefined): [number, number][] {
  const points: [number, number][] = [];
  for (let day = from; day <= to; day = plusDays(day, 1))
    points.push([Date.parse(`${day}T12:00:00`) / 1000, valueOf(day) ?? 0]);
  return points;
}

export function before({ from, to }: Period): Period {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
  return { from: plusDays(from, -days), to: plusDays(from, -1) };
}
