import { readTime } from '../../admin/read-time.js';
import { fail, ok, type Result } from '../../errors.js';
import { GROUPINGS } from '../../store/record-store.js';
import {
  DRIFT_TEXTS,
  FEWEST_POINTS,
  MOST_DAYS,
  MOST_DRIFT_TEXTS,
  MOST_POINTS,
  POINTS,
} from './evidence-parameters.js';
import type { EvidenceQuestion, Period, ReadQuestion } from './evidence-question.js';

const DAY_MS = 86_400_000;

/**
 * Reads the parameters of a question.
 *
 * @param now milliseconds since 1970
 * @returns `field_invalid` that quotes the value and the limit
 */
export function readQuestion({ kind, query }: EvidenceQuestion, now: number): Result<ReadQuestion> {
  if (kind === 'drift') return readDrift(query, now);
  const filter = readFilter(query, now);
  if (!filter.ok) return filter;
  switch (kind) {
    case 'report':
      return readReport(query, filter.value);
    case 'quality':
      return readQuality(filter.value);
    case 'map': {
      const limit = wholeOf(query, 'limit', FEWEST_POINTS, MOST_POINTS, POINTS);
      return limit.ok ? ok({ kind, filter: filter.value, limit: limit.value }) : limit;
    }
    case 'confusion': {
      const of = oneOf(query, 'of', ['examples', 'labels'] as const);
      return of.ok ? ok({ kind, filter: filter.value, of: of.value }) : of;
    }
  }
}

type Query = EvidenceQuestion['query'];

function readFilter(query: Query, now: number): Result<Period> {
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

function readReport(query: Query, filter: Period): Result<ReadQuestion> {
  const by = oneOf(query, 'by', GROUPINGS);
  if (!by.ok) return by;
  const margin = numberOf(query, 'margin', 0, 1, 0.02);
  if (!margin.ok) return margin;
  const alpha = numberOf(query, 'alpha', 1e-6, 0.5, 0.05);
  if (!alpha.ok) return alpha;
  return ok({ kind: 'report', filter, by: by.value, margin: margin.value, alpha: alpha.value });
}

function readQuality(filter: Period): Result<ReadQuestion> {
  const days = Math.ceil((filter.until - filter.since) / DAY_MS);
  if (days <= MOST_DAYS) return ok({ kind: 'quality', filter });
  const message = `The period from "since" to "until" has ${days} days; send one of at most ${MOST_DAYS}.`;
  return fail('field_invalid', message, 'since');
}

function readDrift(query: Query, now: number): Result<ReadQuestion> {
  const until = timeOf(query, 'until', now, now);
  if (!until.ok) return until;
  const begin = timeOf(query, 'window', until.value, until.value - 7 * DAY_MS);
  if (!begin.ok) return begin;
  const first = timeOf(query, 'reference', begin.value, begin.value - 28 * DAY_MS);
  if (!first.ok) return first;
  if (first.value >= begin.value || begin.value >= until.value) {
    const found = `"reference" begins at ${isoOf(first.value)}, "window" at ${isoOf(begin.value)}`;
    return fail('field_invalid', `${found}; both must lie before "until", in that order.`, 'window');
  }
  const alpha = numberOf(query, 'alpha', 1e-9, 0.5, 0.01);
  if (!alpha.ok) return alpha;
  const texts = wholeOf(query, 'texts', 0, MOST_DRIFT_TEXTS, DRIFT_TEXTS);
  if (!texts.ok) return texts;
  const period = {
    until: until.value,
    windowMs: until.value - begin.value,
    referenceMs: begin.value - first.value,
  };
  return ok({ kind: 'drift', period, alpha: alpha.value, texts: texts.value });
}

/** Years that a time may lie in, so that it can be written as ISO 8601. */
const LAST_TIME = 8.64e15;

function timeOf(query: Query, name: string, now: number, byDefault: number): Result<number> {
  const value = query[name];
  const time = value === undefined ? ok(byDefault) : readTime(name, value, now);
  if (!time.ok || Math.abs(time.value) <= LAST_TIME) return time;
  return fail('field_invalid', `The parameter "${name}" is no time of this calendar.`, name);
}

function numberOf(
  query: Query,
  name: string,
  least: number,
  most: number,
  byDefault: number,
): Result<number> {
  const value = query[name] === undefined ? byDefault : Number(query[name]);
  if (value >= least && value <= most) return ok(value);
  const found = JSON.stringify(String(query[name]).slice(0, 64));
  return fail('field_invalid', `The parameter "${name}" is ${found}; send ${least} to ${most}.`, name);
}

function wholeOf(...options: Parameters<typeof numberOf>): Result<number> {
  const value = numberOf(...options);
  if (!value.ok || Number.isInteger(value.value)) return value;
  const message = `The parameter "${options[1]}" is ${value.value}; send a whole number.`;
  return fail('field_invalid', message, options[1]);
}

function oneOf<T extends string>(query: Query, name: string, known: readonly T[]): Result<T | undefined> {
  const value = query[name];
  if (value === undefined) return ok(undefined);
  const found = known.find((one) => one === value);
  if (found !== undefined) return ok(found);
  const shown = JSON.stringify(value.slice(0, 64));
  return fail('field_invalid', `The parameter "${name}" is ${shown}; send one of ${known.join(', ')}.`, name);
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
