import { type Context, type Span, type SpanOptions, SpanStatusCode, type Tracer } from '@opentelemetry/api';

/** Runs `work` inside a child span of `parent`; an exception marks the span as failed and goes on. */
export function spanStep<T>(tracer: Tracer, name: string, parent: Context, work: (span: Span) => T): T {
  const span = tracer.startSpan(name, {}, parent);
  try {
    return work(span);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}

/** {@link spanStep} for work that takes a while. */
export async function spanStepAsync<T>(
  tracer: Tracer,
  name: string,
  parent: Context,
  work: (span: Span) => Promise<T>,
  options: SpanOptions = {},
): Promise<T> {
  const span = tracer.startSpan(name, options, parent);
  try {
    return await work(span);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
