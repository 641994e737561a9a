import { outcomeInput, type OutcomeHeads } from '../../signals/outcome-heads.js';
import { fitDomainHead } from './fit-domain-head.js';
import {
  fitOutcomeModels,
  fitPrior,
  modelColumns,
  type ModelParts,
  type OutcomeColumn,
} from './fit-outcome-model.js';
import { fitResiduals } from './fit-residuals.js';
import { foldOfTexts } from './fold-of-texts.js';
import { inputScale } from './input-scale.js';
import type { OutcomeSample } from './outcome-sample.js';

const FOLD_COUNT = 5;
/** Below it nothing can be cross-validated. */
export const LEAST_OUTCOMES = 20;

export interface OutcomeFit {
  readonly heads: OutcomeHeads;
  /** For each model of the heads, the quality of each sample predicted without it; NaN where the model was not asked. */
  readonly outOfFold: readonly Float32Array[];
  /** Models left out for having fewer than {@link LEAST_OUTCOMES} outcomes. */
  readonly tooFew: readonly string[];
}

export interface OutcomeFitOptions {
  /** SHA-256 of the encoder's model file. */
  readonly encoder: string;
  readonly featureVersion: number;
  /** Draws the folds. Default 1. */
  readonly seed?: number;
}

/**
 * Fits P(good answer | request) for all models at once, in three layers: the model's share of good answers in the domain
 * that the request seems to belong to; a difficulty of the request that all models share; and what is left of each
 * model, so that the gap between two models is fitted itself and is not the difference of two large numbers. Penalties
 * are cross-validated, the probabilities calibrated by one straight line on predictions out of fold. The same samples and
 * seed give the same heads.
 */
export async function fitOutcomeHeads(
  samples: readonly OutcomeSample[],
  { encoder, featureVersion, seed = 1 }: OutcomeFitOptions,
): Promise<OutcomeFit> {
  const { names, tooFew } = modelsOf(samples);
  const texts = samples.map(({ text }) => text);
  const folds = { folds: foldOfTexts(texts, FOLD_COUNT, seed), foldCount: FOLD_COUNT };
  const scale = inputScale(samples.map(({ evidence }) => evidence));
  const inputs = samples.map(({ evidence }) => outcomeInput(scale, evidence));
  const domains = await fitDomainHead(
    inputs,
    samples.map(({ domain }) => domain),
    folds,
  );
  const domainOf = samples.map(({ domain }) => domains.names.indexOf(domain ?? ''));
  const columns: OutcomeColumn[] = names.map((name) => samples.map(({ models }) => models.get(name)));
  const priors = columns.map((column) => fitPrior(column, domainOf, domains, folds));
  const residuals = columns.flatMap((column, at) => {
    const prior = priors[at];
    return prior === undefined ? [] : [modelColumns(column, prior)];
  });
  const { difficulty, difficultyOutOfFold, models } = await fitResiduals(inputs, residuals, folds);
  const parts = models.flatMap((own, at): ModelParts[] => {
    const [name, outcomes, prior] = [names[at], columns[at], priors[at]];
    return name === undefined || outcomes === undefined || prior === undefined
      ? []
      : [{ name, outcomes, prior, own }];
  });
  const fitted = fitOutcomeModels(parts, difficultyOutOfFold);
  return {
    heads: {
      ...{ encoder, featureVersion, ...scale, domains: domains.names, domainHead: domains.head, difficulty },
      models: fitted.map(({ model }) => model),
    },
    outOfFold: fitted.map(({ outOfFold }) => outOfFold),
    tooFew,
  };
}

/** In the order of their first outcome. */
function modelsOf(samples: readonly OutcomeSample[]): { names: string[]; tooFew: string[] } {
  const counts = new Map<string, number>();
  for (const { models } of samples)
    for (const name of models.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const enough = (name: string): boolean => (counts.get(name) ?? 0) >= LEAST_OUTCOMES;
  const all = [...counts.keys()];
  return { names: all.filter(enough), tooFew: all.filter((name) => !enough(name)) };
}
