import type { Reason } from '../../decision/reason.js';
import type { Grouping, RecordSums, RecordSummary } from '../../store/record-store.js';
import { estimateShare } from '../metrics/share-estimate.js';
import type { Estimate } from '../metrics/moments.js';
import { couldTakePart } from './took-part.js';
import { type RolledUp, rollUp, sumOf } from './roll-up.js';
import { type Saving, savingAgainst, type Spending, spendingOf } from './spending.js';

/** What a report asks a store for, in this order; one more grouping may follow. */
export const REPORT_GROUPINGS = [
  'day',
  'route',
  'model',
  'arm',
  'reason',
  'drawn',
] as const satisfies Grouping[];

/** Share of fallbacks above which routing does not do its work, as a fraction. */
export const FALLBACK_ALARM = 0.1;

/** Records below which no alarm is raised. */
export const FEWEST_FOR_ALARM = 100;

export interface GroupSpending extends Spending {
  /** `null` for records without one. */
  readonly name: string | null;
  readonly againstControl: Saving | undefined;
}

export interface PoolShare {
  readonly model: string | null;
  readonly records: number;
  /** Of all records, in [0, 1]. */
  readonly share: number;
  readonly costUsd: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Records with an outcome, those of them without token counts and hence without a cost, and their share in [0, 1]. */
export interface Unpriced {
  readonly finished: number;
  readonly records: number;
  readonly share: number;
}

/** What routing saved. */
export interface SavingsReport {
  /** Of every arm; likewise the next. */
  readonly records: number;
  readonly unpriced: Unpriced;
  /** Requests that the router alone decided. */
  readonly routed: GroupSpending;
  /** Requests of the control group with a price. */
  readonly controlled: number;
  readonly routes: readonly GroupSpending[];
  readonly days: readonly GroupSpending[];
  /** By the grouping that was asked for; `undefined` when none was. */
  readonly groups: readonly GroupSpending[] | undefined;
  readonly pool: readonly PoolShare[];
  readonly fallback: { readonly rate: Estimate | undefined; readonly isAlarming: boolean };
}

/** Place of a grouping among {@link REPORT_GROUPINGS}. */
export function placeOf(grouping: (typeof REPORT_GROUPINGS)[number]): number {
  return REPORT_GROUPINGS.indexOf(grouping);
}

/**
 * @param summaries by {@link REPORT_GROUPINGS}, and by what is at `by`
 * @param by place of the grouping that was asked for
 */
export function savingsReport(summaries: readonly RecordSummary[], by?: number): SavingsReport {
  const ofArm = (arm: string): RecordSummary[] =>
    summaries.filter(({ group }) => group[placeOf('arm')] === arm);
  const [routed, control] = [ofArm('routed'), ofArm('control')];
  const comparable = routed.filter(couldTakePartAt);
  const sums = sumOf(routed);
  const all = sumOf(summaries);
  const grouped = (at: number): GroupSpending[] => {
    const [drawn, held] = [comparable, control].map(
      (part) => new Map(rollUp(part, at).map((group) => [group.name, group.sums])),
    );
    return rollUp(routed, at).map((group) =>
      spendingBeside(group, drawn?.get(group.name), held?.get(group.name)),
    );
  };
  return {
    records: all.records,
    unpriced: unpricedOf(all),
    routed: spendingBeside({ name: null, sums, parts: routed }, sumOf(comparable), sumOf(control)),
    controlled: sumOf(control).priced,
    routes: grouped(placeOf('route')),
    days: grouped(placeOf('day')),
    groups: by === undefined ? undefined : groupsOf(summaries, by),
    pool: poolOf(summaries),
    fallback: {
      rate: estimateShare(sums.fellBack, sums.records),
      isAlarming: sums.records >= FEWEST_FOR_ALARM && sums.fellBack > FALLBACK_ALARM * sums.records,
    },
  };
}

function unpricedOf({ finished, priced }: RecordSums): Unpriced {
  const records = finished - priced;
  return { finished, records, share: finished === 0 ? 0 : records / finished };
}

/** Every arm counts where arms are what is grouped by, and none is held against the control group. */
function groupsOf(summaries: readonly RecordSummary[], at: number): GroupSpending[] {
  return rollUp(summaries, at).map(({ name, sums, parts }) => ({
    name,
    ...spendingOf(sums, outOfScopeIn(parts)),
    againstControl: undefined,
  }));
}

/** @param comparable the requests of the group that could have been in the control group */
function spendingBeside(
  { name, sums, parts }: RolledUp,
  comparable: RecordSums | undefined,
  control: RecordSums | undefined,
): GroupSpending {
  return {
    name,
    ...spendingOf(sums, outOfScopeIn(parts)),
    againstControl: control && comparable && savingAgainst(control, comparable),
  };
}

function outOfScopeIn(summaries: readonly RecordSummary[]): number {
  const wanted: Reason = 'out_of_scope';
  return sumOf(summaries.filter(({ group }) => group[placeOf('reason')] === wanted)).records;
}

/** Whether the group's requests could have been left to chance. */
function couldTakePartAt({ group }: RecordSummary): boolean {
  return couldTakePart(group[placeOf('reason')] ?? null);
}

/** Whether chance had a part in which model the group's requests got. */
export function wasDrawnAt({ group }: RecordSummary): boolean {
  return group[placeOf('drawn')] === 'yes';
}

function poolOf(summaries: readonly RecordSummary[]): PoolShare[] {
  const all = sumOf(summaries).records;
  return rollUp(summaries, placeOf('model')).map(({ name, sums }) => shareOf(name, sums, all));
}

function shareOf(
  model: string | null,
  { records, costUsd, inputTokens, outputTokens }: RecordSums,
  all: number,
): PoolShare {
  return { model, records, share: all === 0 ? 0 : records / all, costUsd, inputTokens, outputTokens };
}
