import type { Cascade } from './cascade.js';
import type { Duration, HeaderName, Metadata, Name } from './primitives.js';

/** The models that requests are routed to. A registry has exactly one. */
export interface ModelPool {
  apiVersion: 'dragoman.dev/v1alpha1';
  kind: 'ModelPool';
  metadata: Metadata;
  spec: ModelPoolSpec;
  /** Ignored; accepted so that a manifest can be used as it is. */
  status?: unknown;
}

/**
 * A model name that clients send, such as `gpt-4o` or `company/auto`: anything without blanks, at most 200 characters.
 * @maxLength 200
 * @pattern ^\S{1,200}$
 */
export type Alias = string;

export interface ModelPoolSpec {
  /** The model that answers whenever nothing better is known: no route matched, the margin was low, Dragoman is down. Choose a middle one, never the cheapest. */
  default: Name;
  /**
   * Model names that mean "choose for me". `auto` always does.
   * @maxItems 256
   * @default ["auto"]
   */
  aliases?: Alias[];
  /**
   * The models.
   * @minItems 1
   * @maxItems 256
   */
  models: Model[];
  /** The cascade of every route that has neither `target` nor `objective` nor a cascade of its own. Default: none. */
  cascade?: Cascade;
}

/** One model: one Envoy cluster. Exactly one of `url` and `backends` is required. */
export interface Model {
  /** What clients and routes call it; unique in the pool, and not an alias. */
  name: Name;
  /**
   * Base URL of an OpenAI-compatible server up to and including its version segment, such as `http://vllm:8000/v1` or `https://api.example.com/openai/v1`. A URL without a path means `/v1`; keys belong in `apiKey`.
   * @maxLength 1024
   * @pattern ^https?://[^/?#\s@]+(/[^?#\s]*)?$
   */
  url?: string;
  /**
   * Several servers of the same model; all share one scheme and one path.
   * @minItems 1
   * @maxItems 64
   */
  backends?: Backend[];
  /**
   * The upstream's own name of the model, written into the body. Default: `name`.
   * @minLength 1
   */
  model?: string;
  /** Price list; without it a model costs nothing in reports. */
  price?: Price;
  /**
   * Share of requests that the model answers well, as you judge it: what a route's `objective` starts from, and all that it
   * has until outcomes of the model are fitted. Default: nothing is known of the model, so that an objective passes it over
   * until 50 or more of its outcomes are in the RouterPolicy's `outcomes`.
   * @minimum 0
   * @maximum 1
   */
  quality?: number;
  /**
   * Longest prompt plus answer, in tokens. Default: no limit known, never excluded for length.
   * @asType integer
   * @minimum 1
   */
  contextLength?: number;
  /** What the model can do. Default: everything; once given, the list is exhaustive and a request that needs more goes elsewhere. */
  capabilities?: Capability[];
  /** Request shapes that the server speaks. Default: all four. */
  endpoints?: EndpointName[];
  /** Safety classes that the model may serve; a route with `policy.safetyClass` reaches only models that list it. Default: none. */
  safetyClasses?: Name[];
  /** The key that Envoy adds to each request. Default: the client's own `authorization` header is passed on. */
  apiKey?: ApiKey;
  /** TLS of `https` upstreams. Default: system trust store, server name and certificate name from the URL. */
  tls?: UpstreamTls;
  /** Active health check. Default: `GET /health` for `http` upstreams (vLLM answers it), none for `https`. */
  healthCheck?: HealthCheck;
  /**
   * Longest wait for a whole answer, streaming included.
   * @default "300s"
   */
  timeout?: Duration;
  /**
   * Envoy's circuit breaker: requests in flight to this model beyond which further ones get 503 at once, a fallback notwithstanding.
   * @asType integer
   * @minimum 1
   * @default 1024
   */
  maxRequests?: number;
}

export type Capability = 'tools' | 'vision' | 'json';

export type EndpointName = 'chat-completions' | 'completions' | 'responses' | 'messages';

export interface Backend {
  /**
   * As `url` of a model.
   * @maxLength 1024
   * @pattern ^https?://[^/?#\s@]+(/[^?#\s]*)?$
   */
  url: string;
  /**
   * Share of requests relative to the other backends.
   * @asType integer
   * @minimum 1
   * @maximum 1000
   * @default 1
   */
  weight?: number;
}

/** US dollars per million tokens. */
export interface Price {
  /** @minimum 0 */
  input: number;
  /** @minimum 0 */
  output: number;
}

/** Exactly one of `env` and `file` is required. The key itself never stands in a document; Envoy reads it. */
export interface ApiKey {
  /**
   * Environment variable of the Envoy process.
   * @pattern ^[A-Za-z_][A-Za-z0-9_]*$
   */
  env?: string;
  /**
   * File that the Envoy process can read, such as a mounted Secret; read again when it changes.
   * @minLength 1
   */
  file?: string;
  /**
   * Header that carries the key.
   * @default "authorization"
   */
  header?: HeaderName;
  /** Text before the key. Default: `Bearer ` with a space for `authorization`, nothing for other headers. */
  prefix?: string;
}

export interface UpstreamTls {
  /**
   * PEM file of the certificate authorities to trust instead of the system's, as the Envoy process sees it.
   * @minLength 1
   */
  caFile?: string;
  /**
   * Server name to ask for and to verify. Default: the URL's host.
   * @minLength 1
   */
  serverName?: string;
}

export interface HealthCheck {
  /**
   * `false` switches the check off.
   * @default true
   */
  enabled?: boolean;
  /**
   * Path asked by GET; 200 is healthy.
   * @pattern ^/
   * @default "/health"
   */
  path?: string;
  /**
   * Time between checks.
   * @default "10s"
   */
  interval?: Duration;
}
