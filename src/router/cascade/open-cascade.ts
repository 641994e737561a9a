import type { RegistryCascade } from '../../config/registry.js';
import type { Decision } from '../../decision/decision.js';
import type { Ask } from '../../gate/ask.js';
import { askOf } from '../../gate/ask-of.js';
import type { TokenPrice } from '../../outcome/cost.js';
import type { Endpoint, RequestView } from '../../request/request-view.js';
import type { Snapshot } from '../snapshot.js';

/** What the gate must know of a request while its tiers answer. */
export interface OpenCascade {
  readonly route: string;
  readonly cascade: RegistryCascade;
  readonly endpoint: Endpoint;
  readonly ask: Ask;
  /** Estimated prompt tokens: what a rejected answer cost where the upstream does not say. */
  readonly tokenEstimate: number;
  /** As the client sent it; only where samples are to be asked for. */
  readonly body: Buffer | undefined;
  readonly priceOf: (model: string) => TokenPrice;
  /** Longest time that second opinions about one answer take, in milliseconds. */
  readonly judgingMs: number;
  /** W3C `traceparent` of the decision's span; empty when nothing is traced. */
  readonly traceparent: string;
}

const FREE: TokenPrice = { input: 0, output: 0 };

/** `undefined` for a decision whose answer nobody judges. */
export function openCascade(
  view: RequestView,
  decision: Decision,
  { registry, bundle }: Snapshot,
  body: Buffer,
  traceparent: string,
): OpenCascade | undefined {
  const { route, cascade: decided } = decision;
  if (decided === undefined || decided.tiers.length < 2) return undefined;
  if (view.stream && decided.streaming === 'direct') return undefined;
  const written = registry.routes.find(({ name }) => name === route)?.cascade;
  if (route === undefined || written === undefined) return undefined;
  const bar = bundle?.bars[route] ?? written.gate.bar;
  const cascade = { ...written, gate: { ...written.gate, bar } };
  return {
    route,
    cascade,
    endpoint: view.endpoint,
    ask: askOf(view),
    tokenEstimate: view.tokenEstimate,
    body: cascade.gate.consistency === undefined ? undefined : body,
    judgingMs: decided.judgingMs,
    priceOf: (model) => registry.pool.models.get(model)?.price ?? FREE,
    traceparent,
  };
}
