import type { RegistryPolicy } from '../../config/registry.js';
import { isInToolLoop } from '../../decision/memory/conversation.js';
import { brokenLimit } from '../../decision/eligible.js';
import { isOrder } from '../../decision/reason.js';
import { parseRequest } from '../../request/parse-request.js';
import type { Snapshot } from '../../router/snapshot.js';
import type { Signal } from '../../signals/signal.js';
import type { ReplayRequest } from '../replay/replay-request.js';
import { actionOf, type Replayed } from '../replay/replayed.js';

/** The shares of a registry's own trials. */
export type TrialShares = Pick<RegistryPolicy, 'controlGroup' | 'exploration'>;

/**
 * How likely a registry is to do what with a request.
 *
 * @param result what it routes the request to when nobody intervenes
 * @param trial its control group and its exploration; `undefined`: the router alone is judged
 */
export function targetOf(
  result: Replayed,
  trial: TrialShares | undefined,
  { request, signals, snapshot }: { request: ReplayRequest; signals: readonly Signal[]; snapshot: Snapshot },
): ReadonlyMap<string, number> {
  const routed = actionOf(result);
  const alone = new Map([[routed, 1]]);
  if (trial === undefined || isOrder(result.reason)) return alone;
  const able = ableModels(result, { request, signals, snapshot });
  if (able.length === 0) return alone;
  const { controlGroup, exploration } = trial;
  const control =
    controlGroup !== undefined && able.includes(controlGroup.model) ? controlGroup : { share: 0, model: '' };
  const explored = exploration?.share ?? 0;
  const chances = new Map([[routed, 1 - control.share - explored]]);
  const add = (action: string, chance: number): void => {
    if (chance > 0) chances.set(action, (chances.get(action) ?? 0) + chance);
  };
  add(control.model, control.share);
  for (const model of able) add(model, explored / able.length);
  return chances;
}

/** The models that can serve the request; none where a trial would leave it alone. */
function ableModels(
  { route }: Replayed,
  {
    request,
    signals,
    snapshot: { plan, registry },
  }: { request: ReplayRequest; signals: readonly Signal[]; snapshot: Snapshot },
): string[] {
  const view = parseRequest(request.head, request.body, registry.policy.limits);
  if (!view.ok || isInToolLoop(view.value)) return [];
  const rules = signals.find((signal) => signal.name === 'rules');
  const guard = rules?.guard === undefined ? undefined : plan.routes.get(rules.guard);
  const own = route === null ? undefined : plan.routes.get(route);
  const terms = { safetyClass: guard?.safetyClass ?? own?.safetyClass, maxTokens: own?.maxTokens };
  return [...plan.models.values()]
    .filter((model) => brokenLimit(model, view.value, terms) === undefined)
    .map(({ name }) => name);
}
