import type { Decision } from '../../decision/decision.js';
import { brokenLimit } from '../../decision/eligible.js';
import type { Ask } from '../../gate/ask.js';
import { askOf } from '../../gate/ask-of.js';
import type { TokenPrice } from '../../outcome/cost.js';
import type { Endpoint, RequestView } from '../../request/request-view.js';
import type { Signal } from '../../signals/signal.js';
import type { Snapshot } from '../snapshot.js';

/** A request of which a copy goes to another model, whose answer is compared with the delivered one. */
export interface OpenShadow {
  /** Pool name of the model that gets the copy. */
  readonly reference: string;
  readonly endpoint: Endpoint;
  readonly ask: Ask;
  /** Estimated prompt tokens: what the copy cost where its upstream does not say. */
  readonly tokenEstimate: number;
  /** Of the reference. */
  readonly price: TokenPrice;
}

/** Where answers wait for their pair. */
export interface ShadowRoom {
  /** Whether one more may wait. */
  readonly hasRoom: boolean;
}

/**
 * Says whether a copy of the request goes to the model of reference. Never of a pinned one, which no router decided; never
 * where the reference is the only model that may answer, never of a request with side effects, and never to a model that
 * cannot serve the request or its safety class.
 *
 * @param room absent where nobody compares answers, as offline
 * @param draw a random number in [0, 1)
 */
export function openShadow(
  view: RequestView,
  decision: Decision,
  signals: readonly Signal[],
  { registry, plan }: Snapshot,
  { room, draw }: { readonly room: ShadowRoom | undefined; readonly draw: number },
): OpenShadow | undefined {
  const { shadow } = registry.policy;
  if (shadow === undefined || room === undefined || draw >= shadow.share || decision.reason === 'pinned')
    return undefined;
  if (view.hasSideEffects === true) return undefined;
  const reference = plan.models.get(shadow.model);
  if (reference === undefined || isOnly(reference.name, decision)) return undefined;
  const guard = signals.find((signal) => signal.name === 'rules')?.guard;
  const named = [guard, decision.route].map((name) =>
    name === undefined ? undefined : plan.routes.get(name),
  );
  const terms = named.map((route) => ({ safetyClass: route?.safetyClass, maxTokens: route?.maxTokens }));
  if (terms.some((term) => brokenLimit(reference, view, term) !== undefined)) return undefined;
  if (!room.hasRoom) return undefined;
  const { endpoint, tokenEstimate } = view;
  return { reference: reference.name, endpoint, ask: askOf(view), tokenEstimate, price: reference.price };
}

function isOnly(reference: string, { model, fallback, cascade }: Decision): boolean {
  const models = cascade?.tiers.map((tier) => tier.model) ?? [
    model,
    ...(fallback === undefined ? [] : [fallback]),
  ];
  return models.every((name) => name === reference);
}
