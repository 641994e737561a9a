import type { Outcome } from '../../outcome/outcome.js';
import type { DecidedPool, DecisionRecord } from '../../record/decision-record.js';
import { createRecorder, type Recorder } from '../../record/recorder.js';
import { logDecision } from '../../telemetry/decision-log.js';
import type { Logger } from '../../telemetry/logger.js';
import type { Metrics } from '../../telemetry/metrics/metrics.js';
import { emitOutcomeSpan } from '../../telemetry/traces/outcome-span.js';
import type { Tracing } from '../../telemetry/traces/tracing.js';

export interface RecorderParts {
  /** Whether we configured Envoy ourselves, and so know that it will report. */
  readonly expectOutcomes: boolean;
  readonly logger: Logger;
  readonly tracing: Tracing;
  readonly metrics: Pick<Metrics, 'finished'>;
  /** Takes each record as well. */
  readonly keep: ((record: DecisionRecord, pool: DecidedPool) => void) | undefined;
}

const EXPIRE_INTERVAL_MS = 30_000;

/** A recorder whose records become log lines, outcome spans, metrics and what is kept. */
export function startRecorder({ expectOutcomes, logger, tracing, metrics, keep }: RecorderParts): {
  readonly recorder: Recorder;
  readonly stop: () => void;
} {
  const onRecord = (finished: DecisionRecord, pool: DecidedPool): void => {
    emitOutcomeSpan(tracing.tracer, finished);
    const record = tracing.settle(finished);
    metrics.finished(record);
    logDecision(logger, record);
    keep?.(record, pool);
  };
  const recorder = createRecorder({ expectOutcomes, onRecord });
  const expiry = setInterval(() => {
    recorder.expire();
  }, EXPIRE_INTERVAL_MS).unref();
  const stop = (): void => {
    clearInterval(expiry);
    recorder.flush();
  };
  return { recorder, stop };
}

/** Requests that Envoy's default route answered while nobody decided. */
export function reportUndecided(
  outcomes: readonly Outcome[],
  metrics: Pick<Metrics, 'undecided'>,
  logger: Logger,
): void {
  for (const outcome of outcomes) {
    const { decisionId, requestId, cluster, status } = outcome;
    if (decisionId === undefined && cluster !== undefined) {
      metrics.undecided(outcome);
      logger.warn({ requestId, cluster, status }, 'undecided');
    }
  }
}
