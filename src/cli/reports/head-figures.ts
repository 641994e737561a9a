import type { Evaluation } from '../../lab/evaluate/evaluation.js';
import type { Share } from '../../lab/evaluate/share.js';
import type { Estimate } from '../../lab/metrics/moments.js';
import { countsOf, percent, rangeOf } from './figures.js';

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
      : [{ name, value: percent(value.value), range: rangeOf(value, percent), counts: countsOf(value) }];
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
