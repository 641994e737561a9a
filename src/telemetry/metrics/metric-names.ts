/**
 * Every metric that Dragoman exposes; docs/metrics.md and the dashboards are generated from this table. `gen_ai_*` are those
 * of OpenTelemetry's semantic conventions for generative AI (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/)
 * as Prometheus spells them (https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/), `process_*`
 * those of Prometheus' own clients; the rest is ours.
 */
import { counter, gauge, histogram, within } from './metric-spec.js';

const DECISION_SECONDS = [
  ...[5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3],
  ...[0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
];
const SHARES = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1];
/** As the conventions have it, up to 82 s and 67 million tokens. */
const OPERATION_SECONDS = Array.from({ length: 14 }, (_, power) => 2 ** power / 100);
const TOKENS = Array.from({ length: 14 }, (_, power) => 4 ** power);

const MODEL_LABELS = [
  'gen_ai_operation_name',
  'gen_ai_provider_name',
  'gen_ai_request_model',
  'gen_ai_response_model',
] as const;

export const METRICS = {
  ...within('decisions', {
    decisions: counter('dragoman_decisions_total', ['route', 'model', 'layer', 'reason'], {
      help: 'Requests that were routed.',
      how: 'One at each decision, by the model chosen. Requests that were refused are not decided.',
    }),
    decisionDuration: histogram('dragoman_decision_duration_seconds', ['layer'], DECISION_SECONDS, {
      unit: 'seconds',
      hasExemplars: true,
      help: 'Time from the first byte of our work to the decision.',
      how: 'Wall time, waiting for the encoder and for a small model included; without the way to Envoy and back.',
    }),
    layerDuration: histogram('dragoman_layer_duration_seconds', ['signal'], DECISION_SECONDS, {
      unit: 'seconds',
      help: 'Time that each layer took.',
      how: 'Wall time of each layer that ran for a request.',
    }),
    confidence: histogram('dragoman_decision_confidence', ['route'], SHARES, {
      unit: 'ratio',
      help: 'Calibrated probability of the most probable route.',
      how: 'Of each decision for which routes were compared, by the most probable route, whether it decided or not.',
    }),
    margin: histogram('dragoman_decision_margin', ['route'], SHARES, {
      unit: 'ratio',
      help: 'Lead of the most probable route over the runner-up.',
      how: 'As the confidence. Its mean falls when a route decays or traffic changes.',
    }),
    fallbacks: counter('dragoman_fallbacks_total', ['cause'], {
      help: 'Requests that another model answered than routing is there to find.',
      how: "By the decision's reason: `low_margin`, `out_of_scope`, `nothing_to_compare` (no examples, no text), `encoder` (absent, late, busy, down, loading), `overload` (the process left out what finds a route), `ineligible` (the chosen model cannot serve the request); `upstream`, once a request is over: the chosen model failed and another one answered, outside of a cascade.",
    }),
    loadLevel: gauge('dragoman_load_level', [], {
      help: 'How much is left out of decisions for want of time: 0 nothing, 3 all that can be.',
      how: 'At the scrape. From 1 on the small model is not asked, from 2 on the encoder, at 3 the fast head; see [overload](overload.md).',
    }),
    shed: counter('dragoman_shed_total', ['shed'], {
      help: 'What was left out for want of time; no request ever is.',
      how: 'One for each decision, or judged answer, that did without. `decision`: Envoy had given up on the request when its turn came, and answers it from the default route.',
    }),
    openDecisions: gauge('dragoman_decisions_open', [], {
      help: 'Decisions under way.',
      how: 'At the scrape; those that wait for the encoder or a model included.',
    }),
    cacheLookups: counter('dragoman_decision_cache_lookups_total', ['lookup'], {
      help: 'Looks into the decision cache.',
      how: 'Read from the cache at the scrape; begins anew with each registry. A near hit was a miss first and counts as such no more.',
    }),
    cacheEvictions: counter('dragoman_decision_cache_evictions_total', [], {
      help: 'Cached decisions that gave way to newer ones before their time was over.',
      how: 'Read from the cache at the scrape.',
    }),
    sharedLookups: counter('dragoman_shared_cache_lookups_total', ['shared_lookup'], {
      help: 'Looks into the cache that replicas share.',
      how: 'Of the misses of the own cache, those that the fast head left in doubt: `hit`: another replica had found it; `late`: no answer within 5 ms; `failed`: an error; `refused`: a value that is none of ours; `spared`: it was not asked, because it is lost or too many asked. Absent without `--shared-cache`.',
    }),
    sharedWrites: counter('dragoman_shared_cache_writes_total', ['shared_write'], {
      help: 'What was found here and told to the other replicas.',
      how: '`written`: the server has it, or had it before; `failed`: it took nothing; `dropped`: not tried, because it is lost or too many were under way.',
    }),
    sharedCacheUp: gauge('dragoman_shared_cache_up', ['shared_use'], {
      help: 'Whether the cache that replicas share is read from, and written to.',
      how: '1 while it is, at the scrape; absent without `--shared-cache`. At 0 each replica goes on with its own cache.',
    }),
    errors: counter('dragoman_errors_total', ['refused', 'code'], {
      help: 'Requests, and posts of feedback, that were refused.',
      how: 'One at each answer with an error of ours, by its code. Errors of models are in `dragoman_requests_total`.',
    }),
    processingFailures: counter('dragoman_processing_failures_total', [], {
      help: 'Conversations with Envoy that failed.',
      how: "One at each ext_proc stream that ended in an error of ours; its request went on to Envoy's default route.",
    }),
    conversations: counter('dragoman_conversation_turns_total', ['turn'], {
      help: 'Turns of conversations that kept a model although another was proposed, or went to another one.',
      how: 'Read from the memory of conversations at the scrape.',
    }),
  }),
  ...within('encoder', {
    encoderDuration: histogram('dragoman_encoder_duration_seconds', [], DECISION_SECONDS, {
      unit: 'seconds',
      help: 'Time until a text had its embedding.',
      how: 'Wall time of each embedding that succeeded, its wait in the queue included; examples of a new registry count as well.',
    }),
    encoderTexts: counter('dragoman_encoder_texts_total', ['embedding'], {
      help: 'Texts given to the encoder.',
      how: 'By what became of them: embedded, late for its deadline, turned away, or the encoder was down.',
    }),
    encoderQueue: gauge('dragoman_encoder_queue_length', [], {
      help: 'Texts that wait for a thread of the encoder.',
      how: 'Texts under way less the threads, at the scrape.',
    }),
    encoderThreads: gauge('dragoman_encoder_threads', [], {
      help: 'Threads of the encoder; 0 without one.',
      how: 'As configured at the start.',
    }),
  }),
  ...within('answers', {
    requests: counter('dragoman_requests_total', ['route', 'model', 'status'], {
      help: 'Decided requests that are over.',
      how: "From Envoy's report of the finished request, by the model that answered, which after a failure or an escalation is not the one chosen.",
    }),
    undecided: counter('dragoman_undecided_requests_total', ['status'], {
      help: "Requests that Envoy's default route answered while nobody decided.",
      how: "From Envoy's reports without a decision of ours. What Envoy reported while this process was away is lost: see `up` for that.",
    }),
    tokenUsage: histogram('gen_ai_client_token_usage', [...MODEL_LABELS, 'gen_ai_token_type'], TOKENS, {
      unit: 'tokens',
      hasExemplars: true,
      help: 'Tokens of the delivered answer and of its prompt.',
      how: 'As the upstream counted them, one observation a request and type; requests without counts are left out. Rejected answers of cascades are in `dragoman_wasted_tokens_total`.',
    }),
    operationDuration: histogram(
      'gen_ai_client_operation_duration_seconds',
      [...MODEL_LABELS, 'error_type'],
      OPERATION_SECONDS,
      {
        unit: 'seconds',
        hasExemplars: true,
        help: "Time from a request's first byte at Envoy to the end of its answer.",
        how: "Envoy's own clock; decision, retries and escalations are in it.",
      },
    ),
    firstChunk: histogram(
      'gen_ai_client_operation_time_to_first_chunk_seconds',
      MODEL_LABELS,
      OPERATION_SECONDS,
      {
        unit: 'seconds',
        hasExemplars: true,
        help: 'Time to the first byte of a streamed answer.',
        how: "Envoy's own clock, from the request's first byte; streamed answers without an error only.",
      },
    ),
    cost: counter('dragoman_cost_usd_total', ['route', 'model'], {
      unit: 'usd',
      hasExemplars: true,
      help: 'US dollars of answers, rejected ones included.',
      how: 'Tokens by the price list of the pool, by the model that answered; requests without token counts cost nothing here, see `dragoman_uncounted_requests_total`.',
    }),
    wastedUsd: counter('dragoman_wasted_usd_total', ['route'], {
      unit: 'usd',
      help: 'US dollars of answers that the gate rejected.',
      how: "The rejected answers' tokens by the price list; a part of `dragoman_cost_usd_total`.",
    }),
    wastedTokens: counter('dragoman_wasted_tokens_total', ['route', 'model'], {
      unit: 'tokens',
      help: 'Tokens of answers that the gate rejected.',
      how: 'Input and output, by the tier that gave the answer; counted by the upstream, else estimated.',
    }),
    baseline: counter('dragoman_baseline_usd_total', ['route', 'baseline'], {
      unit: 'usd',
      help: 'US dollars that the same tokens would have cost at the default model, or at the strongest.',
      how: 'Of the same requests as `dragoman_cost_usd_total`, the delivered answer only.',
    }),
    saved: gauge('dragoman_saved_usd', ['baseline'], {
      unit: 'usd',
      help: 'US dollars saved since the start; less than 0 where routing costs more.',
      how: 'Baseline less cost, over all routes. Over a period: `increase` of the baseline less `increase` of the cost.',
    }),
    unreported: counter('dragoman_unreported_requests_total', [], {
      help: 'Decided requests of which Envoy never reported the end.',
      how: 'One at each decision that waited for its outcome in vain, for 15 minutes or behind 20,000 others, or until the process ended. All of them where Envoy does not report to us.',
    }),
    uncounted: counter('dragoman_uncounted_requests_total', ['model'], {
      help: 'Answered requests whose tokens nobody counted.',
      how: 'Status 2xx, and no token counts in the answer; their cost is not known.',
    }),
    modelUp: gauge('dragoman_model_up', ['model'], {
      help: 'Whether a server of the model takes requests.',
      how: "From Envoy's statistics once a second: 0 when every server is ejected or unhealthy, or the circuit breaker is open; absent while nothing is known.",
    }),
  }),
  ...within('cascades', {
    verdicts: counter('dragoman_gate_verdicts_total', ['route', 'model', 'verdict'], {
      help: 'Answers of tiers that the gate saw.',
      how: 'By tier; an error of the upstream, and what nobody can read, is not judged.',
    }),
    escalations: counter('dragoman_escalations_total', ['route', 'model'], {
      help: 'Answers of tiers that were rejected in favour of the next tier.',
      how: 'By the tier whose answer was rejected. Of `dragoman_gate_verdicts_total`, those that the gate sent on.',
    }),
    gateScore: histogram('dragoman_gate_score', ['model'], SHARES, {
      unit: 'ratio',
      help: "Calibrated probability that a tier's answer is good.",
      how: 'Of each answer that was judged. A bad model shows here on every route, a bad route on one.',
    }),
    gateDuration: histogram('dragoman_gate_duration_seconds', ['stage'], DECISION_SECONDS, {
      unit: 'seconds',
      help: 'Our own time to judge an answer.',
      how: 'Of each answer that was judged, by what ended the judgement; without the wait for a verifier or for samples.',
    }),
    gateReasons: counter('dragoman_gate_reasons_total', ['held_against'], {
      help: 'What was held against answers.',
      how: 'Each reason of each judged answer; a passed answer may have some.',
    }),
    thrashing: gauge('dragoman_cascade_thrashing', ['route'], {
      help: "Whether the route's first tier costs more than it saves.",
      how: 'Over the last 200 judged answers: 1 when more are rejected than pays.',
    }),
    openCascades: gauge('dragoman_cascades_open', [], {
      help: 'Requests of cascades under way.',
      how: 'At the scrape.',
    }),
  }),
  ...within('trials', {
    trialRequests: counter('dragoman_trial_requests_total', ['arm', 'status'], {
      help: 'Decided requests that are over, by who chose the model.',
      how: 'As `dragoman_requests_total`; every request is in an arm, `routed` where no trial runs.',
    }),
    trialUsd: counter('dragoman_trial_cost_usd_total', ['arm'], {
      unit: 'usd',
      help: 'US dollars by who chose the model.',
      how: 'As `dragoman_cost_usd_total`.',
    }),
    opinions: counter('dragoman_opinions_total', ['source', 'opinion', 'arm'], {
      help: 'Opinions on answers: feedback, and what clients did next.',
      how: 'By the arm of the decision that the opinion is about, where it is one of the last 20,000 of this process, else `routed`. Content: a score of one half or more; neutral: a mere correction.',
    }),
    shadowCopies: counter('dragoman_shadow_copies_total', ['copy'], {
      help: 'Copies of requests to another model, and copies not sent for want of room.',
      how: 'Read from the shadows at the scrape.',
    }),
    shadowComparisons: counter('dragoman_shadow_comparisons_total', ['comparison'], {
      help: 'Pairs of answers.',
      how: 'Read from the shadows at the scrape; incomparable: one was an error, too large, cut off or unreadable.',
    }),
    challenges: counter('dragoman_challenges_total', ['challenge'], {
      help: 'Requests that a candidate bundle judged silently.',
      how: 'Read from the challenger at the scrape; begins anew with each candidate.',
    }),
  }),
  ...within('llm', {
    llmQuestions: counter('dragoman_llm_router_questions_total', ['answer'], {
      help: 'Questions to the model that is asked about routes.',
      how: 'By what became of them. `cached`, `budget`, `breaker` and `absent` were not sent.',
    }),
    llmDuration: histogram('dragoman_llm_router_duration_seconds', [], DECISION_SECONDS, {
      unit: 'seconds',
      help: 'Time until the model that is asked about routes answered.',
      how: 'Wall time of questions that were answered and not cached.',
    }),
    llmTokens: counter('dragoman_llm_router_tokens_total', [], {
      unit: 'tokens',
      help: 'Tokens of questions about routes and of their answers.',
      how: "The server's counts, else estimated.",
    }),
    llmShare: gauge('dragoman_llm_router_wanted_ratio', [], {
      unit: 'ratio',
      help: 'Share of the requests of the last five minutes that wanted to ask.',
      how: 'At the scrape; more than `maxShare` of the policy is not asked.',
    }),
    llmBreaker: gauge('dragoman_llm_router_breaker_open', [], {
      help: 'Whether the model failed so often that it is left alone.',
      how: '1 while it is, at the scrape.',
    }),
  }),
  ...within('registry', {
    registryInfo: gauge('dragoman_registry_info', ['version'], {
      help: 'The registry in service.',
      how: 'Always 1; the version is a hash of its files.',
    }),
    registryRoutes: gauge('dragoman_registry_routes', [], {
      help: 'Routes in service.',
      how: 'At the scrape.',
    }),
    registryModels: gauge('dragoman_registry_models', [], {
      help: 'Models in service.',
      how: 'At the scrape.',
    }),
    registryLoads: counter('dragoman_registry_loads_total', [], {
      help: 'Registries put into service, the first included.',
      how: 'Read from the reloader at the scrape.',
    }),
    registryRefusals: counter('dragoman_registry_refusals_total', [], {
      help: 'Registries refused for their problems.',
      how: 'Read from the reloader at the scrape; the last good one serves on.',
    }),
    registryProblems: gauge('dragoman_registry_problems', [], {
      help: 'Problems of the newest registry; 0 when it is good.',
      how: 'More than 0: what is in the folder is not what serves.',
    }),
    registryPending: gauge('dragoman_registry_pending', [], {
      help: 'Whether the newest good registry is not in service yet, or not with its examples.',
      how: '1 while it is tried again, at the scrape.',
    }),
    registryLoadedAt: gauge('dragoman_registry_last_success_timestamp_seconds', [], {
      unit: 'seconds',
      help: 'When the registry in service was put into service, in seconds since 1970.',
      how: 'Read from the reloader at the scrape.',
    }),
    registryRefusedAt: gauge('dragoman_registry_last_refusal_timestamp_seconds', [], {
      unit: 'seconds',
      help: 'When a registry was last refused, in seconds since 1970; 0: never.',
      how: 'Read from the reloader at the scrape.',
    }),
    resourcesFollowed: gauge('dragoman_custom_resources_followed', [], {
      help: 'Whether the custom resources that the registry is made of are followed.',
      how: '0 while the API server cannot be reached or refuses, at the scrape: what is in service stays. Absent without `--crds`.',
    }),
    statusLeader: gauge('dragoman_custom_resources_leader', [], {
      help: 'Whether this process writes the status of custom resources.',
      how: 'By the Lease, at the scrape: 1 in one of the replicas. Absent without `--crds`.',
    }),
    bundleInfo: gauge('dragoman_bundle_info', ['role', 'version'], {
      help: 'The bundles of trained heads in service and on trial.',
      how: 'Always 1; absent where there is none.',
    }),
    buildInfo: gauge('dragoman_build_info', ['version', 'node_version'], {
      help: 'What runs.',
      how: "Always 1; Dragoman's version and Node's.",
    }),
  }),
  ...within('queues', {
    queueLength: gauge('dragoman_queue_length', ['queue'], {
      help: 'What waits.',
      how: 'At the scrape: decisions for their outcome, rows for the store, prompts for the end of their request, answers for their pair, spans for the collector, the status of custom resources and Events for the API server.',
    }),
    written: counter('dragoman_written_total', ['queue'], {
      help: 'Rows that the store has, spans that the collector took, and what the Kubernetes API server took.',
      how: 'Read from the writers at the scrape.',
    }),
    dropped: counter('dragoman_dropped_total', ['queue', 'loss'], {
      help: 'What was lost; no request ever is.',
      how: 'Read at the scrape. Rows: the queue was `full`, the store `refused` the row, the process `ended`. Prompts that lack their text: too many came at once (`busy`), their texts were too many (`full`), the redaction failed (`unredacted`). Spans: `full`, or the export `failed`. Copies: `no_room`. Challenges: `busy`, or the candidate `failed`. Events: too many came at once (`full`), or the API server took none (`failed`).',
    }),
    storeFailing: gauge('dragoman_store_failing', ['queue'], {
      help: 'Whether the store takes nothing just now.',
      how: '1 while writes fail and are tried again, at the scrape.',
    }),
    promptBytes: gauge('dragoman_prompt_bytes', [], {
      unit: 'bytes',
      help: 'Memory of the texts of requests that are not over.',
      how: 'At the scrape.',
    }),
  }),
  ...within('process', {
    eventLoopDelay: gauge('dragoman_event_loop_delay_seconds', ['statistic'], {
      unit: 'seconds',
      help: 'How late the event loop was since the last scrape.',
      how: 'How late a timer of 100 ms comes; begins anew with each scrape, whose own delay the next one shows.',
    }),
    cpu: counter('process_cpu_seconds_total', [], {
      unit: 'seconds',
      help: 'CPU time of the process, its threads included.',
      how: 'User and system time, at the scrape.',
    }),
    residentMemory: gauge('process_resident_memory_bytes', [], {
      unit: 'bytes',
      help: 'Resident memory of the process.',
      how: 'At the scrape.',
    }),
    heap: gauge('nodejs_heap_size_used_bytes', [], {
      unit: 'bytes',
      help: "Memory that JavaScript's objects use in the serving thread.",
      how: 'At the scrape.',
    }),
    startTime: gauge('process_start_time_seconds', [], {
      unit: 'seconds',
      help: 'When the process started, in seconds since 1970.',
      how: 'Once, at the start.',
    }),
  }),
} as const;

export type MetricKey = keyof typeof METRICS;
