// Figures of a period beside the equally long one before it.
import { plusDays, today } from './time';

export interface Period { from: string; to: string; }

export const lastThirtyDays = (): Period => ({ from: plusDays(today(), -29), to: today() });

export function before({ from, to }: Period): Period {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
  return { from: plusDays(from, -days), to: plusDays(from, -1) };
}
