import { percent as percentOf } from '../format-figure.js';
import type { Share } from '../../lab/evaluate/share.js';
import type { Evaluation } from '../../lab/evaluate/evaluation.js';
import type { Estimate } from '../../lab/metrics/moments.js';

/** What stands for a figure that the rows do not tell. */
export const UNKNOWN = '-';

/** A share in per cent with one digit. */
export function percent(share: number | null | undefined): string {
  return percentOf(share ?? undefined);
}

/** `84.1 to 97.4`, in per cent. */
export function percentRange(estimate: Estimate | null | undefined): string {
  return estimate === null || estimate === undefined
    ? UNKNOWN
    : `${percent(estimate.low)} to ${percent(estimate.high)}`;
}

/** `56 of 60`. */
export function countsOf(share: Share | null): string {
  return share === null ? UNKNOWN : `${share.count} of ${share.of}`;
}

/** A headline figure of an evaluation, as text. */
export interface HeadFigure {
  readonly name: string;
  readonly value: string;
  readonly range: string;
  readonly counts: string;
}

/** The headline figures, those that the rows do not tell left out. */
export function headFigures(evaluation: Evaluation): HeadFigure[] {
  const { outOfScope, calibration, macroRecall } = evaluation;
  const share = (name: string, value: Share | null): HeadFigure[] =>
    value === null
      ? []
      : [{ name, value: percent(value.value), range: percentRange(value), counts: countsOf(value) }];
  const score = (name: string, estimate: Estimate | null | undefined): HeadFigure[] => {
    if (estimate === null || estimate === undefined) return [];
    const range = `${estimate.low.toFixed(3)} to ${estimate.high.toFixed(3)}`;
    return [{ name, value: estimate.value.toFixed(3), range, counts: '' }];
  };
  return [
    ...share('accuracy, %', evaluation.accuracy),
    ...share('accuracy in scope, %', evaluation.inScopeAccuracy),
    ...share('accuracy of the best route, %', evaluation.bestRouteAccuracy),
    ...(macroRecall === null
      ? []
      : [{ name: 'macro recall, %', value: percent(macroRecall), range: '', counts: '' }]),
    ...share('undecided in scope, %', evaluation.undecided),
    ...share('accuracy of the model, %', evaluation.modelAccuracy),
    ...share('out-of-scope recall, %', outOfScope.recall),
    ...share('out-of-scope precision, %', outOfScope.precision),
    ...score('out-of-scope AUROC', outOfScope.auroc),
    ...score('calibration error (ECE)', calibration?.ece),
  ];
}
