/** `GET /config`: what is in service. */
export type ConfigView = LoadedConfig | { readonly loaded: false; readonly dragoman: string };

export interface LoadedConfig {
  readonly loaded: true;
  /** Version of Dragoman itself. */
  readonly dragoman: string;
  /** Version of the registry: the beginning of a hash over all its files. */
  readonly version: string;
  /** Where it was read from, and the files, relative to that. */
  readonly directory: string;
  readonly files: readonly string[];
  /** Registries put into service since the start, the first included, and those that were refused. */
  readonly loads: number;
  readonly refusals: number;
  /** When it went into service, in ISO 8601. */
  readonly loadedAt: string;
  /** What is wrong with the newest registry, so that an older one serves; empty when nothing is. */
  readonly problems: readonly ConfigProblem[];
  /** Why the newest good registry is not in service yet; `null` when it is. */
  readonly error: string | null;
  /** Pool name of the default model. */
  readonly default: string;
  /** Names besides those of the models that clients may ask for. */
  readonly aliases: readonly string[];
  readonly models: readonly ConfigModel[];
  /** By descending priority. */
  readonly routes: readonly ConfigRoute[];
  readonly policy: ConfigPolicy;
  readonly experiment: ConfigExperiment | null;
  /** Checksum of the sentence encoder; `null` without one. */
  readonly encoder: string | null;
  readonly bundle: ConfigBundle | null;
}

export interface ConfigProblem {
  readonly file: string;
  /** From 1; 0 when it concerns a whole file or folder. */
  readonly line: number;
  readonly column: number;
  /** The field; empty when none is at fault. */
  readonly path: string;
  readonly message: string;
  readonly code: string;
}

export interface ConfigModel {
  readonly name: string;
  /** As the upstream calls it. */
  readonly upstreamModel: string;
  /** `host:port` each. */
  readonly backends: readonly string[];
  readonly tls: boolean;
  /** Whether a key is sent; never the key, nor where it is kept. */
  readonly hasKey: boolean;
  /** US dollars a million tokens. */
  readonly price: { readonly input: number; readonly output: number };
  /** Declared share of good answers, in [0, 1]. */
  readonly quality: number | null;
  readonly contextLength: number | null;
  readonly capabilities: readonly string[] | null;
  readonly safetyClasses: readonly string[];
}

export interface ConfigRoute {
  readonly name: string;
  readonly description: string;
  readonly priority: number;
  /** How many there are; their texts are not shown. */
  readonly examples: number;
  readonly counterExamples: number;
  /** What its rules read, such as `headers` and `regex`, one list a rule; any rule that holds is enough. */
  readonly matches: readonly (readonly string[])[];
  readonly target: ConfigTarget;
  /** `null`: fitted. */
  readonly threshold: number | null;
  /** The probability that the route asks for, declared or fitted, in [0, 1]. */
  readonly bar: number | null;
  readonly fallback: string | null;
  readonly safetyClass: string | null;
}

export type ConfigTarget =
  | { readonly kind: 'model'; readonly model: string }
  | { readonly kind: 'cascade'; readonly tiers: readonly string[]; readonly bar: number }
  | { readonly kind: 'objective'; readonly models: readonly string[]; readonly quality: number };

/** Switches of the policy; `null` for what is off. */
export interface ConfigPolicy {
  readonly margin: number;
  readonly onLowMargin: string;
  readonly onReask: string;
  readonly fastHead: boolean;
  readonly llmRouter: { readonly model: string; readonly maxShare: number } | null;
  readonly decisionCache: { readonly ttlMs: number; readonly entries: number } | null;
  readonly stickiness: { readonly ttlMs: number } | null;
  readonly controlGroup: ConfigShare | null;
  readonly shadow: ConfigShare | null;
  /** Share of the conversations that explore, in [0, 1]. */
  readonly exploration: number | null;
  /** What is kept of prompts, and for how long. */
  readonly records: { readonly text: string; readonly maxAgeMs: number };
}

export interface ConfigShare {
  /** Of the traffic, in [0, 1]. */
  readonly share: number;
  readonly model: string;
}

export interface ConfigExperiment {
  readonly name: string;
  /** Of the conversations, in [0, 1]. */
  readonly share: number;
  /** Version of its registry. */
  readonly version: string;
}

export interface ConfigBundle {
  readonly version: string;
  readonly parts: readonly string[];
  /** Why other parts of it do not serve, a line each. */
  readonly unused: readonly string[];
}
