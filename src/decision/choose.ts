import { fail, ok, type Result } from '../errors.js';
import type { RequestView } from '../request/request-view.js';
import type { RuleSignal, SimilarityFailure, SimilaritySignal } from '../signals/signal.js';
import type { SimilarityScores } from '../signals/similarity-index.js';
import type { Decision } from './decision.js';
import type { DecisionPlan, RoutePlan } from './decision-plan.js';
import { brokenLimit, type Terms } from './eligible.js';
import type { ModelProfile } from './model-profile.js';
import type { Reason } from './reason.js';

/** A choice before the hard limits are looked at. */
interface Preference {
  readonly model: ModelProfile;
  readonly route: RoutePlan | undefined;
  readonly reason: Reason;
  readonly scores?: SimilarityScores;
}

/**
 * Whether the request must still be compared with the examples: it is for us to choose, and no rule has.
 *
 * @returns a problem for a model that is neither in the pool nor an alias
 */
export function needsSimilarity(plan: DecisionPlan, view: RequestView, rules: RuleSignal): Result<boolean> {
  const asked = view.model;
  if (asked === undefined || plan.aliases.has(asked)) return ok(rules.route === undefined);
  if (plan.models.has(asked)) return ok(false);
  const known = [...plan.aliases, ...plan.models.keys()].slice(0, 20).join(', ');
  return fail(
    'model_not_found',
    `The model "${asked.slice(0, 100)}" does not exist. Ask for one of: ${known}.`,
    'model',
  );
}

/**
 * Chooses the model. Order: a pin of the client, a rule, similarity, the default. Above all of them stands the safety
 * class of a rule that holds: a model that may not serve it gives way to that route. Then the hard limits: a model that cannot serve the request gives way to the route's fallback, the default, and last
 * the dearest model that can.
 *
 * @param similarity absent when {@link needsSimilarity} said no
 */
export function choose(
  plan: DecisionPlan,
  view: RequestView,
  rules: RuleSignal,
  similarity: SimilaritySignal | undefined,
): Decision {
  const preference = preferPin(plan, view) ?? preferRule(plan, rules) ?? preferSimilar(plan, similarity);
  const guard = rules.guard === undefined ? undefined : plan.routes.get(rules.guard);
  return withinLimits(plan, view, guarded(preference, guard), guard?.safetyClass);
}

function preferPin(plan: DecisionPlan, view: RequestView): Preference | undefined {
  const pinned = view.model === undefined ? undefined : plan.models.get(view.model);
  return pinned && { model: pinned, route: undefined, reason: 'pinned' };
}

function preferRule(plan: DecisionPlan, rules: RuleSignal): Preference | undefined {
  const route = rules.route === undefined ? undefined : plan.routes.get(rules.route);
  return route && { model: route.target, route, reason: 'rule' };
}

function guarded(preference: Preference, guard: RoutePlan | undefined): Preference {
  if (guard?.safetyClass === undefined || preference.model.safetyClasses.has(guard.safetyClass))
    return preference;
  return { model: guard.target, route: guard, reason: 'safety' };
}

function preferSimilar(plan: DecisionPlan, similarity: SimilaritySignal | undefined): Preference {
  const useDefault = { model: plan.defaultModel, route: undefined };
  if (similarity === undefined) return { ...useDefault, reason: 'no_examples' };
  if (!similarity.result.ok) return { ...useDefault, reason: FAILURE_REASON[similarity.result.failure] };
  const { scores } = similarity.result;
  const best = scores.routes[0];
  const route = best && plan.routes.get(best.route);
  if (best === undefined || route === undefined || scores.none >= best.probability) {
    return { ...useDefault, reason: 'out_of_scope', scores };
  }
  const clear = best.probability >= route.threshold && leadOf(scores).margin >= plan.margin;
  return clear
    ? { model: route.target, route, reason: 'similar', scores }
    : { ...useDefault, reason: 'low_margin', scores };
}

const FAILURE_REASON: Readonly<Record<SimilarityFailure, Reason>> = {
  late: 'encoder_late',
  busy: 'encoder_busy',
  down: 'encoder_down',
  loading: 'examples_loading',
  absent: 'encoder_absent',
  no_examples: 'no_examples',
  no_text: 'no_text',
};

/** A pin or a rule leaves nothing to doubt. */
const CERTAIN: Readonly<Partial<Record<Reason, Lead>>> = {
  pinned: { confidence: 1, margin: 1 },
  rule: { confidence: 1, margin: 1 },
  safety: { confidence: 1, margin: 1 },
};

interface Lead {
  readonly confidence: number;
  readonly margin: number;
}

/** Probability of the best class and its lead over the second; `none` is a class like any other. */
function leadOf(scores: SimilarityScores): Lead {
  const ranked = [scores.none, ...scores.routes.slice(0, 2).map(({ probability }) => probability)];
  ranked.sort((a, b) => b - a);
  const [first = 0, second = 0] = ranked;
  return { confidence: first, margin: first - second };
}

function withinLimits(
  plan: DecisionPlan,
  view: RequestView,
  { model, route, reason, scores }: Preference,
  guardClass: string | undefined,
): Decision {
  const terms = { safetyClass: guardClass ?? route?.safetyClass, maxTokens: route?.maxTokens };
  const limit = reason === 'pinned' ? undefined : brokenLimit(model, view, terms);
  const replacement = limit && replacementFor(plan, view, route, terms);
  const chosen = replacement ?? model;
  const fallback = reason === 'pinned' ? undefined : route?.fallback;
  const canFallBack = fallback !== undefined && fallback !== chosen && !brokenLimit(fallback, view, terms);
  const lead = scores ? leadOf(scores) : CERTAIN[reason];
  return {
    route: route?.name,
    model: chosen.name,
    fallback: canFallBack ? fallback.name : undefined,
    reason: replacement === undefined ? reason : 'target_ineligible',
    replaced: replacement && { model: model.name, limit },
    scores,
    confidence: lead?.confidence,
    margin: lead?.margin,
    timeoutMs: route?.timeoutMs ?? chosen.timeoutMs,
    maxTokens: route?.maxTokens,
  };
}

/** `undefined` when no model of the pool can serve the request: the first choice stays, and its own error is the clearest answer. */
function replacementFor(
  plan: DecisionPlan,
  view: RequestView,
  route: RoutePlan | undefined,
  terms: Terms,
): ModelProfile | undefined {
  const dearestFirst = [...plan.models.values()].sort((a, b) => b.priceSum - a.priceSum);
  return [route?.fallback, plan.defaultModel, ...dearestFirst].find(
    (model) => model !== undefined && brokenLimit(model, view, terms) === undefined,
  );
}
