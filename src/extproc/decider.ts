import type { Mutation } from '../mutation/mutation.js';
import type { RequestHead } from '../request/request-head.js';

/** What an ext_proc stream tells a {@link Decider} besides the request itself. */
export interface DecideContext {
  /** Envoy's `x-request-id`, or a fresh UUID when it made none. */
  readonly requestId: string;
  readonly traceHeaders: TraceHeaders;
  /** When the request's head was read, by `performance.now`; absent where its body was not waited for. */
  readonly arrivedAt?: number;
}

/** The caller's span: Envoy's own when it traces, else the client's (W3C Trace Context). */
export interface TraceHeaders {
  readonly traceparent?: string;
  readonly tracestate?: string;
}

/** Decides on requests. Whatever it throws lets the request pass to Envoy's default route. */
export interface Decider {
  /** Answers from the head alone, as `GET /v1/models` does; `undefined` asks for the body. */
  onHeaders(head: RequestHead): Mutation | undefined;
  /** Called once for each request that {@link onHeaders} did not answer; the body is empty when the client sent none. */
  onBody(head: RequestHead, body: Buffer, context: DecideContext): Promise<Mutation>;
}
