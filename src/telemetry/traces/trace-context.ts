import {
  type Context,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type TextMapGetter,
  trace,
} from '@opentelemetry/api';
// Not from the package's index, which loads all the rest of it as well.
import { W3CTraceContextPropagator } from '@opentelemetry/core/build/src/trace/W3CTraceContextPropagator.js';

const propagator = new W3CTraceContextPropagator();

/** Headers of a trace, by name. */
type TraceHeaders = Readonly<Record<string, string>>;

const readHeaders: TextMapGetter<TraceHeaders> = {
  get: (headers, name) => headers[name],
  keys: (headers) => Object.keys(headers),
};

/** The context of a caller's `traceparent` and `tracestate`; the root context without them. */
export function parentContext(headers: TraceHeaders): Context {
  return headers['traceparent'] === undefined
    ? ROOT_CONTEXT
    : propagator.extract(ROOT_CONTEXT, headers, readHeaders);
}

/** The span that a `traceparent` names; `undefined` for one that is empty or malformed. */
export function spanContextOf(traceparent: string): SpanContext | undefined {
  return trace.getSpanContext(parentContext({ traceparent }));
}

/** The `traceparent` of a span, so that a later span can be its child; empty when nothing is traced. */
export function traceparentOf(span: Span): string {
  const carrier: Record<string, string> = {};
  propagator.inject(trace.setSpan(ROOT_CONTEXT, span), carrier, defaultTextMapSetter);
  return carrier['traceparent'] ?? '';
}
