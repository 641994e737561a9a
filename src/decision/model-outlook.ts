import type { RequestView } from '../request/request-view.js';
import type { Signal } from '../signals/signal.js';
import { USUAL_OUTPUT_TOKENS } from './expectations.js';
import type { ModelProfile } from './model-profile.js';

/** What a model would do with a request. */
export interface ModelOutlook {
  /** Probability of a good answer: predicted from outcomes, else declared in the pool; `null` when nothing is known. */
  readonly quality: number | null;
  /** Expected cost of the answer in US dollars; 0 for a model without a price, as one that only the bundle knows. */
  readonly cost: number;
}

/** The outlook of each model of the pool, and of the models that only the bundle knows. */
export function modelOutlooks(
  models: Iterable<Pick<ModelProfile, 'name' | 'price' | 'quality'>>,
  { tokenEstimate, maxTokens = Infinity }: Pick<RequestView, 'tokenEstimate' | 'maxTokens'>,
  signals: readonly Signal[],
): Record<string, ModelOutlook> {
  const outcomes = signals.find((signal) => signal.name === 'outcomes');
  const outlooks: Record<string, ModelOutlook> = {};
  for (const { name, price, quality } of models) {
    const predicted = outcomes?.predictions.get(name);
    const outputTokens = Math.min(predicted?.outputTokens ?? USUAL_OUTPUT_TOKENS, maxTokens);
    const cost = (tokenEstimate * price.input + outputTokens * price.output) / 1e6;
    outlooks[name] = { quality: predicted?.quality ?? quality ?? null, cost: Number(cost.toPrecision(6)) };
  }
  for (const [name, { quality }] of outcomes?.predictions ?? []) outlooks[name] ??= { quality, cost: 0 };
  return outlooks;
}
