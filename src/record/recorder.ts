import { modelOfCluster } from '../mutation/wire-names.js';
import type { TierAttempt } from '../outcome/attempt.js';
import { costOf, type TokenPrice } from '../outcome/cost.js';
import type { Outcome } from '../outcome/outcome.js';
import type { DecisionRecord } from './decision-record.js';

/** Joins decisions with their outcomes and hands out each record once. */
export interface Recorder {
  /** Takes a decision. It is handed out when its outcome arrives, or at once while no outcomes are expected. */
  decided(record: DecisionRecord, price: (model: string) => TokenPrice): void;
  /** Takes what the gate saw of a tier; lost when the decision is not waiting for its outcome. */
  judged(decision: string, attempt: TierAttempt): void;
  finished(outcomes: readonly Outcome[]): void;
  /** Whether Envoy's access log reports to us, so that outcomes can be expected. */
  expectOutcomes(expected: boolean): void;
  /** Hands out the records that waited too long. Called with every decision, and by a timer for quiet times. */
  expire(): void;
  /** Hands out everything still waiting, without outcomes. */
  flush(): void;
  readonly waiting: number;
}

export interface RecorderOptions {
  readonly onRecord: (record: DecisionRecord) => void;
  /** Whether to expect outcomes from the start. */
  readonly expectOutcomes: boolean;
  /** Records that may wait for their outcome; beyond it the oldest is handed out without one. Default 20,000. */
  readonly capacity?: number;
  /** Longest wait for an outcome, in milliseconds. Default 15 minutes. */
  readonly patienceMs?: number;
  readonly now?: () => number;
}

interface Waiting {
  readonly record: DecisionRecord;
  readonly price: (model: string) => TokenPrice;
  readonly attempts: TierAttempt[];
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { onRecord, capacity = 20_000, patienceMs = 900_000, now = Date.now } = options;
  // Insertion order is age: the oldest entry is always the first.
  const waiting = new Map<string, Waiting>();
  let expected = options.expectOutcomes;

  const handOutOldest = (): void => {
    for (const [id, { record }] of waiting) {
      waiting.delete(id);
      onRecord(record);
      return;
    }
  };
  const expire = (): void => {
    for (const { record } of waiting.values()) {
      if (now() - record.decidedAt < patienceMs) return;
      handOutOldest();
    }
  };

  return {
    decided(record, price) {
      if (!expected) {
        onRecord(record);
        return;
      }
      expire();
      if (waiting.size >= capacity) handOutOldest();
      waiting.set(record.id, { record, price, attempts: [] });
    },
    judged(decision, attempt) {
      waiting.get(decision)?.attempts.push(attempt);
    },
    finished(outcomes) {
      for (const outcome of outcomes) {
        const found = outcome.decisionId === undefined ? undefined : waiting.get(outcome.decisionId);
        if (found === undefined) continue;
        waiting.delete(found.record.id);
        onRecord(join(found, outcome));
      }
    },
    expectOutcomes(value) {
      expected = value;
    },
    expire,
    flush() {
      while (waiting.size > 0) handOutOldest();
    },
    get waiting() {
      return waiting.size;
    },
  };
}

/** The model that answered is the one of the cluster Envoy used last: after a fallback not the one decided. */
function join({ record, price, attempts }: Waiting, reported: Outcome): DecisionRecord {
  const outcome = withCounts(reported, attempts.at(-1));
  const answered = modelOfCluster(outcome.cluster ?? '') ?? record.decision.model;
  const delivered = costOf(price(answered), outcome);
  if (attempts.length === 0)
    return { ...record, outcome, ...(delivered !== undefined && { costUsd: delivered }) };
  const wasted = attempts.filter(({ escalated }) => escalated);
  const wastedUsd = wasted.reduce((sum, attempt) => sum + (costOf(price(attempt.model), attempt) ?? 0), 0);
  return {
    ...record,
    outcome,
    attempts,
    ...(delivered !== undefined && { costUsd: delivered + wastedUsd }),
    ...(wasted.length > 0 && { wastedUsd }),
  };
}

/** Where Envoy saw no counts, the gate may have: a stream that is made of a whole answer tells them only who asks. */
function withCounts(outcome: Outcome, last: TierAttempt | undefined): Outcome {
  const { inputTokens, outputTokens, cluster = '' } = outcome;
  const isDelivered = last?.escalated === false && last.model === modelOfCluster(cluster);
  if (inputTokens !== undefined || outputTokens !== undefined || !isDelivered) return outcome;
  if (last.isCounted !== true) return outcome;
  return { ...outcome, inputTokens: last.inputTokens, outputTokens: last.outputTokens };
}
