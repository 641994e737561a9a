import { fallbackCause } from '../../src/decision/fallback-cause.js';
import type { AnswerComparison } from '../../src/record/comparison.js';
import type { Feedback } from '../../src/record/feedback.js';
import { isDrawn } from '../../src/record/is-drawn.js';
import type { StoredRecord } from '../../src/record/stored-record.js';
import type {
  Grouping,
  RecordFilter,
  RecordPage,
  RecordStore,
  RecordSummary,
} from '../../src/store/record-store.js';

/** A store that forgets everything when it goes. What it gives is what the real ones give; bytes are always 0. */
export function memoryStore(first: readonly StoredRecord[] = []): RecordStore {
  const records = new Map<string, StoredRecord>();
  const opinions = new Map<string, Feedback>();
  const compared: AnswerComparison[] = [];
  const keep = (more: readonly StoredRecord[]): void => {
    for (const record of more) if (!records.has(record.id)) records.set(record.id, record);
  };
  const meant = (filter: RecordFilter): StoredRecord[] =>
    [...records.values()]
      .filter((record) => fits(record, filter))
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const about = <T extends { readonly decision: string }>(rows: Iterable<T>, filter: RecordFilter): T[] => {
    const ids = new Set(meant(filter).map(({ id }) => id));
    return [...rows].filter(({ decision }) => ids.has(decision));
  };
  keep(first);
  return {
    append: async (more) => {
      keep(more);
      return Promise.resolve();
    },
    addFeedback: async (feedback) => {
      const before = opinions.size;
      for (const one of feedback) {
        const key = `${one.decision} ${one.source}`;
        if (!opinions.has(key)) opinions.set(key, one);
      }
      return Promise.resolve(opinions.size - before);
    },
    addComparisons: async (more) => {
      compared.push(...more);
      return Promise.resolve();
    },
    find: async (id) => Promise.resolve(records.get(id)),
    page: async (filter, limit, after = '0') => {
      const from = Number(after);
      const all = meant(filter).toReversed();
      const page: RecordPage = { records: all.slice(from, from + limit) };
      return Promise.resolve(from + limit < all.length ? { ...page, next: String(from + limit) } : page);
    },
    scan: (filter) => batches(meant(filter)),
    feedback: (filter) => batches(about(opinions.values(), filter)),
    comparisons: (filter) => batches(about(compared, filter)),
    summarize: async (filter, by) => Promise.resolve(summarize(meant(filter), [...opinions.values()], by)),
    prune: async ({ maxAgeMs }, now) => {
      const old = meant({ until: now - maxAgeMs });
      for (const { id } of old) records.delete(id);
      return Promise.resolve(old.length);
    },
    size: async () => Promise.resolve({ records: records.size, bytes: 0 }),
    close: async () => Promise.resolve(),
  };
}

async function* batches<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let at = 0; at < rows.length; at += 1_000) yield Promise.resolve(rows.slice(at, at + 1_000));
}

function fits(record: StoredRecord, filter: RecordFilter): boolean {
  const { since = -Infinity, until = Infinity, marginBelow, drawn } = filter;
  const isOf = (name: 'id' | 'route' | 'model' | 'reason' | 'arm' | 'tenant'): boolean =>
    filter[name] === undefined || record[name] === filter[name];
  return (
    record.at >= since &&
    record.at < until &&
    (drawn === undefined || isDrawn(record.propensity) === drawn) &&
    (marginBelow === undefined || (record.margin !== null && record.margin < marginBelow)) &&
    (['id', 'route', 'model', 'reason', 'arm', 'tenant'] as const).every(isOf)
  );
}

function groupOf(record: StoredRecord, grouping: Grouping): string | null {
  if (grouping === 'day') return new Date(record.at).toISOString().slice(0, 10);
  if (grouping === 'drawn') return isDrawn(record.propensity) ? 'yes' : 'no';
  return record[grouping];
}

function summarize(
  records: readonly StoredRecord[],
  feedback: readonly Feedback[],
  by: readonly Grouping[],
): RecordSummary[] {
  const groups = new Map<string, StoredRecord[]>();
  if (by.length === 0) groups.set('[]', []);
  for (const record of records) {
    const key = JSON.stringify(by.map((grouping) => groupOf(record, grouping)));
    const group = groups.get(key) ?? [];
    group.push(record);
    groups.set(key, group);
  }
  const order = (key: string): string => key.replaceAll('null', '\uffff');
  return [...groups]
    .sort(([a], [b]) => (order(a) < order(b) ? -1 : 1))
    .map(([key, of]) => summaryOf(JSON.parse(key) as (string | null)[], of, feedback));
}

function summaryOf(
  group: readonly (string | null)[],
  records: readonly StoredRecord[],
  feedback: readonly Feedback[],
): RecordSummary {
  const sum = (of: readonly StoredRecord[], value: (record: StoredRecord) => number | null): number =>
    of.reduce((total, record) => total + (value(record) ?? 0), 0);
  const priced = records.filter(({ costUsd }) => costUsd !== null);
  const finished = records.filter(({ outcome }) => outcome !== null);
  const timed = records.filter(({ outcome }) => typeof outcome?.timeToFirstByteMs === 'number');
  const cascades = records.filter(({ cascade }) => cascade !== null);
  const margins = records.filter(({ margin }) => margin !== null);
  const judged = records.flatMap(({ attempts }) => attempts).filter(({ passed }) => passed !== null);
  const isOpinion = opinionOf(feedback);
  const square = (value: number): number => value * value;
  return {
    ...{ group, records: records.length, finished: finished.length, priced: priced.length },
    succeeded: finished.filter(({ outcome }) => isSuccess(outcome?.status ?? 0)).length,
    costUsd: sum(priced, ({ costUsd }) => costUsd),
    wastedUsd: sum(priced, ({ wastedUsd }) => wastedUsd),
    defaultUsd: sum(priced, ({ defaultUsd }) => defaultUsd),
    strongestUsd: sum(priced, ({ strongestUsd }) => strongestUsd),
    costSquares: sum(priced, ({ costUsd }) => square(costUsd ?? 0)),
    strongestSquares: sum(priced, ({ strongestUsd }) => square(strongestUsd ?? 0)),
    defaultSquares: sum(priced, ({ defaultUsd }) => square(defaultUsd ?? 0)),
    strongestSavingSquares: sum(priced, (record) =>
      square((record.strongestUsd ?? 0) - (record.costUsd ?? 0)),
    ),
    defaultSavingSquares: sum(priced, (record) => square((record.defaultUsd ?? 0) - (record.costUsd ?? 0))),
    inputTokens: sum(records, ({ outcome }) => outcome?.inputTokens ?? null),
    outputTokens: sum(records, ({ outcome }) => outcome?.outputTokens ?? null),
    cascades: cascades.length,
    escalated: cascades.filter(({ attempts }) => attempts.some(({ escalated }) => escalated)).length,
    fellBack: records.filter(({ reason }) => fallbackCause(reason) !== undefined).length,
    margins: margins.length,
    marginSum: sum(margins, ({ margin }) => margin),
    marginSquares: sum(margins, ({ margin }) => square(margin ?? 0)),
    liked: records.filter(({ id }) => isOpinion(id) === true).length,
    disliked: records.filter(({ id }) => isOpinion(id) === false).length,
    judged: judged.length,
    passed: judged.filter(({ passed }) => passed).length,
    timed: timed.length,
    totalMs: sum(timed, ({ outcome }) => outcome?.totalMs ?? null),
    timeToFirstByteMs: sum(timed, ({ outcome }) => outcome?.timeToFirstByteMs ?? null),
    decideUs: sum(timed, ({ decideUs }) => decideUs),
  };
}

function isSuccess(status: number): boolean {
  return status >= 100 && status < 400;
}

/** Whether a record was liked, by the mean of its scores; `undefined` where nobody said. */
function opinionOf(feedback: readonly Feedback[]): (id: string) => boolean | undefined {
  const scores = new Map<string, number[]>();
  for (const { decision, score } of feedback) {
    if (score !== null) scores.set(decision, [...(scores.get(decision) ?? []), score]);
  }
  return (id) => {
    const of = scores.get(id);
    return of && of.reduce((sum, score) => sum + score, 0) / of.length >= 0.5;
  };
}
