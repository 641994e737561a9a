import type { RequestView } from '../request/request-view.js';
import type { RoutePlan } from './decision-plan.js';
import type { HealthOf } from './model-health.js';
import type { ModelProfile } from './model-profile.js';

/** Hard limits that keep a model from serving a request. */
export type Limit = 'endpoint' | 'context_length' | 'tools' | 'vision' | 'json' | 'safety_class';

/** What a route asks of the model that answers. */
export type Terms = Pick<RoutePlan, 'safetyClass' | 'maxTokens'>;

/** The first hard limit that `model` breaks, or `undefined` when it can serve the request. */
export function brokenLimit(model: ModelProfile, view: RequestView, terms: Terms): Limit | undefined {
  const safetyClass = terms.safetyClass;
  if (safetyClass !== undefined && !model.safetyClasses.has(safetyClass)) return 'safety_class';
  if (model.endpoints?.has(view.endpoint) === false) return 'endpoint';
  const needed = view.tokenEstimate + answerTokens(view, terms.maxTokens);
  if (model.contextLength !== undefined && needed > model.contextLength) return 'context_length';
  if (view.tools.length > 0 && model.capabilities?.has('tools') === false) return 'tools';
  if (view.images > 0 && model.capabilities?.has('vision') === false) return 'vision';
  if (view.responseFormat !== 'text' && model.capabilities?.has('json') === false) return 'json';
  return undefined;
}

/** The limit that the upstream will see: the client's, or the route's cap where it is lower or the only one. */
function answerTokens(view: RequestView, cap: number | undefined): number {
  return Math.min(view.maxTokens ?? cap ?? 0, cap ?? Infinity);
}

/** Whether a model can serve the request, and its servers are not known to be down. */
export function isUsable(
  model: ModelProfile,
  view: RequestView,
  terms: Terms,
  health: HealthOf | undefined,
): boolean {
  return brokenLimit(model, view, terms) === undefined && health?.(model.name) !== 'unhealthy';
}
