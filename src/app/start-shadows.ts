import type { AnswerObserver } from '../extproc/answer-observer.js';
import type { AnswerComparison } from '../record/comparison.js';
import { compareAnswers, type Comparers } from '../router/shadow/compare-answers.js';
import type { OpenShadow } from '../router/shadow/open-shadow.js';
import { OpenShadows, type Pair } from '../router/shadow/open-shadows.js';

export interface ShadowParts extends Comparers {
  /** Takes each comparison; never waited for. */
  readonly keep: (comparison: AnswerComparison) => void;
  readonly onError: (error: unknown) => void;
}

/** Compares the answers of shadowed requests with those to their copies. */
export interface Shadows {
  readonly observer: AnswerObserver;
  /** A request was sent on its way, and a copy of it. */
  readonly open: (requestId: string, decision: string, open: OpenShadow) => void;
  /** For the admin endpoint `/counters`: copies sent, pairs compared, and pairs of which one could not be read. */
  readonly counts: { readonly sent: number; readonly compared: number; readonly incomparable: number };
}

export function startShadows(parts: ShadowParts): Shadows {
  const waiting = new OpenShadows();
  const counts = { sent: 0, compared: 0, incomparable: 0 };
  const compare = async ({ decision, open, delivered, shadow }: Pair): Promise<void> => {
    const compared = await compareAnswers(open, delivered, shadow, parts);
    if (compared === undefined) {
      counts.incomparable += 1;
      return;
    }
    counts.compared += 1;
    parts.keep({ ...compared, decision, kind: 'shadow', at: Date.now(), preferred: null });
  };
  return {
    observer: {
      wants: (requestId) => waiting.has(requestId),
      observed: ({ kind, requestId, ...answer }) => {
        const pair = waiting.add(requestId, kind, answer);
        if (pair !== undefined) compare(pair).catch(parts.onError);
      },
    },
    open: (requestId, decision, open) => {
      counts.sent += 1;
      waiting.open(requestId, decision, open);
    },
    counts,
  };
}
