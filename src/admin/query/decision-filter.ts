import { ARMS } from '../../decision/arm.js';
import { REASONS } from '../../decision/reason.js';
import { ok, type Result } from '../../errors.js';
import type { StoredRecord } from '../../record/stored-record.js';
import type { RecordFilter } from '../../store/record-store.js';
import type { AdminParameter } from '../endpoint.js';
import { queryParameter } from './query-parameter.js';
import { readNumber } from './read-number.js';
import { readOneOf } from './read-one-of.js';
import { readTime, TIME_FORMS } from './read-time.js';

type Condition = 'route' | 'model' | 'reason' | 'arm' | 'tenant' | 'marginBelow';

/** Which decisions a client means; likewise for those that are still to come. */
export type DecisionFilter = Pick<RecordFilter, Condition>;

export const FILTER_PARAMETERS: readonly AdminParameter[] = [
  queryParameter('route', 'string', 'Name of the route.'),
  queryParameter('model', 'string', 'Pool name of the model decided for.'),
  queryParameter('reason', 'string', 'Code of the reason, see docs/reasons.md.'),
  queryParameter('arm', 'string', `One of ${ARMS.join(', ')}.`),
  queryParameter('tenant', 'string', "The tenant header's value."),
  queryParameter('marginBelow', 'number', 'Margin below this, from 0 to 1.'),
];

export const TIME_PARAMETERS: readonly AdminParameter[] = [
  queryParameter('since', 'string', `Decided at or after, ${TIME_FORMS}. Default: from the first.`),
  queryParameter('until', 'string', `Decided before, likewise. Default: to the last.`),
];

/** @param query held against {@link FILTER_PARAMETERS} before */
export function readFilter(query: URLSearchParams): Result<DecisionFilter> {
  const reason = readOneOf('reason', query.get('reason'), Object.keys(REASONS));
  if (!reason.ok) return reason;
  const arm = readOneOf('arm', query.get('arm'), ARMS);
  if (!arm.ok) return arm;
  const bounds = { least: 0, most: 1, byDefault: undefined };
  const marginBelow = readNumber('marginBelow', query.get('marginBelow'), bounds);
  if (!marginBelow.ok) return marginBelow;
  const given = (name: 'route' | 'model' | 'tenant'): Partial<DecisionFilter> => {
    const value = query.get(name);
    return value === null ? {} : { [name]: value };
  };
  return ok({
    ...{ ...given('route'), ...given('model'), ...given('tenant') },
    ...(reason.value !== undefined && { reason: reason.value }),
    ...(arm.value !== undefined && { arm: arm.value }),
    ...(marginBelow.value !== undefined && { marginBelow: marginBelow.value }),
  });
}

/** @param query held against {@link TIME_PARAMETERS} before */
export function readPeriod(
  query: URLSearchParams,
  now: number,
): Result<Pick<RecordFilter, 'since' | 'until'>> {
  const period: { since?: number; until?: number } = {};
  for (const name of ['since', 'until'] as const) {
    const value = query.get(name);
    if (value === null) continue;
    const time = readTime(name, value, now);
    if (!time.ok) return time;
    period[name] = time.value;
  }
  return ok(period);
}

/** Whether a record in memory is meant, as the stores would say. */
export function isMeant(
  record: StoredRecord,
  filter: DecisionFilter & Pick<RecordFilter, 'since' | 'until'>,
): boolean {
  const { since = -Infinity, until = Infinity, marginBelow } = filter;
  if (record.at < since || record.at >= until) return false;
  if (marginBelow !== undefined && !(record.margin !== null && record.margin < marginBelow)) return false;
  return (['route', 'model', 'reason', 'arm', 'tenant'] as const).every(
    (name) => filter[name] === undefined || record[name] === filter[name],
  );
}
