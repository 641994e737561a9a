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
import { setTimeout as sleep } from 'node:timers/promises';

/** A tracer and the means to send off what it still holds. */
export interface Tracing {
  readonly tracer: Tracer;
  shutdown(): Promise<void>;
}

const propagator = new W3CTraceContextPropagator();

/** A collector that does not answer must not hold up a stop for longer, in milliseconds. */
const FLUSH_LIMIT_MS = 2_000;

/**
 * Starts tracing when `OTEL_EXPORTER_OTLP_ENDPOINT` or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` is set (OTLP over
 * HTTP, protobuf); otherwise spans go nowhere. `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_SDK_DISABLED` and
 * the variables of the exporter and the batch processor hold
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).
 *
 * @param environment the process's own: the exporter reads that one by itself
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
  // Imported only when used: the SDK is a large part of what a process without tracing would load.
  const [{ BasicTracerProvider, BatchSpanProcessor }, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-proto'),
    import('@opentelemetry/resources'),
  ]);
  const provider = new BasicTracerProvider({
    resource: resources
      .resourceFromAttributes({ 'service.name': 'dragoman', 'service.version': version })
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  return {
    tracer: provider.getTracer('dragoman', version),
    shutdown: () => Promise.race([provider.shutdown(), sleep(FLUSH_LIMIT_MS, undefined, { ref: false })]),
  };
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
