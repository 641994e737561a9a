import type { Duration, HeaderName, Metadata, Name } from './primitives.js';

/** A kind of request and the model that answers it. Found by `match` rules, by similarity to `examples`, or both. */
export interface Route {
  apiVersion: 'dragoman.dev/v1alpha1';
  kind: 'Route';
  metadata: Metadata;
  spec: RouteSpec;
  /** Ignored; accepted so that a manifest can be used as it is. */
  status?: unknown;
}

/** At least one of `match`, `examples` and `examplesFrom` is required. */
export interface RouteSpec {
  /** One sentence for people about what belongs here. */
  description?: string;
  /**
   * Prompts that belong here; five or more make a good route.
   * @maxItems 100000
   */
  examples?: string[];
  /** Examples kept in a file beside the document. */
  examplesFrom?: ExamplesFrom;
  /**
   * Rules; any one of them pins the request to this route, whatever the examples say.
   * @minItems 1
   * @maxItems 64
   */
  match?: Match[];
  /** The model that answers. */
  target: Name;
  /**
   * Lowest calibrated probability at which similarity may choose this route. Default: the RouterPolicy's.
   * @minimum 0
   * @maximum 1
   */
  threshold?: number;
  /**
   * Among routes whose rules match, the highest wins; ties go to the name that sorts first.
   * @asType integer
   * @minimum -1000
   * @maximum 1000
   * @default 0
   */
  priority?: number;
  /** How requests of this route are carried out. */
  policy?: RoutePolicy;
}

export interface ExamplesFrom {
  /**
   * Text file (one example a line) or JSONL (`text`), plain or gzip (`.gz`), relative to the document.
   * @minLength 1
   */
  file: string;
  /** Keeps only the JSONL rows whose `label` equals this. */
  label?: string;
}

/** One rule. All fields given must hold; lists hold when any of their entries does. */
export interface Match {
  /**
   * Request headers.
   * @minItems 1
   * @maxItems 32
   */
  headers?: HeaderMatch[];
  /**
   * Prefix of the path, such as `/v1/responses`.
   * @pattern ^/
   */
  path?: string;
  /**
   * The model or alias that the client asked for.
   * @minItems 1
   */
  models?: string[];
  /**
   * Names of tools that the request offers; `*` is any tool.
   * @minItems 1
   */
  tools?: string[];
  /**
   * Words or phrases in the last user turn, whole words, upper and lower case alike. Of a turn over 16,384 characters, the
   * first and the last 8,192 are searched.
   * @minItems 1
   * @maxItems 1000
   */
  keywords?: string[];
  /**
   * RE2 pattern searched in the last user turn. RE2 takes time linear in the text: no look-around, no back-references. Of a
   * turn over 16,384 characters, the first and the last 8,192 are searched, as if a line break stood between them.
   * @minLength 1
   * @maxLength 4096
   */
  regex?: string;
  /**
   * Tenants, as the RouterPolicy's `tenantHeader` names them.
   * @minItems 1
   */
  tenants?: string[];
  /**
   * Conditions on measured signals; all must hold.
   * @minItems 1
   * @maxItems 16
   */
  when?: Condition[];
}

/** Exactly one of `exact`, `prefix`, `regex` and `present` is required. */
export interface HeaderMatch {
  /** The header's name. */
  name: HeaderName;
  /** The whole value. */
  exact?: string;
  /** The beginning of the value. */
  prefix?: string;
  /**
   * RE2 pattern searched in the value.
   * @minLength 1
   * @maxLength 4096
   */
  regex?: string;
  /** `true`: the header must be there; `false`: it must not. */
  present?: boolean;
}

/** Signals that are numbers of the request itself. */
export type FeatureName = 'tokens' | 'turns' | 'tools' | 'toolCalls' | 'images' | 'codeLines' | 'digits';

/** A bound on a signal. At least one of `above` and `below` is required. */
export interface Condition {
  /** The signal's name. */
  signal: FeatureName;
  /** Holds when the signal is greater. */
  above?: number;
  /** Holds when the signal is smaller. */
  below?: number;
}

export interface RoutePolicy {
  /** Longest wait for a whole answer; with a `fallback`, each of the two models has this long. Default: the model's. */
  timeout?: Duration;
  /**
   * Upper limit on the answer's tokens: written into the body when the client asked for more or did not say.
   * @asType integer
   * @minimum 1
   */
  maxTokens?: number;
  /** The model that Envoy tries next when the target fails (connect failure, reset, 429, 5xx, time-out). Default: none. */
  fallback?: Name;
  /** Only models that list this class may answer; it holds against a client that pins a model, too. Default: none. */
  safetyClass?: Name;
}
