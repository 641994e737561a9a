import { brokenLimit } from './eligible.js';
import type { Turn } from './keep-model.js';
import type { ModelProfile } from './model-profile.js';
import { isOrder } from './reason.js';

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
    .filter((model) => brokenLimit(model, view, terms) === undefined && health?.(model.name) !== 'unhealthy')
    .sort((a, b) => a.priceSum - b.priceSum)
    .at(0);
}
