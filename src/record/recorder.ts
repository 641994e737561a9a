import { strongestModel } from '../decision/strongest-model.js';
import { modelOfCluster } from '../mutation/wire-names.js';
import type { TierAttempt } from '../outcome/attempt.js';
import { costOf, type TokenPrice } from '../outcome/cost.js';
import type { Outcome } from '../outcome/outcome.js';
import type { DecidedPool, DecisionRecord } from './decision-record.js';
import type { StoredChallenge } from './stored-record.js';

/** Joins decisions with their outcomes and hands out each record once. */
export interface Recorder {
  /** Takes a decision. It is handed out when its outcome arrives, or at once while no outcomes are expected. */
  decided(record: DecisionRecord, pool: DecidedPool): void;
  /** Takes what the gate saw of a tier; lost when the decision is not waiting for its outcome. */
  judged(decision: string, attempt: TierAttempt): void;
  /** Takes what a candidate would have decided; lost likewise. */
  challenged(decision: string, challenger: StoredChallenge): void;
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
  readonly onRecord: (record: DecisionRecord, pool: DecidedPool) => void;
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
  readonly pool: DecidedPool;
  readonly attempts: TierAttempt[];
}

export function createRecorder(options: RecorderOptions): Recorder {
  const { onRecord, capacity = 20_000, patienceMs = 900_000, now = Date.now } = options;
  // Insertion order is age: the oldest entry is always the first.
  const waiting = new Map<string, Waiting>();
  // Of a request whose client left early, Envoy reports no decision.
  const byRequest = new Map<string, string>();
  let expected = options.expectOutcomes;

  const take = (id: string | undefined): Waiting | undefined => {
    const found = id === undefined ? undefined : waiting.get(id);
    if (found === undefined) return undefined;
    waiting.delete(found.record.id);
    byRequest.delete(found.record.requestId);
    return found;
  };
  const handOutOldest = (): void => {
    const [first] = waiting.keys();
    const oldest = take(first);
    if (oldest !== undefined) onRecord(oldest.record, oldest.pool);
  };
  const expire = (): void => {
    for (const { record } of waiting.values()) {
      if (now() - record.decidedAt < patienceMs) return;
      handOutOldest();
    }
  };

  return {
    decided(record, pool) {
      if (!expected) {
        onRecord(record, pool);
        return;
      }
      expire();
      if (waiting.size >= capacity) handOutOldest();
      waiting.set(record.id, { record, pool, attempts: [] });
      byRequest.set(record.requestId, record.id);
    },
    judged(decision, attempt) {
      waiting.get(decision)?.attempts.push(attempt);
    },
    challenged(decision, challenger) {
      const found = waiting.get(decision);
      if (found !== undefined) waiting.set(decision, { ...found, record: { ...found.record, challenger } });
    },
    finished(outcomes) {
      for (const outcome of outcomes) {
        const found = take(outcome.decisionId ?? byRequest.get(outcome.requestId));
        if (found !== undefined) onRecord(join(found, outcome), found.pool);
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

const FREE: TokenPrice = { input: 0, output: 0 };

/** The model that answered is the one of the cluster Envoy used last: after a fallback not the one decided. */
function join({ record, pool, attempts }: Waiting, reported: Outcome): DecisionRecord {
  const priceOf = (model: string): TokenPrice => pool.models.get(model)?.price ?? FREE;
  const outcome = withCounts(reported, attempts.at(-1));
  const answered = modelOfCluster(outcome.cluster ?? '') ?? record.decision.model;
  const delivered = costOf(priceOf(answered), outcome);
  const defaultUsd = costOf(pool.defaultModel.price, outcome);
  const strongestUsd = costOf(strongestModel(pool).price, outcome);
  const wasted = attempts.filter(({ escalated }) => escalated);
  const wastedUsd = wasted.reduce((sum, attempt) => sum + (costOf(priceOf(attempt.model), attempt) ?? 0), 0);
  return {
    ...record,
    outcome,
    ...(attempts.length > 0 && { attempts }),
    ...(delivered !== undefined && { costUsd: delivered + wastedUsd }),
    ...(wasted.length > 0 && { wastedUsd }),
    ...(defaultUsd !== undefined && { defaultUsd }),
    ...(strongestUsd !== undefined && { strongestUsd }),
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
