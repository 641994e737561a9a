import { ExportResultCode } from '@opentelemetry/core';
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';

type ExportDone = Parameters<SpanExporter['export']>[1];

/** As a number, for the SDK brings an enum of its own. */
const SUCCESS: number = ExportResultCode.SUCCESS;

/** Spans. */
export interface ExportCounts {
  /** Taken by the collector. */
  exported: number;
  /** Sent, but not taken: the collector was away, too slow, or refused them. */
  failed: number;
  /** Never sent: the queue was full. */
  dropped: number;
  /** Now in the queue. */
  queued: number;
}

/** Is told when the collector stops taking spans, and when it takes them again. */
export interface ExportReports {
  readonly onOutage?: (error: Error | undefined) => void;
  readonly onRecovery?: (lost: number) => void;
}

/** The SDK's default for `OTEL_BSP_MAX_QUEUE_SIZE`. */
export const DEFAULT_QUEUE = 2_048;

/**
 * The SDK's queue and batches in front of an exporter, counted: the SDK itself drops what does not fit without a word. A
 * span is put into the queue or dropped at once; nobody waits for the collector.
 */
export class CountedExport implements SpanProcessor {
  readonly #batches: BatchSpanProcessor;
  readonly #capacity: number;
  readonly #exporter: SpanExporter;
  readonly #reports: ExportReports;
  /** What the collector had lost when it stopped taking spans; `undefined` while it takes them. */
  #lostBefore: number | undefined;
  readonly counts: ExportCounts = { exported: 0, failed: 0, dropped: 0, queued: 0 };

  /** @param capacity spans that may wait */
  constructor(exporter: SpanExporter, capacity: number, reports: ExportReports = {}) {
    this.#exporter = exporter;
    this.#capacity = capacity;
    this.#reports = reports;
    const counted: SpanExporter = {
      export: (spans, done) => {
        this.#export(spans, done);
      },
      shutdown: () => exporter.shutdown(),
    };
    this.#batches = new BatchSpanProcessor(counted, { maxQueueSize: capacity });
  }

  onStart(): void {
    // Only ended spans are queued.
  }

  onEnd(span: ReadableSpan): void {
    if (this.counts.queued >= this.#capacity) {
      this.counts.dropped += 1;
      return;
    }
    this.counts.queued += 1;
    this.#batches.onEnd(span);
  }

  forceFlush(): Promise<void> {
    return this.#batches.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#batches.shutdown();
  }

  #export(spans: ReadableSpan[], done: ExportDone): void {
    this.counts.queued -= spans.length;
    this.#exporter.export(spans, (result) => {
      const code: number = result.code;
      if (code === SUCCESS) this.#succeeded(spans.length);
      else this.#failed(spans.length, result.error);
      done(result);
    });
  }

  #succeeded(spans: number): void {
    this.counts.exported += spans;
    if (this.#lostBefore === undefined) return;
    this.#reports.onRecovery?.(this.#lost - this.#lostBefore);
    this.#lostBefore = undefined;
  }

  #failed(spans: number, error: Error | undefined): void {
    if (this.#lostBefore === undefined) {
      this.#lostBefore = this.#lost;
      this.#reports.onOutage?.(error);
    }
    this.counts.failed += spans;
  }

  get #lost(): number {
    return this.counts.failed + this.counts.dropped;
  }
}
