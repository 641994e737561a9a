const SAMPLED = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f][13579bdf]$/;

/**
 * The id of the trace that a `traceparent` (https://www.w3.org/TR/trace-context/) names; `undefined` where nothing is traced,
 * and for a trace that was not sampled: nobody keeps that one.
 */
export function sampledTraceId(traceparent: string): string | undefined {
  return SAMPLED.exec(traceparent)?.[1];
}
