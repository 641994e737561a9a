import { accuracy } from '../metrics/accuracy.js';
import { bootstrap } from '../metrics/bootstrap.js';
import { mean } from '../metrics/mean.js';
import type { Aim, Figure } from './suite.js';

/** What is known of a figure besides its rows. */
export interface Described {
  readonly name: string;
  /** Default `higher`. */
  readonly better?: 'higher' | 'lower';
  readonly aim?: Aim;
  readonly baselines?: Readonly<Record<string, number>>;
  /** What the statistic is multiplied by; default 1, 100 for percentages. */
  readonly scale?: number;
}

/** A statistic of the rows with its bootstrap interval. */
export function figureOf<T>(
  rows: readonly T[],
  statistic: (rows: readonly T[]) => number,
  { scale = 1, better = 'higher', ...rest }: Described,
): Figure {
  const { low, high } = bootstrap(rows, statistic);
  const interval = { low: low * scale, high: high * scale };
  return { ...rest, better, value: statistic(rows) * scale, interval, rows: rows.length };
}

/** A share in percent. */
export function shareFigure(correct: readonly boolean[], described: Described): Figure {
  return figureOf(correct, accuracy, { scale: 100, ...described });
}

/** The mean of several draws, with their range in place of an interval. */
export function drawsFigure(values: readonly number[], rows: number, described: Described): Figure {
  const { scale = 1, better = 'higher', ...rest } = described;
  const interval = { low: Math.min(...values) * scale, high: Math.max(...values) * scale };
  return { ...rest, better, value: mean(values) * scale, interval, rows };
}

/** A number for the cell of a table. */
export function cell(value: number, digits = 1): string {
  return Number.isNaN(value) ? 'n/a' : value.toFixed(digits);
}
