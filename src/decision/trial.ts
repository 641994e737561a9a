import type { RequestView } from '../request/request-view.js';
import type { Arm } from './arm.js';
import { isInToolLoop } from './memory/conversation.js';
import type { Decision } from './decision.js';
import { drawOf } from './draw.js';
import type { DecisionPlan, TrialPlan } from './decision-plan.js';
import { isUsable, type Terms } from './eligible.js';
import type { ModelProfile } from './model-profile.js';
import { isOrder } from './reason.js';
import type { HealthOf } from './model-health.js';

/** A decision before anybody intervened. */
export type RoutedDecision = Omit<Decision, 'arm' | 'propensity' | 'routedModel'>;

/**
 * Sends a conversation of the control group to the control model, and one that explores to a model by chance; everything
 * else, and what follows an order or continues a tool loop, stays as it was routed. A whole conversation is in one arm.
 *
 * The propensity is the probability, over the draw of the arm and of the explored model, that the request gets the model
 * it gets: what off-policy estimates weigh by (Horvitz and Thompson 1952). A cascade counts as its first tier, and only
 * the router starts one.
 *
 * @param unit name of the conversation, the same in every process; `undefined`: nobody intervenes
 */
export function tryOut(
  routed: RoutedDecision,
  plan: DecisionPlan,
  view: RequestView,
  {
    terms,
    unit,
    health,
  }: { readonly terms: Terms; readonly unit: string | undefined; readonly health?: HealthOf | undefined },
): Decision {
  const { trial } = plan;
  const left = { ...routed, arm: 'routed', propensity: 1, routedModel: routed.model } as const;
  if (trial === undefined || unit === undefined || isOrder(routed.reason) || isInToolLoop(view)) return left;
  const able = [...plan.models.values()].filter((model) => isUsable(model, view, terms, health));
  if (able.length === 0) return left;
  const arm = armOf(trial, able, drawOf('arm', unit));
  const drawn =
    arm === 'control' ? trial.controlModel : able[Math.floor(drawOf('model', unit) * able.length)];
  const model = arm === 'routed' ? undefined : drawn;
  const chosen = model?.name ?? routed.model;
  const isCascade = model === undefined && routed.cascade !== undefined;
  return {
    ...routed,
    ...(model && interventionOf(arm, model)),
    arm,
    routedModel: routed.model,
    propensity: propensityOf(trial, able, chosen, { routed, isCascade }),
  };
}

/** A control model that cannot serve the request leaves it to the router. */
function armOf(
  { controlShare, controlModel, explorationShare }: TrialPlan,
  able: readonly ModelProfile[],
  draw: number,
): Exclude<Arm, 'challenger'> {
  if (draw < controlShare) return canServe(controlModel, able) ? 'control' : 'routed';
  return draw < controlShare + explorationShare ? 'explored' : 'routed';
}

function canServe(model: ModelProfile | undefined, able: readonly ModelProfile[]): boolean {
  return model !== undefined && able.includes(model);
}

function interventionOf(arm: Arm, { name, timeoutMs }: ModelProfile): Partial<Decision> {
  const reason = arm === 'control' ? 'control' : 'explored';
  return { model: name, reason, cascade: undefined, fallback: undefined, predicted: undefined, timeoutMs };
}

function propensityOf(
  { controlShare, controlModel, explorationShare }: TrialPlan,
  able: readonly ModelProfile[],
  chosen: string,
  { routed, isCascade }: { readonly routed: RoutedDecision; readonly isCascade: boolean },
): number {
  const canControl = canServe(controlModel, able);
  const routedShare = 1 - explorationShare - (canControl ? controlShare : 0);
  const isRouted = chosen === routed.model && isCascade === (routed.cascade !== undefined);
  if (isCascade) return routedShare;
  const byControl = canControl && chosen === controlModel?.name ? controlShare : 0;
  const byChance = able.some(({ name }) => name === chosen) ? explorationShare / able.length : 0;
  return (isRouted ? routedShare : 0) + byControl + byChance;
}
