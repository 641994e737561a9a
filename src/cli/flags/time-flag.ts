import { DragomanError } from '../../errors.js';
import { parseTime } from '../../store/parse-time.js';
import type { RecordFilter } from '../../store/record-store.js';

/**
 * The time that a flag such as `--since` names; see {@link parseTime}. Milliseconds are for programs, at the admin port: of a
 * person a bare number is mostly days whose unit was forgotten, and would mean 1970.
 *
 * @param now milliseconds since 1970; likewise the answer
 * @throws DragomanError `usage`
 */
export function timeOfFlag(name: string, value: string, now: number): number {
  const at = /^\d+$/.test(value) ? undefined : parseTime(value, now);
  if (at !== undefined) return at;
  const meant = meantBy(value);
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  throw new DragomanError(
    'usage',
    `--${name} is "${value}", must be like 2026-01-31, 2026-01-31T12:00:00Z or 7d${hint}`,
  );
}

/** What a bare number most likely stands for: days, a year, or seconds or milliseconds since 1970. */
function meantBy(value: string): string | undefined {
  if (/^[1-9]\d{0,2}$/.test(value)) return `${value}d`;
  if (/^20\d\d$/.test(value)) return `${value}-01-01`;
  if (/^\d{10}$/.test(value)) return new Date(Number(value) * 1000).toISOString();
  return /^\d{13}$/.test(value) ? new Date(Number(value)).toISOString() : undefined;
}

/**
 * How long ago the time was that a flag such as `--max-age` names, in milliseconds.
 *
 * @throws DragomanError `usage`
 */
export function ageOfFlag(name: string, value: string, now: number): number {
  const age = now - timeOfFlag(name, value, now);
  if (age >= 0) return age;
  throw new DragomanError(
    'usage',
    `--${name} is "${value}", which is in the future: that would take everything; give an earlier time`,
  );
}

/** Flags that say which records are meant. */
export interface FilterFlags {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly route?: string | undefined;
  readonly model?: string | undefined;
  readonly tenant?: string | undefined;
}

/** The records that they mean. @throws DragomanError `usage`, also for a time that ends before it begins */
export function filterOfFlags(
  { since, until, route, model, tenant }: FilterFlags,
  now: number,
): Pick<RecordFilter, keyof FilterFlags> {
  const end = until === undefined ? undefined : timeOfFlag('until', until, now);
  const begin = since === undefined ? undefined : timeOfFlag('since', since, now);
  if (begin !== undefined && begin >= (end ?? now)) {
    const limit = until === undefined ? 'now' : `--until "${until}"`;
    throw new DragomanError(
      'usage',
      `--since is "${since}", which is not before ${limit}; give an earlier --since`,
    );
  }
  return {
    ...(begin !== undefined && { since: begin }),
    ...(end !== undefined && { until: end }),
    ...(route !== undefined && { route }),
    ...(model !== undefined && { model }),
    ...(tenant !== undefined && { tenant }),
  };
}
