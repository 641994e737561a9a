import type { DecidedCascade, Decision } from '../decision/decision.js';
import type { RequestView } from '../request/request-view.js';
import { streamShape } from './emit/stream-shape.js';
import type { Forward } from './mutation.js';
import { readStreamWish } from './stream-members.js';
import { clusterOf, HEADERS, tierOf, timeoutKey } from './wire-names.js';

/** How a decision reaches its models. */
export interface Dispatch extends Pick<Forward, 'mode' | 'clusters' | 'headers' | 'metadata'> {
  /** Whether the first model must answer whole although the client asked for a stream. */
  readonly whole: boolean;
}

/** @param body as the client sent it */
export function dispatchOf(decision: Decision, view: RequestView, body: Buffer): Dispatch {
  const { cascade, model, fallback, timeoutMs } = decision;
  if (cascade !== undefined) return cascadeDispatch(cascade, timeoutMs, view, body);
  const clusters = [model, ...(fallback === undefined ? [] : [fallback])].map(clusterOf);
  const mode = clusters.length === 1 ? 'cluster' : 'chain';
  // Each model of a chain has the whole time-out: one time-out for all would leave a fallback nothing of it.
  const headers = timeoutHeaders(
    timeoutMs * clusters.length,
    clusters.map(() => timeoutMs),
  );
  return { mode, clusters, headers, metadata: {}, whole: false };
}

function cascadeDispatch(
  { tiers, streaming }: DecidedCascade,
  totalMs: number,
  view: RequestView,
  body: Buffer,
): Dispatch {
  const isGated = tiers.length > 1 && !(view.stream && streaming === 'direct');
  const isWhole = view.stream && isGated && streaming === 'buffer';
  const gated = view.stream && !isWhole ? 'cascade-prefix' : 'cascade';
  const last = tiers.at(-1)?.model ?? '';
  // The last tier has no gate: its answer is delivered as it comes. Ungated, the others still take errors on and keep time.
  const clusters = tiers.map(({ model }) => (model === last ? clusterOf(model) : tierOf(model)));
  return {
    mode: tiers.length === 1 ? 'cluster' : isGated ? gated : 'chain',
    clusters,
    headers: timeoutHeaders(
      totalMs,
      tiers.map(({ timeoutMs }) => timeoutMs),
    ),
    metadata: {
      ...(view.stream && { streaming: isGated ? streaming : 'direct' }),
      ...(tiers.length > 1 && timeoutsOf(tiers)),
      ...(isWhole && wishOf(view, body, last)),
    },
    whole: isWhole,
  };
}

/**
 * Envoy knows one time-out for all attempts of a request: the longest. A tier's cluster ends its own attempt earlier, by what
 * the metadata says.
 */
function timeoutHeaders(totalMs: number, attempts: readonly number[]): Forward['headers'] {
  const headers = [[HEADERS.upstreamTimeoutMs, String(totalMs)]] as const;
  if (attempts.length === 1) return headers;
  return [...headers, [HEADERS.perTryTimeoutMs, String(Math.max(...attempts))]];
}

function timeoutsOf(tiers: DecidedCascade['tiers']): Forward['metadata'] {
  return Object.fromEntries(tiers.map(({ model, timeoutMs }) => [timeoutKey(model), String(timeoutMs)]));
}

function wishOf(view: RequestView, body: Buffer, last: string): Forward['metadata'] {
  const { members, includesUsage } = readStreamWish(body);
  return { emit: streamShape(view.endpoint, includesUsage), last, stream: members };
}
