import { type OutcomeModel, priorOf, qualityOf } from '../../signals/outcome-heads.js';
import { domainPriors } from './domain-priors.js';
import type { DomainFit } from './fit-domain-head.js';
import type { ModelColumns, OwnFit } from './fit-residuals.js';
import type { ModelOutcome } from './outcome-sample.js';

/** Squared distance of sums from their mean that speaks for a slope of 1: with few outcomes the line stays near it. */
const SLOPE_PENALTY = 1;
/** A slope must not turn the order of two requests. */
const LEAST_SLOPE = 0.05;

/** One model's outcomes, by sample; `undefined` where it was not asked. */
export type OutcomeColumn = readonly (ModelOutcome | undefined)[];

/** A model's priors, and what they say of each sample when its own fold is left out. */
export interface PriorFit {
  readonly final: Float32Array;
  readonly outOfFold: Float32Array;
}

export function fitPrior(
  outcomes: OutcomeColumn,
  domainOf: readonly number[],
  domains: DomainFit,
  { folds, foldCount }: { readonly folds: Uint8Array; readonly foldCount: number },
): PriorFit {
  const qualities = outcomes.map((outcome) => outcome?.quality ?? Number.NaN);
  const priorsOf = (keep: (at: number) => boolean): Float32Array =>
    domainPriors(qualities, domainOf, domains.names.length, keep);
  const byFold = Array.from({ length: foldCount }, (_, fold) => priorsOf((at) => folds[at] !== fold));
  return {
    final: priorsOf(() => true),
    outOfFold: Float32Array.from(outcomes, (_, at) =>
      priorOf(byFold[folds[at] ?? 0] ?? new Float32Array(1), domains.outOfFold[at]),
    ),
  };
}

/** What the prior leaves over, and the lengths of the answers. */
export function modelColumns(outcomes: OutcomeColumn, prior: PriorFit): ModelColumns {
  return {
    residual: prior.outOfFold.map((share, at) => (outcomes[at]?.quality ?? Number.NaN) - share),
    logTokens: Float32Array.from(outcomes, (outcome) => Math.log1p(outcome?.outputTokens ?? Number.NaN)),
  };
}

export interface FittedModel {
  readonly model: OutcomeModel;
  /** Quality of each sample, predicted without it; NaN where the model was not asked. */
  readonly outOfFold: Float32Array;
}

/** What is known of one model before its probabilities are calibrated. */
export interface ModelParts {
  readonly name: string;
  readonly outcomes: OutcomeColumn;
  readonly prior: PriorFit;
  readonly own: OwnFit;
}

/**
 * Puts the layers of each model together and calibrates their sums. All models share one straight line: with a line for
 * each, or a curve such as Platt's, the difficulty that they share would leak into the gap between them, which is what a
 * choice depends on.
 */
export function fitOutcomeModels(parts: readonly ModelParts[], difficulty: Float32Array): FittedModel[] {
  const sums = parts.map(({ prior, own }) =>
    own.outOfFold.map((value, at) => value + (prior.outOfFold[at] ?? 0) + (difficulty[at] ?? 0)),
  );
  const line = fitLine(parts, sums);
  return parts.map(({ name, outcomes, prior, own }, model) => ({
    model: {
      ...{ name, rows: outcomes.filter((outcome) => outcome !== undefined).length },
      ...{ prior: prior.final, own: own.head, ...line },
      spread: Math.sqrt(own.variance),
      length: lengthOf(outcomes, own),
    },
    outOfFold: (sums[model] ?? new Float32Array()).map((sum) => qualityOf(line, sum)),
  }));
}

/** Least squares over all models, from the sums out of fold to the qualities. */
function fitLine(
  parts: readonly ModelParts[],
  sums: readonly Float32Array[],
): Pick<OutcomeModel, 'slope' | 'offset'> {
  const known = parts.flatMap(({ outcomes }, model) =>
    outcomes.flatMap((outcome, at) =>
      outcome === undefined ? [] : [{ sum: sums[model]?.[at] ?? 0, quality: outcome.quality }],
    ),
  );
  const mean = (of: (one: (typeof known)[number]) => number): number =>
    known.reduce((total, one) => total + of(one), 0) / Math.max(known.length, 1);
  const [middle, quality] = [mean(({ sum }) => sum), mean((one) => one.quality)];
  let [product, square] = [SLOPE_PENALTY, SLOPE_PENALTY];
  for (const { sum, quality: own } of known) {
    product += (sum - middle) * (own - quality);
    square += (sum - middle) ** 2;
  }
  const slope = Math.max(product / square, LEAST_SLOPE);
  return { slope, offset: quality - slope * middle };
}

/** The factor that gives the predicted lengths the right sum, on samples that they were not fitted on. */
function lengthOf(outcomes: OutcomeColumn, { length, lengthOutOfFold }: OwnFit): OutcomeModel['length'] {
  let [told, predicted] = [0, 0];
  for (const [at, outcome] of outcomes.entries()) {
    if (outcome?.outputTokens === undefined) continue;
    told += outcome.outputTokens + 1;
    predicted += Math.exp(lengthOutOfFold[at] ?? 0);
  }
  return told === 0 ? undefined : { head: length, smear: told / predicted };
}
