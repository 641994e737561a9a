import {
  type Context,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Span,
  type TextMapGetter,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

/** A tracer and the means to send off what it still holds. */
export interface Tracing {
  readonly tracer: Tracer;
  shutdown(): Promise<void>;
}

const propagator = new W3CTraceContextPropagator();

/**
 * Starts tracing when `OTEL_EXPORTER_OTLP_ENDPOINT` or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` is set (OTLP over
 * HTTP, protobuf); otherwise spans cost nothing and go nowhere. The other `OTEL_*` variables of the SDK hold
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
 */
export async function startTracing(
  environment: Readonly<Record<string, string | undefined>>,
  version: string,
): Promise<Tracing> {
  const endpoint =
    environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? environment['OTEL_EXPORTER_OTLP_ENDPOINT'];
  if (endpoint === undefined || endpoint === '' || environment['OTEL_SDK_DISABLED'] === 'true') {
    return { tracer: trace.getTracer('dragoman', version), shutdown: () => Promise.resolve() };
  }
  // Imported only when used: the SDK and its protobuf code cost a tenth of a second and 15 MB at start.
  const [{ BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-base'),
      import('@opentelemetry/exporter-trace-otlp-proto'),
      import('@opentelemetry/resources'),
    ]);
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': environment['OTEL_SERVICE_NAME'] ?? 'dragoman',
      'service.version': version,
    }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  return { tracer: provider.getTracer('dragoman', version), shutdown: () => provider.shutdown() };
}

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

/** The `traceparent` of a span, so that a later span can be its child; empty when nothing is traced. */
export function traceparentOf(span: Span): string {
  const carrier: Record<string, string> = {};
  propagator.inject(trace.setSpan(ROOT_CONTEXT, span), carrier, defaultTextMapSetter);
  return carrier['traceparent'] ?? '';
}
