const AGO = /^(\d{1,6})(m|h|d)$/;
const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const MILLISECONDS = /^\d{1,15}$/;
const DATE = /^\d{4}-\d{2}-\d{2}/;

/**
 * Reads a time by which records are chosen: a date in UTC (`2026-01-31`), a time of ISO 8601, milliseconds since 1970, or how
 * long ago (`90m`, `12h`, `7d`).
 *
 * @param now milliseconds since 1970; likewise the answer
 * @returns `undefined` for anything else
 */
export function parseTime(text: string, now: number): number | undefined {
  const [, count, unit] = AGO.exec(text) ?? [];
  if (count !== undefined) return now - Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
  if (MILLISECONDS.test(text)) return Number(text);
  const at = DATE.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? undefined : at;
}
