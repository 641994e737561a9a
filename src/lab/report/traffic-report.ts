import type { Registry } from '../../config/registry.js';
import type { Grouping, RecordFilter, RecordStore } from '../../store/record-store.js';
import { type ExperimentReport, experimentReport } from './experiment-report.js';
import { configuredShares, countConversations, type SampleRatio, sampleRatio } from './sample-ratio.js';
import { REPORT_GROUPINGS, type SavingsReport, savingsReport } from './savings-report.js';

/** What routing cost and saved in a period, and what the arms of a trial say: plain JSON. */
export interface TrafficReport extends SavingsReport {
  /** ISO 8601. */
  readonly since: string;
  readonly until: string;
  readonly experiment: ExperimentReport;
  readonly sampleRatios: readonly SampleRatio[];
}

export interface TrafficOptions {
  readonly filter: RecordFilter & { readonly since: number; readonly until: number };
  /** One more grouping; `undefined` for none. */
  readonly by: Grouping | undefined;
  /** Share by which the quality of an arm may fall and still be as good, in [0, 1]. */
  readonly tolerance: number;
  /** Chance of a wrong stop of a trial. */
  readonly alpha: number;
  /** Whose shares the arms are held against; `undefined`: they are not. */
  readonly registry: Registry | undefined;
}

/** Asks the store once for sums, and for conversations where a trial runs. */
export async function trafficReport(
  store: Pick<RecordStore, 'summarize' | 'page'>,
  { filter, by, registry, tolerance, alpha }: TrafficOptions,
): Promise<TrafficReport> {
  const groupings = by === undefined ? REPORT_GROUPINGS : [...REPORT_GROUPINGS, by];
  const summaries = await store.summarize(filter, groupings);
  return {
    since: new Date(filter.since).toISOString(),
    until: new Date(filter.until).toISOString(),
    ...savingsReport(summaries, by === undefined ? undefined : REPORT_GROUPINGS.length),
    experiment: experimentReport(summaries, { tolerance, alpha }),
    sampleRatios: registry === undefined ? [] : await ratiosOf(store, filter, registry),
  };
}

/** Not looked at for a part of the requests: a part by model is none that was drawn. */
async function ratiosOf(
  store: Pick<RecordStore, 'page'>,
  filter: RecordFilter,
  registry: Registry,
): Promise<readonly SampleRatio[]> {
  const shares = configuredShares(registry);
  if (shares.size === 0 || filter.model !== undefined) return [];
  const counts = await countConversations(store, filter, registry.version);
  return [...shares].flatMap(([draw, arms]) => sampleRatio(draw, counts[draw], arms) ?? []);
}
