/**
 * Every span and attribute name that Dragoman emits. `gen_ai.*` follow OpenTelemetry's semantic conventions for
 * generative AI (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/); the rest is ours.
 */

export const SPANS = {
  /** One decision, from the first byte of our work to the mutation. */
  decide: 'dragoman.decide',
  parse: 'dragoman.parse',
  features: 'dragoman.layer.features',
  builtin: 'dragoman.layer.builtin',
  rules: 'dragoman.layer.rules',
  fast: 'dragoman.layer.fast',
  similarity: 'dragoman.layer.similarity',
  llm: 'dragoman.layer.llm',
  outcomes: 'dragoman.layer.outcomes',
  choose: 'dragoman.choose',
  /** One tier's answer, from its head to the gate's verdict. */
  gate: 'dragoman.gate',
  /** The finished request, from the decision to the last byte of the answer. */
  outcome: 'dragoman.outcome',
} as const;

export const ATTRIBUTES = {
  decision: 'dragoman.decision.id',
  route: 'dragoman.route',
  model: 'dragoman.model',
  fallback: 'dragoman.model.fallback',
  reason: 'dragoman.reason',
  layer: 'dragoman.layer',
  intents: 'dragoman.intents',
  sticky: 'dragoman.sticky',
  arm: 'dragoman.arm',
  propensity: 'dragoman.propensity',
  predictedQuality: 'dragoman.predicted.quality',
  predictedCost: 'dragoman.predicted.cost_usd',
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
  scoresBestRoute: 'dragoman.scores.best_route',
  scoresBest: 'dragoman.scores.best',
  scoresOutOfScope: 'dragoman.scores.out_of_scope',
  similarityFailure: 'dragoman.similarity.failure',
  llmFailure: 'dragoman.llm.failure',
  llmCached: 'dragoman.llm.cached',
  /** Followed by the signal's name: its most probable label. */
  signalPrefix: 'dragoman.signal.',
  cascadeTiers: 'dragoman.cascade.tiers',
  cascadeStart: 'dragoman.cascade.started_by',
  cascadeStreaming: 'dragoman.cascade.streaming',
  tier: 'dragoman.tier',
  attempt: 'dragoman.attempt',
  gateStage: 'dragoman.gate.stage',
  gateReasons: 'dragoman.gate.reasons',
  gateTokens: 'dragoman.gate.tokens',
  escalated: 'dragoman.gate.escalated',
  attempts: 'dragoman.outcome.attempts',
  cost: 'dragoman.outcome.cost_usd',
  wasted: 'dragoman.outcome.wasted_usd',
  timeToFirstByte: 'dragoman.outcome.time_to_first_byte_ms',
  errorType: 'error.type',
  httpStatus: 'http.response.status_code',
  genAiOperation: 'gen_ai.operation.name',
  genAiRequestModel: 'gen_ai.request.model',
  genAiResponseModel: 'gen_ai.response.model',
  genAiMaxTokens: 'gen_ai.request.max_tokens',
  genAiInputTokens: 'gen_ai.usage.input_tokens',
  genAiOutputTokens: 'gen_ai.usage.output_tokens',
  evaluationName: 'gen_ai.evaluation.name',
  evaluationScore: 'gen_ai.evaluation.score.value',
  evaluationLabel: 'gen_ai.evaluation.score.label',
  evaluationExplanation: 'gen_ai.evaluation.explanation',
} as const;

export const EVENTS = {
  /** The gate's verdict, on the attempt's span. */
  evaluation: 'gen_ai.evaluation.result',
  /** So many answers of a route's first tier are rejected that the cascade costs more than it saves. */
  thrash: 'dragoman.cascade.thrash',
} as const;

/** `gen_ai.operation.name` of each endpoint. */
export const OPERATIONS = {
  'chat-completions': 'chat',
  completions: 'text_completion',
  responses: 'chat',
  messages: 'chat',
} as const;
