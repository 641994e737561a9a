/** Every header and metadata name that Dragoman writes or reads on the wire. One prefix; inbound copies are dropped. */

export const WIRE_PREFIX = 'x-dragoman-';

export const HEADERS = {
  /** Names the cluster of the decision's model; Envoy's route reads and strips it, unless {@link HEADERS}' `mode` chooses another route. */
  cluster: 'x-dragoman-cluster',
  /** Names the cluster that a copy of the request goes to, whose answer reaches nobody but Dragoman: selects the routes that send one. */
  shadow: 'x-dragoman-shadow-cluster',
  /** `chain`, `cascade` or `cascade-prefix`: selects the route that tries several models in turn, and how it is gated. */
  mode: 'x-dragoman-mode',
  /** To the client: the decision's id. */
  decision: 'x-dragoman-decision',
  /** To the client: the route that decided, or `none`. */
  route: 'x-dragoman-route',
  /** To the client: the pool's name of the model that answered; after a fallback not the one that was chosen. */
  model: 'x-dragoman-model',
  /** To the client: one of the closed set of reasons. */
  reason: 'x-dragoman-reason',
  /** To the client: present when Dragoman did not decide and Envoy's default route answered. */
  fallback: 'x-dragoman-fallback',
  /** To the client: how a cascade served a stream: `direct`, `buffer` or `prefix`. */
  streaming: 'x-dragoman-streaming',
  /** From the gate to Envoy: `1` sends the request on to the next tier. Never reaches a client. */
  escalate: 'x-dragoman-escalate',
  /** gRPC metadata: which conversation Envoy wants on an ext_proc stream: `decide`, `gate`, `prefix`, `delivered` or `shadow`. */
  role: 'x-dragoman-role',
  /** gRPC metadata: the pool name of the model whose answers a stream of a tier or of a shadow shows. */
  tier: 'x-dragoman-tier',
  /** Envoy's per-request time-out of the whole upstream exchange, in milliseconds. */
  upstreamTimeoutMs: 'x-envoy-upstream-rq-timeout-ms',
  /** Envoy's per-request time-out of one attempt, in milliseconds; it no longer counts once an answer has begun. */
  perTryTimeoutMs: 'x-envoy-upstream-rq-per-try-timeout-ms',
  /** Envoy's per-request number of retries. */
  maxRetries: 'x-envoy-max-retries',
} as const;

/** What a client may tell us; it may not use our prefix, whose inbound copies are dropped. */
export const CLIENT_HEADERS = {
  /** The client's own name of a conversation: all its turns go to one model, as far as that is good. */
  conversation: 'x-conversation-id',
} as const;

export const METADATA = {
  /**
   * What was decided: `decision`, `route`, `model`, `reason`; of a cascade `streaming`, to a client that asked for a stream,
   * and `timeout.<model>`, each tier's own time-out in milliseconds (see {@link timeoutKey}); and where a stream is asked for
   * that gated tiers must not make: `emit`, the stream that the client expects (see `StreamShape`), `last`, the model of the
   * ungated tier, and `stream`, the body's members that make that one stream.
   */
  decision: 'dragoman',
  /** The chain of clusters that the priority-group cluster specifier walks. */
  chain: 'dragoman.chain',
  /** Token counts that Envoy itself read from the answer: `input`, `output`, `model`. */
  usage: 'dragoman.usage',
} as const;

const CLUSTER_PREFIX = 'model/';
const TIER_PREFIX = 'tier/';
const SHADOW_PREFIX = 'shadow/';

/** Envoy's cluster of a pool model. */
export function clusterOf(model: string): string {
  return CLUSTER_PREFIX + model;
}

/** Envoy's cluster through which a cascade reaches a pool model: it gates the answers of the model's own cluster. */
export function tierOf(model: string): string {
  return TIER_PREFIX + model;
}

/** Envoy's cluster through which copies of requests reach a pool model. */
export function shadowClusterOf(model: string): string {
  return SHADOW_PREFIX + model;
}

/** The pool model of a cluster, reached as a tier or not; `undefined` for a cluster that is no model's. */
export function modelOfCluster(cluster: string): string | undefined {
  if (cluster.startsWith(CLUSTER_PREFIX)) return cluster.slice(CLUSTER_PREFIX.length);
  return cluster.startsWith(TIER_PREFIX) ? cluster.slice(TIER_PREFIX.length) : undefined;
}

/** Key in {@link METADATA}'s `decision` of a tier's own time-out. */
export function timeoutKey(model: string): string {
  return `timeout.${model}`;
}
