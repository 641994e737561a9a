import type { Attributes } from '@opentelemetry/api';
import { routeName } from '../decision/decision.js';
import type { DecisionRecord } from '../record/decision-record.js';
import type { RequestView } from '../request/request-view.js';
import type { SimilaritySignal } from '../signals/signal.js';
import { ATTRIBUTES, OPERATIONS } from '../telemetry/names.js';

/** Attributes whose value is `undefined` are left out by the SDK. */
export function describeRequest(view: RequestView): Attributes {
  return {
    [ATTRIBUTES.genAiOperation]: OPERATIONS[view.endpoint],
    [ATTRIBUTES.genAiRequestModel]: view.model ?? 'auto',
    [ATTRIBUTES.genAiMaxTokens]: view.maxTokens,
    [ATTRIBUTES.tokenEstimate]: view.tokenEstimate,
    [ATTRIBUTES.turns]: view.turns,
    [ATTRIBUTES.tools]: view.tools.length,
    [ATTRIBUTES.truncated]: view.truncated,
  };
}

export function describeSimilarity({ result }: SimilaritySignal): Attributes {
  if (!result.ok) return { [ATTRIBUTES.similarityFailure]: result.failure };
  const best = result.scores.routes[0];
  return {
    [ATTRIBUTES.similarityNone]: result.scores.none,
    [ATTRIBUTES.similarityBestRoute]: best?.route,
    [ATTRIBUTES.similarityBest]: best?.probability,
  };
}

export function describeDecision({ id, registryVersion, decision }: DecisionRecord): Attributes {
  return {
    [ATTRIBUTES.decision]: id,
    [ATTRIBUTES.registryVersion]: registryVersion,
    [ATTRIBUTES.route]: routeName(decision),
    [ATTRIBUTES.model]: decision.model,
    [ATTRIBUTES.fallback]: decision.fallback,
    [ATTRIBUTES.reason]: decision.reason,
    [ATTRIBUTES.confidence]: decision.confidence,
    [ATTRIBUTES.margin]: decision.margin,
    [ATTRIBUTES.replacedModel]: decision.replaced?.model,
    [ATTRIBUTES.replacedLimit]: decision.replaced?.limit,
  };
}
