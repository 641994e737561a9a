/** What became of one request, as Envoy reports it when the request is over. */
export interface Outcome {
  /** Absent when nobody decided: Envoy's default route answered while Dragoman was away. */
  readonly decisionId?: string;
  /** Envoy's `x-request-id`; empty when it made none. */
  readonly requestId: string;
  /** HTTP status sent to the client; 0 when the client was gone before any was. */
  readonly status: number;
  /** Envoy's word for where the status came from, such as `via_upstream`; empty when it gave none. */
  readonly details: string;
  /** What went wrong on the way, by Envoy's names, such as `upstream_connection_failure`; empty when all went well. */
  readonly flags: readonly string[];
  /** The cluster tried last; absent when none was. */
  readonly cluster?: string;
  /** Upstream attempts; 0 when no upstream was asked. */
  readonly attempts: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Those of the input tokens that the upstream had in its prefix cache. */
  readonly cachedTokens?: number;
  /** The model's name in the answer. */
  readonly upstreamModel?: string;
  /** Milliseconds from the request's first byte at Envoy to the first byte sent to the client; absent when none was. */
  readonly timeToFirstByteMs?: number;
  /** Milliseconds from the request's first byte at Envoy to the end of the exchange. */
  readonly totalMs: number;
  /** Milliseconds since 1970 at which Envoy received the request's first byte. */
  readonly startTime: number;
}
