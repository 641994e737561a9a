import { calibrationError } from '../metrics/calibration-error.js';
import { mean } from '../metrics/mean.js';
import { auroc } from '../metrics/ranking.js';
import type { OutcomeFit } from './fit-outcome-heads.js';
import type { OutcomeSample } from './outcome-sample.js';

/** What was learned of one model, measured on samples that the fit did not see. */
export interface ModelSummary {
  readonly name: string;
  readonly rows: number;
  /** Mean quality. */
  readonly quality: number;
  /** Area under the ROC curve of "the answer is good" (quality of .5 or more); NaN when all answers are alike. */
  readonly auc: number;
  /** Expected calibration error. */
  readonly ece: number;
  /** Mean tokens of an answer; `undefined` when the outcomes do not tell. */
  readonly outputTokens: number | undefined;
}

export function summarise(
  samples: readonly OutcomeSample[],
  { heads, outOfFold }: OutcomeFit,
): ModelSummary[] {
  return heads.models.map(({ name, rows }, model) => {
    const known = samples.flatMap(({ models }, at) => {
      const outcome = models.get(name);
      return outcome === undefined ? [] : [{ ...outcome, score: outOfFold[model]?.[at] ?? 0 }];
    });
    const told = known.flatMap(({ outputTokens }) => (outputTokens === undefined ? [] : [outputTokens]));
    return {
      ...{ name, rows, quality: mean(known.map(({ quality }) => quality)) },
      auc: auroc(known.map(({ score, quality }) => ({ score, positive: quality >= 0.5 }))),
      ece: calibrationError(
        known.map(({ score, quality }) => ({ confidence: score, correct: quality >= 0.5 })),
      ),
      outputTokens: told.length === 0 ? undefined : mean(told),
    };
  });
}
