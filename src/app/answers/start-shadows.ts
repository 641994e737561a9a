import type { AnswerObserver } from '../../extproc/answer-observer.js';
import type { AnswerComparison } from '../../record/comparison.js';
import { compareAnswers, type Comparers } from '../../router/shadow/compare-answers.js';
import type { OpenShadow } from '../../router/shadow/open-shadow.js';
import { OpenShadows, type Pair } from '../../router/shadow/open-shadows.js';
import { emitShadowSpan, type ShadowedDecision } from '../../telemetry/traces/shadow-span.js';
import type { Tracing } from '../../telemetry/traces/tracing.js';

export interface ShadowParts extends Comparers {
  readonly tracing: Tracing;
  /** Whether there is no time to compare answers; whose copies were sent already are given up. */
  readonly isSpared: () => boolean;
  /** Takes each comparison; never waited for. */
  readonly keep: (comparison: AnswerComparison) => void;
  readonly onError: (error: unknown) => void;
}

/** Compares the answers of shadowed requests with those to their copies. */
export interface Shadows {
  readonly observer: AnswerObserver;
  /** A request was sent on its way, and a copy of it. */
  readonly open: (requestId: string, decision: ShadowedDecision, open: OpenShadow) => void;
  /** Whether one more answer may wait for its pair; without room no copy is sent. */
  readonly hasRoom: boolean;
  /** For the admin endpoint `/counters`. */
  readonly counts: ShadowCounts;
}

export interface ShadowCounts {
  /** Copies sent, and copies not sent because too many answers were waited for. */
  readonly sent: number;
  readonly unsent: number;
  /** Pairs of answers compared, and those of which one was an error, too large, cut off or unreadable. */
  readonly compared: number;
  readonly incomparable: number;
  readonly waiting: number;
}

export function startShadows(parts: ShadowParts): Shadows {
  const waiting = new OpenShadows();
  const counts = { sent: 0, unsent: 0, compared: 0, incomparable: 0 };
  const compare = async ({ decision, open, delivered, shadow }: Pair): Promise<void> => {
    const compared = await compareAnswers(open, delivered, shadow, parts);
    const models = { model: delivered.model, reference: shadow.model };
    emitShadowSpan(parts.tracing.tracer, decision, { ...models, scores: compared });
    if (compared === undefined) {
      counts.incomparable += 1;
      return;
    }
    counts.compared += 1;
    parts.keep({ ...compared, decision: decision.id, kind: 'shadow', at: Date.now(), preferred: null });
  };
  return {
    observer: {
      wants: (requestId) => {
        if (!waiting.has(requestId)) return false;
        if (!parts.isSpared()) return true;
        waiting.forget(requestId);
        counts.incomparable += 1;
        return false;
      },
      observed: ({ kind, requestId, ...answer }) => {
        const pair = waiting.add(requestId, kind, answer);
        if (pair !== undefined) compare(pair).catch(parts.onError);
      },
      missed: (requestId) => {
        if (waiting.forget(requestId)) counts.incomparable += 1;
      },
    },
    open: (requestId, decision, open) => {
      counts.sent += 1;
      waiting.open(requestId, decision, open);
    },
    get hasRoom() {
      const { hasRoom } = waiting;
      if (!hasRoom) counts.unsent += 1;
      return hasRoom;
    },
    get counts() {
      return { ...counts, waiting: waiting.size };
    },
  };
}
