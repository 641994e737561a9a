import { type Attributes, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** An ended span as if it had been sampled; exporters leave out the others. */
export function sampledCopy(span: ReadableSpan, more: Attributes = {}): ReadableSpan {
  const { name, kind, parentSpanContext, startTime, endTime, status, links, events } = span;
  const { duration, ended, resource, instrumentationScope } = span;
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount } = span;
  const context = { ...span.spanContext(), traceFlags: TraceFlags.SAMPLED };
  return {
    ...{ name, kind, startTime, endTime, status, links, events, duration, ended },
    ...{ resource, instrumentationScope, droppedAttributesCount, droppedEventsCount, droppedLinksCount },
    ...(parentSpanContext && { parentSpanContext }),
    attributes: { ...span.attributes, ...more },
    spanContext: () => context,
  };
}
