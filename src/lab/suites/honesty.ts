import { type OutcomeHeads, predictOutcomes } from '../../signals/outcome-heads.js';
import { calibrationError } from '../metrics/calibration-error.js';
import type { OutcomeSample } from '../outcomes/outcome-sample.js';
import { cell, figureOf } from './figure.js';
import type { Figure, Table } from './suite.js';

/** What was said of one answer, and what came of it. */
export interface Judged {
  readonly model: string;
  /** Predicted quality and its lower bound, in [0, 1]. */
  readonly quality: number;
  readonly lower: number;
  /** Whether the answer was good. */
  readonly good: boolean;
}

/** Bands of equally many answers, by their lower bound. */
const BANDS = 20;

export function judge(samples: readonly OutcomeSample[], heads: OutcomeHeads): Judged[] {
  return samples.flatMap(({ evidence, models }) =>
    [...predictOutcomes(heads, evidence)].flatMap(([model, { quality, lower }]) => {
      const outcome = models.get(model);
      return outcome === undefined ? [] : [{ model, quality, lower, good: outcome.quality >= 0.5 }];
    }),
  );
}

/** Mean over the models of the expected calibration error, so that errors of opposite sign do not cancel. */
export function meanCalibrationError(judged: readonly Judged[]): number {
  const errors = modelErrors(judged);
  return errors.reduce((sum, error) => sum + error, 0) / Math.max(errors.length, 1);
}

/**
 * Share of the bands in which at least as many answers are good as the mean lower bound says: a bound of 90 % should reach
 * .9, more or less by the luck of the answers of a band.
 */
export function coverage(judged: readonly Judged[]): number {
  const sorted = [...judged].sort((a, b) => a.lower - b.lower);
  const bands = Array.from({ length: BANDS }, (_, at) =>
    sorted.slice((at * sorted.length) / BANDS, ((at + 1) * sorted.length) / BANDS),
  );
  return bands.filter((band) => shareOf(band, isGood) >= shareOf(band, ({ lower }) => lower)).length / BANDS;
}

/**
 * Figures and a table on heads that were fitted in different ways.
 *
 * @param fits what each way says, by its name
 */
export function honestyOf(fits: Readonly<Record<string, readonly Judged[]>>): {
  figures: Figure[];
  table: Table;
} {
  const figures = Object.entries(fits).map(([name, judged]) =>
    figureOf(judged, meanCalibrationError, { name: `ECE, mean of the models, ${name}`, better: 'lower' }),
  );
  const head = [
    ...['outcomes', 'ECE, mean', 'ECE, worst model', 'mean quality', 'mean bound', 'share good'],
    'bands that keep the bound, %',
  ];
  const rows = Object.entries(fits).map(([name, judged]) => [name, ...rowOf(judged)]);
  return { figures, table: { title: 'predicted quality and lower bound against the answers', head, rows } };
}

function rowOf(judged: readonly Judged[]): string[] {
  const numbers = [
    meanCalibrationError(judged),
    Math.max(...modelErrors(judged)),
    shareOf(judged, ({ quality }) => quality),
    shareOf(judged, ({ lower }) => lower),
    shareOf(judged, isGood),
  ];
  return [...numbers.map((number) => cell(number, 3)), cell(100 * coverage(judged))];
}

function modelErrors(judged: readonly Judged[]): number[] {
  const byModel = new Map<string, { confidence: number; correct: boolean }[]>();
  for (const { model, quality, good } of judged) {
    const rows = byModel.get(model) ?? [];
    rows.push({ confidence: quality, correct: good });
    byModel.set(model, rows);
  }
  return [...byModel.values()].map(calibrationError);
}

const isGood = ({ good }: Judged): number => (good ? 1 : 0);

function shareOf(rows: readonly Judged[], of: (row: Judged) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0) / Math.max(rows.length, 1);
}
