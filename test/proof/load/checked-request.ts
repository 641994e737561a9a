import type { JsonObject } from '../../../demo/stand-in/json.js';

/** A request and the answer that is right for it. */
export interface CheckedRequest {
  readonly body: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: `/v1/chat/completions`. */
  readonly path?: string;
  /** Pool names that may answer when it is decided, most often one. None: the request is refused when it is decided. */
  readonly models: readonly string[];
  /**
   * Pool names that may answer instead while something is broken, and are counted as `default` then: the next model of a
   * chain, or the tier of a cascade whose answer nobody could judge. Default: none.
   */
  readonly standIns?: readonly string[];
  /** Client goes away after so many ms. */
  readonly cancelAfterMs?: number;
  /** What it is a case of, for tables, such as `rule`. */
  readonly kind?: string;
}

/**
 * What became of one request. `routed`: 200, decided, by a right model. `default`: 200, undecided or by a stated fallback
 * reason, by the default model, or by one of the request's stand-ins. `wrong`: 200 by any other model, or body and model do
 * not match, or a broken stream, or a 4xx that nothing asked for. `refused`: a 4xx, 429 or 503 that Dragoman or Envoy gives
 * on purpose. `lost`: no answer, reset, any other 5xx. `cancelled`: by ourselves.
 */
export type Fate = 'routed' | 'default' | 'wrong' | 'refused' | 'lost' | 'cancelled';

export const FATES: readonly Fate[] = ['routed', 'default', 'wrong', 'refused', 'lost', 'cancelled'];

export interface Sent {
  /** When it was to be sent, in milliseconds since the load's start. */
  readonly at: number;
  /** From the plan to the end of the answer, in milliseconds: a late start counts, too. */
  readonly latencyMs: number;
  readonly fate: Fate;
  /** The decision's reason, an error's code, or `undecided`. */
  readonly reason: string;
  /** What was wrong with it. */
  readonly detail?: string;
  /** As in {@link CheckedRequest}. */
  readonly kind?: string;
}
