import { readNumber, readWhole } from '../../admin/query/read-number.js';
import { readOneOf } from '../../admin/query/read-one-of.js';
import { readTime } from '../../admin/query/read-time.js';
import { fail, ok, type Result } from '../../errors.js';
import { GROUPINGS } from '../../store/record-store.js';
import { DRIFT_TEXTS, MOST_DAYS, POINTS } from './evidence-parameters.js';
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
      const limit = readWhole('limit', query['limit'], POINTS);
      return limit.ok ? ok({ kind, filter: filter.value, limit: limit.value }) : limit;
    }
    case 'confusion': {
      const of = readOneOf('of', query['of'], ['examples', 'labels'] as const);
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
  const by = readOneOf('by', query['by'], GROUPINGS);
  if (!by.ok) return by;
  const margin = readNumber('margin', query['margin'], { least: 0, most: 1, byDefault: 0.02 });
  if (!margin.ok) return margin;
  const alpha = readNumber('alpha', query['alpha'], { least: 1e-6, most: 0.5, byDefault: 0.05 });
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
  const alpha = readNumber('alpha', query['alpha'], { least: 1e-9, most: 0.5, byDefault: 0.01 });
  if (!alpha.ok) return alpha;
  const texts = readWhole('texts', query['texts'], DRIFT_TEXTS);
  if (!texts.ok) return texts;
  const period = {
    until: until.value,
    windowMs: until.value - begin.value,
    referenceMs: begin.value - first.value,
  };
  return ok({ kind: 'drift', period, alpha: alpha.value, texts: texts.value });
}

function timeOf(query: Query, name: string, now: number, byDefault: number): Result<number> {
  const value = query[name];
  return value === undefined ? ok(byDefault) : readTime(name, value, now);
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
