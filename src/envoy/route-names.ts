/** Envoy's routes, by the name that access logs and statistics show. */
export const ROUTES = {
  /** Decided, with a fallback: models are tried in turn. */
  chain: 'chain',
  /** Decided, with a cascade: tiers are tried in turn, and their whole answers judged. */
  cascade: 'cascade',
  /** Decided, with a cascade: the beginnings of the tiers' streams are judged. */
  cascadePrefix: 'cascade-prefix',
  /** Decided: one model. */
  decided: 'decided',
  models: 'models',
  /** What clients say about answers. */
  feedback: 'feedback',
  /** Not decided: Dragoman is down or let the request pass. */
  default: 'default',
  /** An endpoint of the default model that Dragoman does not route. */
  pass: 'pass',
  /** A question of Dragoman itself, on the internal listener. */
  internal: 'internal',
  /** From a tier's cluster to its model's, on the listener without a socket. */
  tier: 'tier',
  notFound: 'not-found',
} as const;

/** The names of the HTTP filters, which per-route settings refer to. */
export const FILTERS = {
  scrub: 'dragoman.scrub',
  decompress: 'dragoman.decompress',
  decide: 'dragoman.decide',
  sseUsage: 'dragoman.sse-usage',
  jsonUsage: 'dragoman.json-usage',
  fallbackModel: 'dragoman.fallback-model',
  client: 'dragoman.client',
  delivered: 'dragoman.delivered',
  gate: 'dragoman.gate',
  prefix: 'dragoman.prefix',
} as const;

/** What a tier's cluster tells the listener behind it: how long the model may take, in milliseconds. */
export const TIER_TIMEOUTS = {
  /** Until the whole answer is there. */
  answer: 'x-dragoman-tier-timeout-ms',
  /** Until its head is there. */
  head: 'x-dragoman-tier-head-timeout-ms',
} as const;
