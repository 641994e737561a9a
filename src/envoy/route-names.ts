/** Envoy's routes, by the name that access logs and statistics show. */
export const ROUTES = {
  /** Decided, with a fallback: models are tried in turn. */
  chain: 'chain',
  /** Decided: one model. */
  decided: 'decided',
  models: 'models',
  /** Not decided: Dragoman is down or let the request pass. */
  default: 'default',
  /** An endpoint of the default model that Dragoman does not route. */
  pass: 'pass',
  /** A question of Dragoman itself, on the internal listener. */
  internal: 'internal',
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
} as const;
