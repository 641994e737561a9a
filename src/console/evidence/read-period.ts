import type { AdminParameter } from '../../admin/endpoint.js';
import { queryParameter } from '../../admin/query/query-parameter.js';
import { readTime, TIME_FORMS } from '../../admin/query/read-time.js';
import { fail, ok, type Result } from '../../errors.js';
import { DAY_MS } from '../../store/day.js';
import type { RecordFilter } from '../../store/record-store.js';
import type { EvidenceQuery } from './evidence-kind.js';

/** Records of a time that is bounded, in milliseconds since 1970. */
export type Period = RecordFilter & { readonly since: number; readonly until: number };

export const PERIOD_PARAMETERS: readonly AdminParameter[] = [
  queryParameter('since', 'string', `Records decided at or after, ${TIME_FORMS}. Default \`30d\`.`),
  queryParameter('until', 'string', 'Records decided before, likewise. Default: now.'),
  queryParameter('route', 'string', 'Only records of this route.'),
  queryParameter('model', 'string', 'Only records decided for this model.'),
  queryParameter('tenant', 'string', 'Only records of this tenant.'),
];

/** Which records {@link PERIOD_PARAMETERS} mean. */
export function readPeriod(query: EvidenceQuery, now: number): Result<Period> {
  const until = timeOf(query, 'until', now, now);
  if (!until.ok) return until;
  const since = timeOf(query, 'since', now, now - 30 * DAY_MS);
  if (!since.ok) return since;
  if (since.value >= until.value) {
    const found = `The parameters "since" (${isoOf(since.value)}) and "until" (${isoOf(until.value)}) hold no time`;
    return fail('field_invalid', `${found}; send a "since" that comes before "until".`, 'since');
  }
  const { route, model, tenant } = query;
  return ok({
    ...{ since: since.value, until: until.value },
    ...(route !== undefined && { route }),
    ...(model !== undefined && { model }),
    ...(tenant !== undefined && { tenant }),
  });
}

/** The time that a parameter gives, as milliseconds since 1970. @param now what `7d` is before */
export function timeOf(query: EvidenceQuery, name: string, now: number, byDefault: number): Result<number> {
  const value = query[name];
  return value === undefined ? ok(byDefault) : readTime(name, value, now);
}

export function isoOf(at: number): string {
  return new Date(at).toISOString();
}
