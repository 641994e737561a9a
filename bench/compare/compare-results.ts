import type { LoadName, PathCell, PathFigures, PathTarget } from '../path/path-figures.js';
import { cpuOf, rateOf } from '../path/path-summary.js';
import { type RatioInterval, ratioInterval } from './rank-interval.js';

export type Verdict = 'worse' | 'better' | 'same' | 'undecided';

/** One figure of one target with one load in two runs. */
export interface Comparison {
  readonly load: LoadName;
  readonly target: PathTarget;
  readonly metric: string;
  /** Second run by first, each against Envoy alone in its rounds; `undefined` for too few rounds. */
  readonly interval: RatioInterval | undefined;
  /** Smallest change, as a fraction, that counts. */
  readonly floor: number;
  readonly verdict: Verdict;
}

/** How often two runs of the same program may show any difference at all, over all that is compared. */
export const ERROR = 0.05;

interface Metric {
  readonly name: string;
  /** As a multiple of Envoy alone, which is never changed here and stands for the speed of the machine in that round. */
  readonly of: (cell: PathCell, alone: PathCell) => number;
  readonly floor: number;
  readonly isBetter: 'lower' | 'higher';
}

/**
 * Floors are above what two runs of the same program differ by beyond the noise between rounds: each run has its own layout of
 * memory and its own order of compilation, and no number of rounds tells of those.
 */
const METRICS: readonly Metric[] = [
  {
    ...{ name: 'p50, fixed rate', floor: 0.15, isBetter: 'lower' },
    of: ({ steady }, alone) => steady.p50Us / alone.steady.p50Us,
  },
  {
    ...{ name: 'CPU, fixed rate', floor: 0.1, isBetter: 'lower' },
    // Envoy alone is nearly idle at the fixed rate, so that its own cost is told by saturation.
    of: ({ steady }, alone) => cpuOf(steady) / cpuOf(alone.saturated),
  },
  {
    ...{ name: 'rate, saturated', floor: 0.1, isBetter: 'higher' },
    of: (cell, alone) => rateOf(cell) / rateOf(alone),
  },
  {
    ...{ name: 'p99, half of saturation', floor: 0.3, isBetter: 'lower' },
    of: ({ half }, alone) => half.p99Us / alone.steady.p50Us,
  },
];

/** The worst first; targets that only one of the runs has are left out. */
export function comparePaths(first: PathFigures, second: PathFigures): Comparison[] {
  const kinds = new Map(first.cells.map((cell) => [`${cell.load} ${cell.target}`, cell] as const));
  const asked = [...kinds.values()].filter(
    ({ load, target }) => target !== 'envoy' && cellsOf(second, load, target).length > 0,
  );
  const error = ERROR / (asked.length * METRICS.length);
  const compared = asked.flatMap(({ load, target }) =>
    METRICS.map((metric): Comparison => {
      const [a, b] = [valuesOf(first, load, target, metric), valuesOf(second, load, target, metric)];
      const interval = ratioInterval(a, b, error);
      const { name, floor } = metric;
      return { load, target, metric: name, interval, floor, verdict: verdictOf(interval, metric) };
    }),
  );
  return compared.sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
}

const ORDER: readonly Verdict[] = ['worse', 'better', 'undecided', 'same'];

function cellsOf({ cells }: PathFigures, load: LoadName, target: PathTarget): PathCell[] {
  return cells.filter((cell) => cell.load === load && cell.target === target);
}

function valuesOf(path: PathFigures, load: LoadName, target: PathTarget, { of }: Metric): number[] {
  const alone = cellsOf(path, load, 'envoy');
  return cellsOf(path, load, target).flatMap((cell) => {
    const base = alone.find(({ round }) => round === cell.round);
    return base === undefined ? [] : [of(cell, base)];
  });
}

function verdictOf(interval: RatioInterval | undefined, { floor, isBetter }: Metric): Verdict {
  if (interval === undefined) return 'undecided';
  const { ratio, low, high } = interval;
  const isChange = Math.max(ratio, 1 / ratio) > 1 + floor;
  if (low > 1 && isChange) return isBetter === 'higher' ? 'better' : 'worse';
  if (high < 1 && isChange) return isBetter === 'higher' ? 'worse' : 'better';
  return low > 1 / (1 + floor) && high < 1 + floor ? 'same' : 'undecided';
}
