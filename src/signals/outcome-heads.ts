import { type LinearHead, linearScore } from '../heads/linear-head.js';
import { softmax, denseLogits, type SoftmaxHead } from '../heads/softmax-head.js';

/** What is predicted of one model for one request. */
export interface OutcomePrediction {
  /** Calibrated probability that the answer is good, from .02 to .98. */
  readonly quality: number;
  /** Lower end of a one-sided 90 % interval of {@link quality}: wide for a model of few outcomes. */
  readonly lower: number;
  /** Expected length of the answer in tokens; `undefined` when the outcomes did not tell lengths. */
  readonly outputTokens: number | undefined;
}

/** What is known of a request. */
export interface OutcomeEvidence {
  /** The embedding of the focus; `undefined` when there is none, and the features must do. */
  readonly vector: Float32Array | undefined;
  /** `featureVector` of the request. */
  readonly features: Float32Array;
}

/** What the outcomes of one model taught. */
export interface OutcomeModel {
  /** As the outcomes call it. */
  readonly name: string;
  /** Outcomes that it was fitted on. */
  readonly rows: number;
  /** Share of good answers in each domain, shrunken towards the share in all; one number where there are no domains. */
  readonly prior: Float32Array;
  /** How the model departs from the shared difficulty of the request. */
  readonly own: LinearHead;
  /** The line from the sum of the layers to the quality; the models of one fit share it. */
  readonly slope: number;
  readonly offset: number;
  /** Standard error of the quality, in units of the standard deviation of one answer. */
  readonly spread: number;
  /** Natural logarithm of 1 + the answer's tokens, and the factor that makes the mean right (Duan 1983). */
  readonly length: { readonly head: LinearHead; readonly smear: number } | undefined;
}

/** Heads fitted on outcomes: P(good answer | request) of each model. Immutable, plain data. */
export interface OutcomeHeads {
  /** SHA-256 of the encoder's model file. */
  readonly encoder: string;
  readonly featureVersion: number;
  /** Mean embedding: stands in for one that is missing. */
  readonly centre: Float32Array;
  readonly featureMeans: Float32Array;
  /** What each feature is multiplied with once its mean is taken off. */
  readonly featureScales: Float32Array;
  /** Names of the domains of the outcomes; empty when they name fewer than two. */
  readonly domains: readonly string[];
  /** Present with {@link domains}. */
  readonly domainHead: SoftmaxHead | undefined;
  /** How much better or worse than their priors all models do on this request. */
  readonly difficulty: LinearHead;
  readonly models: readonly OutcomeModel[];
}

/** Normal quantile of a one-sided 90 % bound. */
const BOUND = 1.2816;
/** Sums of linear heads may leave [0, 1]; beyond these ends they tell nothing. */
const [LEAST, MOST] = [0.02, 0.98] as const;
/** Features further from their mean are cut, so that a strange request does not leave the data altogether. */
const FEATURE_LIMIT = 0.6;

/** Predicts every fitted model, by its name in the outcomes: two dot products a model, and one for each domain. */
export function predictOutcomes(
  heads: OutcomeHeads,
  evidence: OutcomeEvidence,
): Map<string, OutcomePrediction> {
  const x = outcomeInput(heads, evidence);
  const chances = heads.domainHead && softmax(denseLogits(heads.domainHead, x));
  const difficulty = linearScore(heads.difficulty, x);
  return new Map(
    heads.models.map((model) => {
      const sum = priorOf(model.prior, chances) + difficulty + linearScore(model.own, x);
      const quality = qualityOf(model, sum);
      const error = model.spread * Math.sqrt(quality * (1 - quality));
      const lower = Math.max(0, quality - BOUND * error);
      return [model.name, { quality, lower, outputTokens: tokensOf(model, x) }];
    }),
  );
}

/** The name under which a model of the pool was fitted: its own name, or else the upstream's. */
export function fittedName(
  heads: OutcomeHeads,
  model: { readonly name: string; readonly upstreamModel: string },
): string | undefined {
  return [model.name, model.upstreamModel].find((name) =>
    heads.models.some((fitted) => fitted.name === name),
  );
}

/** The vector that all heads look at: embedding, then scaled features. */
export function outcomeInput(
  { centre, featureMeans, featureScales }: Pick<OutcomeHeads, 'centre' | 'featureMeans' | 'featureScales'>,
  { vector, features }: OutcomeEvidence,
): Float32Array {
  const x = new Float32Array(centre.length + featureMeans.length);
  // Heads fitted without an encoder have a centre of no numbers, and look at no vector.
  x.set(vector?.length === centre.length ? vector : centre);
  for (let at = 0; at < featureMeans.length; at += 1) {
    const value = ((features[at] ?? 0) - (featureMeans[at] ?? 0)) * (featureScales[at] ?? 0);
    x[centre.length + at] = Math.min(Math.max(value, -FEATURE_LIMIT), FEATURE_LIMIT);
  }
  return x;
}

/** Expected share of good answers, over the domains that the request may belong to. */
export function priorOf(prior: Float32Array, chances: Float32Array | undefined): number {
  if (chances === undefined) return prior[0] ?? 0;
  return prior.reduce((sum, share, domain) => sum + share * (chances[domain] ?? 0), 0);
}

/** The quality that the sum of a model's layers stands for, from .02 to .98; NaN for NaN. */
export function qualityOf({ slope, offset }: Pick<OutcomeModel, 'slope' | 'offset'>, sum: number): number {
  return Math.min(Math.max(slope * sum + offset, LEAST), MOST);
}

function tokensOf({ length }: OutcomeModel, x: Float32Array): number | undefined {
  if (length === undefined) return undefined;
  return Math.max(1, length.smear * Math.exp(Math.min(linearScore(length.head, x), 12)) - 1);
}
