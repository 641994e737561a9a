import type { Arm } from '../../decision/arm.js';
import { ExpiringMap } from '../../decision/memory/expiring-map.js';
import type { Embedding } from '../../embed/encoder.js';
import type { ErrorCode } from '../../errors.js';
import type { TierAttempt } from '../../outcome/attempt.js';
import type { Outcome } from '../../outcome/outcome.js';
import type { DecisionRecord } from '../../record/decision-record.js';
import type { Feedback } from '../../record/feedback.js';
import type { AnswerCells } from './answer-cells.js';
import { hundredOf } from './http-status.js';
import type { KnownNames } from './known-names.js';
import type { Instruments } from './metric-instruments.js';
import { observeAnswer } from './observe-answer.js';
import { observeAttempt } from './observe-attempt.js';
import { observeDecision } from './observe-decision.js';

/** What is counted as it happens. Nothing throws, and nothing is waited for. */
export interface Observers {
  readonly decided: (record: DecisionRecord) => void;
  /** A decided request is over, or is no longer waited for. */
  readonly finished: (record: DecisionRecord) => void;
  /** Envoy's default route answered while nobody decided. */
  readonly undecided: (outcome: Outcome) => void;
  /** The gate saw the answer of a tier of this route's cascade. */
  readonly judged: (route: string, attempt: TierAttempt) => void;
  readonly refused: (what: 'request' | 'feedback', code: ErrorCode) => void;
  /** A registry was refused for its problems. */
  readonly registryRefused: () => void;
  /** A conversation with Envoy failed. */
  readonly processingFailed: () => void;
  readonly opined: (opinion: Pick<Feedback, 'decision' | 'source' | 'score'>) => void;
  /** @param seconds wall time, the wait included */
  readonly embedded: (embedding: Embedding, seconds: number) => void;
}

/** What is kept for them between two events. */
export interface ObserverState {
  /** Those in service. */
  readonly names: () => KnownNames;
  readonly cells: AnswerCells;
}

/** Decisions that chance had a part in, whose arm an opinion may be about; as long as feedback on them is expected. */
const ARMS_KEPT = { entries: 5_000, ttlMs: 20 * 60_000 };

export function createObservers(instruments: Instruments, { names, cells }: ObserverState): Observers {
  const arms = new ExpiringMap<Arm>(ARMS_KEPT);
  return {
    decided(record) {
      const { arm } = record.decision;
      if (arm !== 'routed') arms.set(record.id, arm);
      observeDecision(instruments, names(), record);
    },
    finished(record) {
      observeAnswer(instruments, cells, names(), record);
    },
    undecided({ status }) {
      instruments.undecided.inc({ status: hundredOf(status) });
    },
    judged(route, attempt) {
      observeAttempt(instruments, names(), route, attempt);
    },
    refused(what, code) {
      instruments.errors.inc({ refused: what, code });
    },
    registryRefused() {
      instruments.registryRefusedAt.set(Date.now() / 1000);
    },
    processingFailed() {
      instruments.processingFailures.inc();
    },
    opined({ decision, source, score }) {
      const opinion = score === null ? 'neutral' : score >= 0.5 ? 'content' : 'discontent';
      instruments.opinions.inc({ source, opinion, arm: arms.get(decision) ?? 'routed' });
    },
    embedded(embedding, seconds) {
      instruments.encoderTexts.inc({ embedding: embedding.ok ? 'ok' : embedding.failure });
      if (embedding.ok) instruments.encoderDuration.observe(seconds);
    },
  };
}
