/** The time that a picture is about, as it stands in the address. */
export interface Period {
  readonly name: PeriodName;
  /** `7d`, or an ISO date. */
  readonly since: string;
  /** The first day that no longer counts, as an ISO date; `undefined` for now. */
  readonly until: string | undefined;
}

export const PERIOD_NAMES = ['24h', '7d', '30d', 'custom'] as const;

export type PeriodName = (typeof PERIOD_NAMES)[number];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
export const DAY_MS = 86_400_000;

/** Reads `period`, or else `from` and `to`, whose days both count; `byDefault` unless said, or where it makes no sense. */
export function periodOf(params: URLSearchParams, byDefault: Exclude<PeriodName, 'custom'> = '30d'): Period {
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? ''];
  if (DAY.test(from) && DAY.test(to) && from <= to && isDate(from) && isDate(to)) {
    return { name: 'custom', since: from, until: dayAfter(to) };
  }
  const asked = params.get('period');
  const name = asked === '24h' || asked === '7d' || asked === '30d' ? asked : byDefault;
  return { name, since: name, until: undefined };
}

/** The parameters with another period, and everything else as it was. */
export function withPeriod(params: URLSearchParams, period: Period): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of ['period', 'from', 'to']) next.delete(name);
  if (period.until === undefined) next.set('period', period.name);
  else {
    next.set('from', period.since);
    next.set('to', lastDay(period) ?? period.since);
  }
  return next;
}

/** What the admin API is asked: `since=7d`, or two dates. */
export function periodQuery({ since, until }: Period): Readonly<Record<string, string>> {
  return { since, ...(until !== undefined && { until }) };
}

/** The last day of a period between two dates. */
export function lastDay({ until }: Period): string | undefined {
  return until === undefined ? undefined : isoDay(Date.parse(until) - DAY_MS);
}

/** In UTC, as `2026-11-22`. */
export function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function dayAfter(day: string): string {
  return isoDay(Date.parse(day) + DAY_MS);
}

function isDate(day: string): boolean {
  return !Number.isNaN(Date.parse(day));
}
