import type { RegistryModel } from '../../config/registry.js';
import { USUAL_OUTPUT_TOKENS } from '../../decision/expectations.js';
import { costOf } from '../../outcome/cost.js';
import type { RequestView } from '../../request/request-view.js';
import type { Signal } from '../../signals/signal.js';

/** What a model would do with a request. */
export interface ModelOutlook {
  /** Probability of a good answer: predicted from outcomes, else declared in the pool; `null` when nothing is known. */
  readonly quality: number | null;
  /** Expected cost of the answer in US dollars; 0 for a model without a price, as one that only the bundle knows. */
  readonly cost: number;
}

/** The outlook of each model of the pool, and of the models that only the bundle knows. */
export function modelOutlooks(
  models: Iterable<RegistryModel>,
  view: RequestView,
  signals: readonly Signal[],
): Record<string, ModelOutlook> {
  const outcomes = signals.find((signal) => signal.name === 'outcomes');
  const entries = [...models].map(({ name, price, quality }) => {
    const predicted = outcomes?.predictions.get(name);
    const outputTokens = Math.min(predicted?.outputTokens ?? USUAL_OUTPUT_TOKENS, view.maxTokens ?? Infinity);
    const cost = costOf(price, { inputTokens: view.tokenEstimate, outputTokens }) ?? 0;
    return [
      name,
      { quality: predicted?.quality ?? quality ?? null, cost: Number(cost.toPrecision(6)) },
    ] as const;
  });
  const known = new Set(entries.map(([name]) => name));
  const others = [...(outcomes?.predictions ?? [])]
    .filter(([name]) => !known.has(name))
    .map(([name, { quality }]) => [name, { quality, cost: 0 }] as const);
  return Object.fromEntries([...entries, ...others]);
}
