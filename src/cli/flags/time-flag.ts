import { DragomanError } from '../../errors.js';
import { parseTime } from '../../store/parse-time.js';
import type { RecordFilter } from '../../store/record-store.js';

/**
 * The time that a flag such as `--since` names; see {@link parseTime}.
 *
 * @param now milliseconds since 1970; likewise the answer
 * @throws DragomanError `usage`
 */
export function timeOfFlag(name: string, value: string, now: number): number {
  const at = parseTime(value, now);
  if (at !== undefined) return at;
  throw new DragomanError(
    'usage',
    `--${name} is "${value}", must be like 2026-01-31, 2026-01-31T12:00:00Z or 7d`,
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

/** The records that they mean. @throws DragomanError `usage` */
export function filterOfFlags(
  { since, until, route, model, tenant }: FilterFlags,
  now: number,
): Pick<RecordFilter, keyof FilterFlags> {
  return {
    ...(since !== undefined && { since: timeOfFlag('since', since, now) }),
    ...(until !== undefined && { until: timeOfFlag('until', until, now) }),
    ...(route !== undefined && { route }),
    ...(model !== undefined && { model }),
    ...(tenant !== undefined && { tenant }),
  };
}
