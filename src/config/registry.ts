import type { ApiKey, Capability, EndpointName, Price } from './api/v1alpha1/model-pool.js';
import type { Match, Preference } from './api/v1alpha1/route.js';
import type { LowMarginAction } from './api/v1alpha1/router-policy.js';

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
  /** Inline examples first, then those of the file; trimmed, without empty ones and repeats. */
  readonly examples: readonly string[];
  /** Near misses, likewise trimmed. */
  readonly not: readonly string[];
  readonly match: readonly Match[];
  /** `undefined` when there is an objective. */
  readonly target: string | undefined;
  readonly objective: RegistryObjective | undefined;
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

export interface RegistryPolicy {
  readonly tenantHeader: string;
  readonly margin: number;
  readonly onLowMargin: LowMarginAction;
  readonly llmRouter: RegistryLlmRouter | undefined;
  /** `undefined` when switched off. */
  readonly decisionCache: RegistryDecisionCache | undefined;
  /** `undefined` when switched off. */
  readonly stickiness: RegistryStickiness | undefined;
  readonly fastHead: boolean;
  /** Path of the bundle, as it can be opened. */
  readonly outcomes: string | undefined;
  readonly encoder: { readonly deadlineMs: number; readonly workers: number; readonly queue: number };
  readonly limits: { readonly maxBodyBytes: number; readonly maxDepth: number };
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
