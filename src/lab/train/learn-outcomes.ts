import type { OutcomesPart } from '../../bundle/bundle.js';
import { FEATURE_VERSION, fitExpectation } from '../../signals/feature-vector.js';
import { loadOutcomeBundle } from '../../signals/outcome-bundle.js';
import { type OutcomeHeads, predictOutcomes } from '../../signals/outcome-heads.js';
import { mean } from '../metrics/mean.js';
import { summarise } from '../outcomes/model-summary.js';
import { fitOutcomeHeads, LEAST_OUTCOMES } from '../outcomes/fit-outcome-heads.js';
import type { OutcomeSample } from '../outcomes/outcome-sample.js';
import type { OutcomeRow } from '../outcomes/read-outcomes.js';
import { toSamples } from '../outcomes/to-samples.js';
import { isHeldOut } from './held-out.js';
import { LEAST_HELD_OUT, type Learned, type Workshop } from './learned.js';
import { describeTrial, isKept, pairedTrial, type ScoredPair } from './paired-trial.js';

/**
 * Fits the chance of a good answer and the length of each model, and tries the predictions beside those in service: the
 * bundle's, the policy's, or else each model's mean. A score is 1 - the squared error of the probability.
 */
export async function learnOutcomes(
  rows: readonly OutcomeRow[],
  workshop: Workshop,
): Promise<Learned<OutcomesPart>> {
  const { encoder, embedAll, holdOut, tolerance, seed, onStep } = workshop;
  if (rows.length < LEAST_OUTCOMES) {
    return { leftOut: `${rows.length} requests with graded answers, must be ${LEAST_OUTCOMES} or more` };
  }
  onStep(`reading ${rows.length} requests with graded answers`);
  const samples = await toSamples(rows, embedAll);
  const learnt = samples.filter(({ text }) => !isHeldOut(text, holdOut));
  const heldOut = samples.filter(({ text }) => isHeldOut(text, holdOut));
  onStep('fitting the outcome heads');
  const fit = await fitOutcomeHeads(learnt, { encoder, featureVersion: FEATURE_VERSION, seed });
  if (fit.heads.models.length === 0)
    return { leftOut: `no model has ${LEAST_OUTCOMES} graded answers or more` };
  const pairs = tryHeads(heldOut, learnt, await headsInService(workshop), fit.heads);
  if (pairs.length < LEAST_HELD_OUT) {
    return {
      leftOut: `${pairs.length} requests with graded answers held out, must be ${LEAST_HELD_OUT} or more`,
    };
  }
  const trial = pairedTrial(pairs);
  if (!isKept(trial, tolerance)) return { leftOut: `not surely as good: ${describeTrial(trial)}` };
  const models = summarise(learnt, fit).map(({ name, rows: count, auc, ece }) => {
    return { name, rows: count, auc: Number.isNaN(auc) ? null : auc, calibrationError: ece };
  });
  return { part: { heads: fit.heads, models, heldOut: trial } };
}

async function headsInService({ parent, registry, encoder }: Workshop): Promise<OutcomeHeads | undefined> {
  if (parent?.outcomes !== undefined && parent.encoder === encoder) return parent.outcomes.heads;
  const { outcomes } = registry.policy;
  if (outcomes === undefined) return undefined;
  const loaded = await loadOutcomeBundle(outcomes, fitExpectation(encoder === '' ? undefined : encoder));
  return loaded.ok ? loaded.value : undefined;
}

/** One pair for each request held out, the mean over the models that were fitted: answers to one request are alike. */
function tryHeads(
  heldOut: readonly OutcomeSample[],
  learnt: readonly OutcomeSample[],
  before: OutcomeHeads | undefined,
  after: OutcomeHeads,
): ScoredPair[] {
  const means = new Map(
    after.models.map(({ name }) => {
      const known = learnt.flatMap(({ models }) => models.get(name)?.quality ?? []);
      return [name, mean(known)] as const;
    }),
  );
  return heldOut.flatMap(({ evidence, models }) => {
    const old = before && predictOutcomes(before, evidence);
    const now = predictOutcomes(after, evidence);
    const pairs = [...models].flatMap(([name, { quality }]) => {
      const [was, is] = [old?.get(name)?.quality ?? means.get(name), now.get(name)?.quality];
      if (was === undefined || is === undefined) return [];
      return [{ before: 1 - (was - quality) ** 2, after: 1 - (is - quality) ** 2 }];
    });
    if (pairs.length === 0) return [];
    return [{ before: mean(pairs.map((pair) => pair.before)), after: mean(pairs.map((pair) => pair.after)) }];
  });
}
