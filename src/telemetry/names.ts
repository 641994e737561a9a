/**
 * Every span and attribute name that Dragoman emits. `gen_ai.*` follow OpenTelemetry's semantic conventions for
 * generative AI (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/); the rest is ours.
 */

export const SPANS = {
  /** One decision, from the first byte of our work to the mutation. */
  decide: 'dragoman.decide',
  parse: 'dragoman.parse',
  features: 'dragoman.layer.features',
  rules: 'dragoman.layer.rules',
  similarity: 'dragoman.layer.similarity',
  choose: 'dragoman.choose',
  /** The finished request, from the decision to the last byte of the answer. */
  outcome: 'dragoman.outcome',
} as const;

export const ATTRIBUTES = {
  decision: 'dragoman.decision.id',
  route: 'dragoman.route',
  model: 'dragoman.model',
  fallback: 'dragoman.model.fallback',
  reason: 'dragoman.reason',
  confidence: 'dragoman.confidence',
  margin: 'dragoman.margin',
  replacedModel: 'dragoman.replaced.model',
  replacedLimit: 'dragoman.replaced.limit',
  registryVersion: 'dragoman.registry.version',
  requestId: 'dragoman.request_id',
  tokenEstimate: 'dragoman.request.token_estimate',
  turns: 'dragoman.request.turns',
  tools: 'dragoman.request.tools',
  truncated: 'dragoman.request.truncated',
  similarityBestRoute: 'dragoman.similarity.best_route',
  similarityBest: 'dragoman.similarity.best',
  similarityNone: 'dragoman.similarity.none',
  similarityFailure: 'dragoman.similarity.failure',
  attempts: 'dragoman.outcome.attempts',
  cost: 'dragoman.outcome.cost_usd',
  timeToFirstByte: 'dragoman.outcome.time_to_first_byte_ms',
  errorType: 'error.type',
  httpStatus: 'http.response.status_code',
  genAiOperation: 'gen_ai.operation.name',
  genAiRequestModel: 'gen_ai.request.model',
  genAiResponseModel: 'gen_ai.response.model',
  genAiMaxTokens: 'gen_ai.request.max_tokens',
  genAiInputTokens: 'gen_ai.usage.input_tokens',
  genAiOutputTokens: 'gen_ai.usage.output_tokens',
} as const;

/** `gen_ai.operation.name` of each endpoint. */
export const OPERATIONS = {
  'chat-completions': 'chat',
  completions: 'text_completion',
  responses: 'chat',
  messages: 'chat',
} as const;
