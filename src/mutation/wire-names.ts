/** Every header and metadata name that Dragoman writes or reads on the wire. One prefix; inbound copies are dropped. */

export const WIRE_PREFIX = 'x-dragoman-';

export const HEADERS = {
  /** Names the cluster of a plain decision; Envoy's route reads and strips it. */
  cluster: 'x-dragoman-cluster',
  /** `chain` selects the route that tries a chain of models in turn. */
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
  /** gRPC metadata: which conversation Envoy wants on an ext_proc stream. */
  role: 'x-dragoman-role',
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
  /** What was decided: `decision`, `route`, `model`, `reason`. */
  decision: 'dragoman',
  /** The chain of clusters that the priority-group cluster specifier walks. */
  chain: 'dragoman.chain',
  /** Token counts that Envoy itself read from the answer: `input`, `output`, `model`. */
  usage: 'dragoman.usage',
} as const;

const CLUSTER_PREFIX = 'model/';

/** Envoy's cluster of a pool model. */
export function clusterOf(model: string): string {
  return CLUSTER_PREFIX + model;
}

/** The pool model of a cluster; `undefined` for a cluster that is no model's. */
export function modelOfCluster(cluster: string): string | undefined {
  return cluster.startsWith(CLUSTER_PREFIX) ? cluster.slice(CLUSTER_PREFIX.length) : undefined;
}
