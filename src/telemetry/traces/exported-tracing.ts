import type { Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DecisionRecord } from '../../record/decision-record.js';
import { CountedExport, DEFAULT_QUEUE, type ExportCounts, type ExportReports } from './counted-export.js';
import { type HeldCounts, HeldDecisions } from './held-decisions.js';
import { keepingSampler } from './keeping-sampler.js';
import { outcomeKeptFor } from './kept-for.js';
import { spanContextOf } from './trace-context.js';
import { type HeadSampling, keepSettings } from './trace-settings.js';

/** What became of spans, and of decisions that head sampling left out. */
export type TraceCounts = Readonly<ExportCounts> & Readonly<HeldCounts>;

/** A tracer and the means to send off what it still holds. */
export interface Tracing {
  readonly tracer: Tracer;
  /** For metrics and the admin endpoint `/counters`; `undefined` when nothing is exported. */
  readonly counts: TraceCounts | undefined;
  /**
   * Decides for good whether the trace of a finished record is exported, where head sampling left it out. Call it after
   * the record's spans were emitted.
   *
   * @returns the record; its `traceparent` ends with `-01` when the trace is exported
   */
  settle(record: DecisionRecord): DecisionRecord;
  shutdown(): Promise<void>;
}

export interface TraceReports extends ExportReports {
  /** Is told of a setting that was not understood. */
  readonly warn?: (message: string) => void;
}

/** A collector that does not answer must not hold up a stop for longer, in milliseconds. */
const FLUSH_LIMIT_MS = 2_000;

/** Tracing with a collector; only imported when there is one. */
export function exportedTracing(
  environment: Readonly<Record<string, string | undefined>>,
  version: string,
  head: HeadSampling,
  reports: ExportReports,
): Tracing {
  const settings = keepSettings(environment);
  const queue = new CountedExport(new OTLPTraceExporter(), queueSize(environment), reports);
  const held = new HeldDecisions(queue, settings);
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'dragoman', 'service.version': version }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    sampler: keepingSampler(head, settings.hold > 0),
    spanProcessors: [held],
  });
  return {
    tracer: provider.getTracer('dragoman', version),
    get counts() {
      return { ...queue.counts, ...held.counts };
    },
    settle(record) {
      const decision = spanContextOf(record.traceparent);
      if (decision === undefined || record.traceparent.endsWith('-01')) return record;
      if (!held.settle(decision.spanId, outcomeKeptFor(record))) return record;
      return { ...record, traceparent: record.traceparent.replace(/..$/, '01') };
    },
    shutdown: () => Promise.race([provider.shutdown(), sleep(FLUSH_LIMIT_MS, undefined, { ref: false })]),
  };
}

function queueSize(environment: Readonly<Record<string, string | undefined>>): number {
  const size = Number(environment['OTEL_BSP_MAX_QUEUE_SIZE'] ?? '');
  return Number.isInteger(size) && size > 0 ? size : DEFAULT_QUEUE;
}
