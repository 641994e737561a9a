/** Labels of an exemplar, by the names that Grafana looks for. */
export type ExemplarLabels = Readonly<Record<string, string>>;

const NO_LABELS: ExemplarLabels = {};

/** A trace that nobody keeps is no exemplar: empty without a sampled one. @param traceparent of W3C Trace Context, or empty */
export function exemplarLabels(traceparent: string): ExemplarLabels {
  const [, traceId, , flags = ''] = traceparent.split('-');
  const isSampled = (Number.parseInt(flags, 16) & 1) === 1;
  return traceId === undefined || !isSampled ? NO_LABELS : { trace_id: traceId };
}
