import type { Attributes } from '@opentelemetry/api';
import { routeName } from '../decision/decision.js';
import type { DecisionRecord } from '../record/decision-record.js';
import type { RequestView } from '../request/request-view.js';
import type { RouteScores } from '../signals/route-scores.js';
import type { BuiltinSignals, LlmSignal, SimilaritySignal } from '../signals/signal.js';
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

export function describeScores({ routes: [best], outOfScope }: RouteScores): Attributes {
  return {
    [ATTRIBUTES.scoresOutOfScope]: outOfScope,
    [ATTRIBUTES.scoresBestRoute]: best?.route,
    [ATTRIBUTES.scoresBest]: best?.probability,
  };
}

export function describeSimilarity({ result }: SimilaritySignal): Attributes {
  return result.ok ? describeScores(result.scores) : { [ATTRIBUTES.similarityFailure]: result.failure };
}

export function describeLlm({ result }: LlmSignal): Attributes {
  if (!result.ok) return { [ATTRIBUTES.llmFailure]: result.failure };
  return { ...describeScores(result.scores), [ATTRIBUTES.llmCached]: result.cached };
}

export function describeBuiltin({ labelled }: BuiltinSignals): Attributes {
  return Object.fromEntries(
    Object.entries(labelled).map(([name, { label }]) => [`${ATTRIBUTES.signalPrefix}${name}`, label]),
  );
}

export function describeDecision({ id, registryVersion, decision }: DecisionRecord): Attributes {
  return {
    [ATTRIBUTES.decision]: id,
    [ATTRIBUTES.registryVersion]: registryVersion,
    [ATTRIBUTES.route]: routeName(decision),
    [ATTRIBUTES.model]: decision.model,
    [ATTRIBUTES.fallback]: decision.fallback,
    [ATTRIBUTES.cascadeTiers]: decision.cascade?.tiers.map(({ model }) => model),
    [ATTRIBUTES.cascadeStart]: decision.cascade?.startedBy,
    [ATTRIBUTES.cascadeStreaming]: decision.cascade?.streaming,
    [ATTRIBUTES.reason]: decision.reason,
    [ATTRIBUTES.layer]: decision.layer,
    [ATTRIBUTES.intents]: decision.scores?.intents && [...decision.scores.intents],
    [ATTRIBUTES.sticky]: decision.sticky,
    [ATTRIBUTES.arm]: decision.arm,
    [ATTRIBUTES.propensity]: decision.propensity,
    [ATTRIBUTES.predictedQuality]: decision.predicted?.quality,
    [ATTRIBUTES.predictedCost]: decision.predicted?.cost,
    [ATTRIBUTES.confidence]: decision.confidence,
    [ATTRIBUTES.margin]: decision.margin,
    [ATTRIBUTES.replacedModel]: decision.replaced?.model,
    [ATTRIBUTES.replacedLimit]: decision.replaced?.limit,
  };
}
