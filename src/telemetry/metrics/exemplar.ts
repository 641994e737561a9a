import { sampledTraceId } from '../traces/sampled-trace.js';

/** Labels of an exemplar, by the names that Grafana looks for. */
export type ExemplarLabels = Readonly<Record<string, string>>;

const NO_LABELS: ExemplarLabels = {};

/** A trace that nobody keeps is no exemplar: empty without a sampled one. */
export function exemplarLabels(traceparent: string): ExemplarLabels {
  const traceId = sampledTraceId(traceparent);
  return traceId === undefined ? NO_LABELS : { trace_id: traceId };
}
