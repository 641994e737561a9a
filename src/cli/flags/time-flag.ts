import { DragomanError } from '../../errors.js';
import type { RecordFilter } from '../../store/record-store.js';

const AGO = /^(\d{1,6})(m|h|d)$/;

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * The time that a flag such as `--since` names: a date in UTC, a time of ISO 8601, or how long ago (`90m`, `12h`, `7d`).
 *
 * @param now milliseconds since 1970; likewise the answer
 * @throws DragomanError `usage`
 */
export function timeOfFlag(name: string, value: string, now: number): number {
  const [, count, unit] = AGO.exec(value) ?? [];
  if (count !== undefined && unit !== undefined)
    return now - Number(count) * UNIT_MS[unit as 'm' | 'h' | 'd'];
  const at = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : NaN;
  if (!Number.isNaN(at)) return at;
  throw new DragomanError(
    'usage',
    `--${name} is "${value}", must be like 2026-01-31, 2026-01-31T12:00:00Z or 7d`,
  );
}

/** The records that `--since` and `--until` mean. @throws DragomanError `usage` */
export function filterOfFlags(
  { since, until }: { readonly since?: string | undefined; readonly until?: string | undefined },
  now: number,
): Pick<RecordFilter, 'since' | 'until'> {
  return {
    ...(since !== undefined && { since: timeOfFlag('since', since, now) }),
    ...(until !== undefined && { until: timeOfFlag('until', until, now) }),
  };
}
