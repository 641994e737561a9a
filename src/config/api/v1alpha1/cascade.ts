import type { Duration, Name } from './primitives.js';

/**
 * Tiers of models, cheapest first. Envoy asks the first; Dragoman's gate judges its answer; a bad one, an error (connect
 * failure, reset, 429, 5xx) or a time-out goes on to the next. The last tier's answer is always delivered. Two tiers are the
 * recommended start.
 */
export interface Cascade {
  /**
   * Models of the pool, cheapest first, none twice.
   * @minItems 2
   * @maxItems 8
   */
  tiers: Name[];
  /**
   * Longest wait for a tier's answer, by the tier's model. Default: the route's `policy.timeout`, else the model's `timeout`.
   * @maxProperties 8
   */
  timeouts?: Record<string, Duration>;
  /** How answers are judged. */
  gate?: Gate;
  /**
   * What happens to a client that asks for a stream. `direct`: the first tier's stream is delivered as it comes and not gated
   * (errors before its first byte still go on). `buffer`: gated tiers answer whole, and a passed answer is sent as a stream.
   * `prefix`: the beginning of the stream is held and judged.
   * @default "prefix"
   */
  streaming?: CascadeStreaming;
  /** How much of a stream is held with `streaming: prefix`. */
  prefix?: CascadePrefix;
  /** When a request starts higher than at the first tier. */
  start?: CascadeStart;
  /**
   * When so many answers are rejected that the first tier costs more than it saves: `report` says so; `skip` also starts at
   * the next tier until it recovers.
   * @default "report"
   */
  onThrash?: ThrashAction;
}

export type CascadeStreaming = 'direct' | 'buffer' | 'prefix';

export type ThrashAction = 'report' | 'skip';

/** Judges answers: contracts (JSON, schema, tool calls) and obvious defects first, then a calibrated probability. */
export interface Gate {
  /**
   * Lowest probability that an answer is good at which it is delivered; `dragoman calibrate gate` prints what each value costs.
   * @minimum 0
   * @maximum 1
   * @default 0.5
   */
  bar?: number;
  /** A model that is asked about answers near the bar. Default: none. */
  verifier?: Verifier;
  /** Asks the tier's own model again and compares. Default: it does not. */
  consistency?: Consistency;
}

export interface Verifier {
  /** A model of the pool that returns log probabilities. */
  model: Name;
  /**
   * Longest wait for it; after it the probability without it decides.
   * @default "2s"
   */
  deadline?: Duration;
  /**
   * It is asked when the probability is nearer to the bar than this.
   * @minimum 0
   * @maximum 1
   * @default 0.15
   */
  width?: number;
}

export interface Consistency {
  /**
   * Samples that are asked for.
   * @asType integer
   * @minimum 1
   * @maximum 8
   * @default 3
   */
  samples?: number;
  /**
   * Longest sample, in tokens.
   * @asType integer
   * @minimum 1
   * @maximum 4096
   * @default 256
   */
  maxTokens?: number;
  /**
   * Longest wait for the samples.
   * @default "5s"
   */
  deadline?: Duration;
  /**
   * Smallest share of the samples that must agree with the answer.
   * @minimum 0
   * @maximum 1
   * @default 0.5
   */
  agreement?: number;
}

export interface CascadePrefix {
  /**
   * Tokens that are held, about.
   * @asType integer
   * @minimum 1
   * @maximum 1024
   * @default 32
   */
  tokens?: number;
  /**
   * Longest time that they are held, from the answer's first byte.
   * @default "2s"
   */
  hold?: Duration;
}

export interface CascadeStart {
  /**
   * One tier higher when the route's lead over the runner-up, as a difference of probabilities, is smaller.
   * @minimum 0
   * @maximum 1
   * @default 0.2
   */
  margin?: number;
  /**
   * At the last tier when the probability that the prompt is complex (the built-in signal `complexity`) is greater. Default: never.
   * @minimum 0
   * @maximum 1
   */
  complex?: number;
  /**
   * At the first tier whose predicted probability of a good answer reaches this (RouterPolicy `outcomes`, else declared
   * `quality`). Default: never.
   * @minimum 0
   * @maximum 1
   */
  quality?: number;
}
