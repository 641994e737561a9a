import { DAY_MS, isoDay } from './period.js';

const MOST = 400;

/** Every day of a period in UTC, also those without records, as `2026-11-22`. @param period ISO times; `until` is not of it */
export function allDays({ since, until }: { readonly since: string; readonly until: string }): string[] {
  const first = Math.floor(Date.parse(since) / DAY_MS);
  const last = Math.floor((Date.parse(until) - 1) / DAY_MS);
  const count = Math.min(MOST, Math.max(0, last - first + 1));
  return Array.from({ length: count }, (_, at) => isoDay((last - count + 1 + at) * DAY_MS));
}
