import { ARMS } from '../decision/arm.js';
import { REASONS } from '../decision/reason.js';
import { fail, ok, type Result } from '../errors.js';
import type { StoredRecord } from '../record/stored-record.js';
import type { RecordFilter } from '../store/record-store.js';
import type { AdminParameter } from './endpoint.js';
import { readTime, TIME_FORMS } from './read-time.js';

type Condition = 'route' | 'model' | 'reason' | 'arm' | 'tenant' | 'marginBelow';

/** Which decisions a client means; likewise for those that are still to come. */
export type DecisionFilter = Pick<RecordFilter, Condition>;

const text = (name: string, description: string): AdminParameter => ({
  name,
  in: 'query',
  type: 'string',
  description,
});

export const FILTER_PARAMETERS: readonly AdminParameter[] = [
  text('route', 'Name of the route.'),
  text('model', 'Pool name of the model decided for.'),
  text('reason', 'Code of the reason, see docs/reasons.md.'),
  text('arm', `One of ${ARMS.join(', ')}.`),
  text('tenant', "The tenant header's value."),
  { name: 'marginBelow', in: 'query', type: 'number', description: 'Margin below this, from 0 to 1.' },
];

export const TIME_PARAMETERS: readonly AdminParameter[] = [
  text('since', `Decided at or after, ${TIME_FORMS}. Default: from the first.`),
  text('until', `Decided before, likewise. Default: to the last.`),
];

/** @param query held against {@link FILTER_PARAMETERS} before */
export function readFilter(query: URLSearchParams): Result<DecisionFilter> {
  const reason = query.get('reason');
  if (reason !== null && !Object.hasOwn(REASONS, reason))
    return unknown('reason', reason, Object.keys(REASONS));
  const arm = query.get('arm');
  const knownArm = ARMS.find((known) => known === arm);
  if (arm !== null && knownArm === undefined) return unknown('arm', arm, ARMS);
  const marginBelow = query.get('marginBelow');
  const margin = Number(marginBelow);
  if (margin < 0 || margin > 1) {
    return fail('field_invalid', `The parameter "marginBelow" is ${margin}; send a number from 0 to 1.`);
  }
  const given = (name: 'route' | 'model' | 'tenant'): Partial<DecisionFilter> => {
    const value = query.get(name);
    return value === null ? {} : { [name]: value };
  };
  return ok({
    ...{ ...given('route'), ...given('model'), ...given('tenant') },
    ...(reason !== null && { reason }),
    ...(knownArm !== undefined && { arm: knownArm }),
    ...(marginBelow !== null && { marginBelow: margin }),
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

function unknown(name: string, value: string, known: readonly string[]): Result<never> {
  const found = JSON.stringify(value.slice(0, 64));
  return fail('field_invalid', `The parameter "${name}" is ${found}; send one of ${known.join(', ')}.`, name);
}
