import { isUsable } from './eligible.js';
import type { ModelProfile } from './model-profile.js';
import { isOrder } from './reason.js';
import type { Turn } from './turn.js';

/**
 * The next dearer model than the proposed one that can serve the request, where the route is hinted at; a route's objective
 * goes by its own models. Requests that a rule sent to the route keep their model.
 *
 * @returns `undefined` when the route is not hinted at, or there is nothing dearer
 */
export function hintedModel(
  { plan, view, preference: { route, reason }, terms, circumstances: { isHinted, health } }: Turn,
  proposed: ModelProfile,
): ModelProfile | undefined {
  if (route === undefined || isOrder(reason) || isHinted?.(route.name) !== true) return undefined;
  return [...(route.objective?.models ?? plan.models.values())]
    .filter((model) => model.priceSum > proposed.priceSum)
    .filter((model) => isUsable(model, view, terms, health))
    .sort((a, b) => a.priceSum - b.priceSum)
    .at(0);
}
