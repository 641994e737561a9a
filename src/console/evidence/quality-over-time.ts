import { groupBy } from '../../lab/group-by.js';
import { estimateMean, type Estimate } from '../../lab/metrics/moments.js';
import { estimateShare } from '../../lab/metrics/share-estimate.js';
import { DAY_MS } from '../../store/day.js';
import type { RecordStore, RecordSummary } from '../../store/record-store.js';
import type { QualityOverTime, RouteDay, RouteOverTime } from '../api/evidence.js';
import type { Period } from './read-period.js';

/** Sums of each route and day, asked of the store once; routes with the most records first, requests without a route last. */
export async function qualityOverTime(
  store: Pick<RecordStore, 'summarize'>,
  filter: Period,
): Promise<QualityOverTime> {
  const summaries = await store.summarize(filter, ['route', 'day']);
  const days = daysOf(filter);
  const routes = [...groupBy(summaries, ({ group }) => JSON.stringify(group[0])).values()];
  return {
    since: new Date(filter.since).toISOString(),
    until: new Date(filter.until).toISOString(),
    days,
    routes: routes
      .map((own) => overTime(own, days))
      .sort((a, b) => Number(a.route === null) - Number(b.route === null) || b.records - a.records),
  };
}

/** Days that have a part in the period, which ends before `until`. */
function daysOf({ since, until }: Period): string[] {
  const first = Math.floor(since / DAY_MS);
  const count = Math.max(0, Math.ceil(until / DAY_MS) - first);
  return Array.from({ length: count }, (_, at) => new Date((first + at) * DAY_MS).toISOString().slice(0, 10));
}

function overTime(summaries: readonly RecordSummary[], days: readonly string[]): RouteOverTime {
  const byDay = new Map(summaries.map((summary) => [summary.group[1], summary]));
  return {
    route: summaries[0]?.group[0] ?? null,
    records: summaries.reduce((sum, { records }) => sum + records, 0),
    byDay: days.map((day) => {
      const summary = byDay.get(day);
      return summary === undefined ? null : ofDay(summary);
    }),
  };
}

function ofDay(summary: RecordSummary): RouteDay {
  const { records, finished, succeeded, judged, passed, liked, disliked } = summary;
  const { priced, costUsd, costSquares, cascades, escalated, margins, marginSum, marginSquares } = summary;
  return {
    records,
    succeeded: estimateShare(succeeded, finished) ?? null,
    passed: estimateShare(passed, judged) ?? null,
    liked: estimateShare(liked, liked + disliked) ?? null,
    cost: within(estimateMean({ count: priced, sum: costUsd, squares: costSquares }), Infinity),
    escalated: estimateShare(escalated, cascades) ?? null,
    margin: within(estimateMean({ count: margins, sum: marginSum, squares: marginSquares }), 1),
  };
}

/** What is known to lie between 0 and `most` has its interval there; `null` for fewer than two numbers, whose spread nobody knows. */
function within(estimate: Estimate | undefined, most: number): Estimate | null {
  if (estimate === undefined) return null;
  const { value, low, high } = estimate;
  return { value, low: Math.max(0, low), high: Math.min(most, high) };
}
