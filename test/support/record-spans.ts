import type { Tracer } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

/** A tracer whose finished spans stay in memory. */
export interface SpanRecording {
  readonly tracer: Tracer;
  /** In the order in which they ended. */
  readonly spans: () => readonly ReadableSpan[];
  /** @throws Error when no span, or more than one, has this name */
  readonly only: (name: string) => ReadableSpan;
}

export function recordSpans(): SpanRecording {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  const spans = (): readonly ReadableSpan[] => exporter.getFinishedSpans();
  return {
    tracer: provider.getTracer('test'),
    spans,
    only(name) {
      const [span, ...more] = spans().filter((candidate) => candidate.name === name);
      if (span === undefined || more.length > 0) {
        throw new Error(
          `wanted one span ${name}, got ${spans()
            .map((each) => each.name)
            .join(', ')}`,
        );
      }
      return span;
    },
  };
}
