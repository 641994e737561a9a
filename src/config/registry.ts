import type { ApiKey, Capability, EndpointName, Price } from './api/v1alpha1/model-pool.js';
import type { CascadeStreaming, ThrashAction } from './api/v1alpha1/cascade.js';
import type { Match, Preference } from './api/v1alpha1/route.js';
import type { LowMarginAction, ReaskAction, RecordText } from './api/v1alpha1/router-policy.js';

/** A validated registry: references resolved, defaults filled in, durations in milliseconds. Immutable. */
export interface Registry {
  /** First 12 hexadecimal digits of the SHA-256 over all documents and example files. */
  readonly version: string;
  /** The folder it was read from. */
  readonly directory: string;
  /** Every file it was made of, documents and examples, relative to the folder. */
  readonly files: readonly string[];
  readonly pool: RegistryPool;
  /** By descending priority, then by name. */
  readonly routes: readonly RegistryRoute[];
  readonly policy: RegistryPolicy;
  /** What decides a share of the conversations instead; `undefined` for none. */
  readonly experiment: RegistryExperiment | undefined;
}

export interface RegistryExperiment {
  readonly name: string;
  /** Of the conversations, in [0, 1]. */
  readonly share: number;
  /** The same pool, other routes and perhaps another policy; has no experiment itself. */
  readonly registry: Registry;
}

export interface RegistryPool {
  readonly default: string;
  /** Always contains `auto`. */
  readonly aliases: ReadonlySet<string>;
  /** By name, in the order of the document. */
  readonly models: ReadonlyMap<string, RegistryModel>;
}

export interface RegistryModel {
  readonly name: string;
  readonly upstreamModel: string;
  readonly tls: boolean;
  /** Path of the upstream that stands in for `/v1`, without a slash at its end; `/v1` for the usual server. */
  readonly pathPrefix: string;
  readonly backends: readonly RegistryBackend[];
  readonly price: Price;
  /** Declared share of good answers, in [0, 1]. */
  readonly quality: number | undefined;
  readonly contextLength: number | undefined;
  readonly capabilities: ReadonlySet<Capability> | undefined;
  readonly endpoints: ReadonlySet<EndpointName> | undefined;
  readonly safetyClasses: ReadonlySet<string>;
  readonly apiKey: (ApiKey & { readonly header: string; readonly prefix: string }) | undefined;
  readonly caFile: string | undefined;
  readonly serverName: string | undefined;
  readonly healthCheck: { readonly path: string; readonly intervalMs: number } | undefined;
  readonly timeoutMs: number;
  readonly maxRequests: number;
}

export interface RegistryBackend {
  readonly host: string;
  readonly port: number;
  readonly weight: number;
}

export interface RegistryRoute {
  readonly name: string;
  readonly description: string;
  /** Inline examples first, then those of the file; trimmed, without empty ones and repeats, and not too many. */
  readonly examples: readonly string[];
  /** Near misses, likewise trimmed. */
  readonly not: readonly string[];
  readonly match: readonly Match[];
  /** `undefined` when there is an objective or a cascade. */
  readonly target: string | undefined;
  readonly objective: RegistryObjective | undefined;
  readonly cascade: RegistryCascade | undefined;
  /** `undefined`: to be fitted. */
  readonly threshold: number | undefined;
  readonly priority: number;
  readonly timeoutMs: number | undefined;
  readonly maxTokens: number | undefined;
  readonly fallback: string | undefined;
  readonly safetyClass: string | undefined;
}

export interface RegistryObjective {
  readonly quality: number;
  readonly prefer: Preference;
  /** The models to choose from, without repeats: those named, else all that may serve the route's safety class. */
  readonly models: readonly string[];
}

/** Tiers that are tried in turn until an answer passes the gate. */
export interface RegistryCascade {
  /** At least two, cheapest first; no model twice. */
  readonly tiers: readonly RegistryTier[];
  readonly gate: RegistryGate;
  readonly streaming: CascadeStreaming;
  /** How much of a stream is held with `streaming: prefix`. */
  readonly prefix: { readonly tokens: number; readonly holdMs: number };
  readonly start: RegistryCascadeStart;
  readonly onThrash: ThrashAction;
}

export interface RegistryTier {
  readonly model: string;
  /** Longest wait for this tier's answer. */
  readonly timeoutMs: number;
}

/** When a request starts higher than at the first tier; `undefined`: never for this reason. */
export interface RegistryCascadeStart {
  /** One tier higher when the route's lead over the runner-up is smaller. */
  readonly margin: number | undefined;
  /** At the top when the probability that the prompt is complex is greater. */
  readonly complex: number | undefined;
  /** At the first tier whose predicted quality reaches it. */
  readonly quality: number | undefined;
}

export interface RegistryGate {
  /** Lowest calibrated probability that an answer is good at which it passes, in [0, 1]. */
  readonly bar: number;
  readonly verifier: RegistryVerifier | undefined;
  readonly consistency: RegistryConsistency | undefined;
}

/** A model that is asked about answers whose probability is in the grey zone. */
export interface RegistryVerifier {
  readonly model: string;
  readonly deadlineMs: number;
  /** The grey zone: from bar - `width` to bar + `width`. */
  readonly width: number;
}

/** Short samples of the tier's model that must agree with the answer. */
export interface RegistryConsistency {
  readonly samples: number;
  readonly maxTokens: number;
  readonly deadlineMs: number;
  /** Lowest share of the samples that must agree. */
  readonly agreement: number;
}

export interface RegistryPolicy {
  readonly tenantHeader: string;
  readonly margin: number;
  readonly onLowMargin: LowMarginAction;
  readonly onReask: ReaskAction;
  readonly llmRouter: RegistryLlmRouter | undefined;
  /** `undefined` when switched off. */
  readonly decisionCache: RegistryDecisionCache | undefined;
  /** `undefined` when switched off. */
  readonly stickiness: RegistryStickiness | undefined;
  readonly fastHead: boolean;
  /** `undefined` when switched off; the model is always named. */
  readonly controlGroup: RegistryShare | undefined;
  readonly exploration: { readonly share: number } | undefined;
  /** `undefined` when switched off. */
  readonly shadow: RegistryShare | undefined;
  readonly records: RegistryRecords;
  /** Path of the bundle, as it can be opened. */
  readonly outcomes: string | undefined;
  readonly encoder: { readonly deadlineMs: number; readonly workers: number; readonly queue: number };
  readonly limits: { readonly maxBodyBytes: number; readonly maxDepth: number };
}

/** A share of the traffic, in [0, 1], and the model that it goes to. */
export interface RegistryShare {
  readonly share: number;
  readonly model: string;
}

/** What is kept of decisions, where there is a store. */
export interface RegistryRecords {
  readonly text: RecordText;
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

export interface RegistryLlmRouter {
  readonly model: string;
  readonly deadlineMs: number;
  readonly maxShare: number;
  readonly tokensPerMinute: number;
  readonly examples: number;
}

export interface RegistryDecisionCache {
  readonly ttlMs: number;
  readonly entries: number;
  readonly perTenant: boolean;
  readonly nearDuplicates: boolean;
}

export interface RegistryStickiness {
  readonly ttlMs: number;
  readonly conversations: number;
  readonly coldCachePenalty: number;
}
