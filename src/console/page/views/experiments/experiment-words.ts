import type { ArmComparison, StoppingVerdict } from '../../../../lab/report/experiment-report.js';
import type { ArmMetric, MetricVerdict } from '../../../../lab/report/compare-arms.js';
import type { SampleRatio } from '../../../../lab/report/sample-ratio.js';

/** What an arm is, in a few words. */
export const ARM_MEANINGS: Readonly<Record<ArmComparison['arm'], string>> = {
  routed: 'decided by the router',
  control: 'left to the strongest model by chance',
  explored: 'given another model by chance',
  challenger: 'decided by the second registry',
};

export const METRIC_TITLES: Readonly<Record<ArmMetric, string>> = {
  cost: 'Cost',
  success: 'Succeeded',
  gate: 'Passed the gate',
  liked: 'Content',
};

export const VERDICT_TITLES: Readonly<Record<MetricVerdict, string>> = {
  better: 'better',
  worse: 'worse',
  as_good: 'as good',
  go_on: 'not settled',
  too_few: 'too few',
};

export interface Verdict {
  readonly title: string;
  readonly words: string;
  readonly meaning: 'good' | 'bad' | 'none';
}

/** What the sequential rule says of a comparison, as a person would. */
export function verdictOf({
  arm,
  baseline,
  verdict,
}: Pick<ArmComparison, 'arm' | 'baseline' | 'verdict'>): Verdict {
  const meanings: Readonly<Record<StoppingVerdict, Verdict>> = {
    'stop: better': {
      title: 'It may stop: better',
      words: `The arm “${arm}” costs less or answers better than “${baseline}”, and every quality that was measured is at least as good.`,
      meaning: 'good',
    },
    'stop: worse': {
      title: 'Stop it: worse',
      words: `The arm “${arm}” answers worse than “${baseline}”, or costs more for nothing.`,
      meaning: 'bad',
    },
    'go on': {
      title: 'Go on',
      words: `It is not yet settled whether “${arm}” is better or worse than “${baseline}”: more requests are needed.`,
      meaning: 'none',
    },
    'too few': {
      title: 'Too few to tell',
      words: `No quality of “${arm}” and “${baseline}” has been measured on a hundred requests of each yet.`,
      meaning: 'none',
    },
  };
  return meanings[verdict];
}

/** Whether the arms have the sizes that were meant, as a person would say it. */
export function ratioWords({ fit, isAlarming }: SampleRatio): string {
  const p = fit.p < 0.001 ? 'below 0.001' : fit.p.toFixed(3);
  return isAlarming
    ? `The arms do not have the sizes that were meant (p ${p}): something sends requests past the draw, and no comparison holds.`
    : `The arms have about the sizes that were meant (p ${p}).`;
}
