import type { RequestView } from '../request/request-view.js';
import { leadOf, type Lead } from './comparison.js';
import type { Decision, Prediction } from './decision.js';
import type { DecisionPlan, RoutePlan } from './decision-plan.js';
import { brokenLimit, type Terms } from './eligible.js';
import { type Expectations, expectedTokens, pickByObjective, predictionOf } from './expectations.js';
import type { ModelProfile } from './model-profile.js';
import type { Preference } from './prefer.js';
import type { Reason } from './reason.js';
import { stickTo, type Stuck } from './stickiness.js';
import { isInToolLoop } from './conversation.js';

/** What is known besides the request itself. Everything may be missing. */
export interface Circumstances {
  /** Safety class that a rule demands. */
  readonly guardClass?: string | undefined;
  /** What is predicted of each model's answer. */
  readonly expectations?: Expectations | undefined;
  /** Name of the model that answered the turn before. */
  readonly previous?: string | undefined;
}

/** A pin or a rule leaves nothing to doubt. */
const CERTAIN: Readonly<Partial<Record<Reason, Lead>>> = {
  pinned: { confidence: 1, margin: 1 },
  rule: { confidence: 1, margin: 1 },
  safety: { confidence: 1, margin: 1 },
};

/** Reasons for which a conversation may change its model downwards. */
const SURE: readonly Reason[] = ['similar', 'several_intents', 'stand_in', 'llm'];

/** Reasons that are orders: no conversation is held to its model against them. */
const ORDERS: readonly Reason[] = ['pinned', 'rule', 'safety'];

/** A model, and how it came to be. */
interface Choice {
  readonly model: ModelProfile;
  readonly predicted?: Prediction | undefined;
  readonly stuck?: Stuck | undefined;
}

/**
 * Chooses the model. The route's objective picks among its models, a conversation keeps its model unless a change is
 * worth it, and the hard limits come last: a model that cannot serve the request gives way to the route's fallback, the
 * default, and last the dearest model that can.
 */
export function choose(
  plan: DecisionPlan,
  view: RequestView,
  preference: Preference,
  circumstances: Circumstances = {},
): Decision {
  const { route, reason, layer, scores } = preference;
  const terms = { safetyClass: circumstances.guardClass ?? route?.safetyClass, maxTokens: route?.maxTokens };
  const { model, predicted, stuck } = stay(plan, view, preference, terms, circumstances);
  const limit = reason === 'pinned' ? undefined : brokenLimit(model, view, terms);
  const replacement = limit && replacementFor(plan, view, route, terms);
  const chosen = replacement ?? model;
  const fallback = reason === 'pinned' ? undefined : route?.fallback;
  const canFallBack = fallback !== undefined && fallback !== chosen && !brokenLimit(fallback, view, terms);
  const lead = scores ? leadOf(scores) : CERTAIN[reason];
  // Where the same model was proposed, it answers for its own reason.
  const isKept = stuck?.kept === true && stuck.why !== 'same';
  return {
    route: route?.name,
    model: chosen.name,
    fallback: canFallBack ? fallback.name : undefined,
    reason: replacement === undefined ? (isKept ? 'sticky' : reason) : 'target_ineligible',
    layer,
    replaced: replacement && { model: model.name, limit },
    scores,
    confidence: lead?.confidence,
    margin: lead?.margin,
    predicted: replacement === undefined ? predicted : undefined,
    sticky: stuck?.why,
    timeoutMs: route?.timeoutMs ?? chosen.timeoutMs,
    maxTokens: route?.maxTokens,
  };
}

/** The model of the turn before where a change is not worth it, else the preferred one. */
function stay(
  plan: DecisionPlan,
  view: RequestView,
  preference: Preference,
  terms: Terms,
  { previous, expectations }: Circumstances,
): Choice {
  const proposed = pickModel(view, preference, terms, expectations);
  const before = previous === undefined ? undefined : plan.models.get(previous);
  const { coldCachePenalty } = plan;
  if (coldCachePenalty === undefined || ORDERS.includes(preference.reason)) return proposed;
  const usable = before !== undefined && brokenLimit(before, view, terms) === undefined ? before : undefined;
  const [old, next] = [usable, proposed.model].map((model) => model && predictionOf(model, expectations));
  const stuck = stickTo(usable && pricedOf(usable), pricedOf(proposed.model), {
    inputTokens: view.tokenEstimate,
    outputTokens: expectedTokens(proposed.model, expectations),
    inToolLoop: isInToolLoop(view),
    sure: SURE.includes(preference.reason),
    qualityGain: old && next && next.quality - old.quality,
    coldCachePenalty,
  });
  const isHeld = stuck.kept && stuck.why !== 'same' && usable !== undefined;
  return isHeld ? { model: usable, stuck } : { ...proposed, stuck };
}

function pricedOf({ name, price }: ModelProfile): { name: string; input: number; output: number } {
  return { name, ...price };
}

/** The route's target, or the pick of its objective among the models that can serve the request. */
function pickModel(
  view: RequestView,
  { model, route }: Preference,
  terms: Terms,
  expectations: Expectations | undefined,
): Choice {
  if (route?.objective === undefined) return { model };
  const able = route.objective.models.filter(
    (candidate) => brokenLimit(candidate, view, terms) === undefined,
  );
  const pick = pickByObjective(route.objective, able, view, expectations);
  return pick ?? { model };
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
