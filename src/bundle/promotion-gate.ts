import { type Bundle, PART_NAMES } from './bundle.js';

/** What a candidate did beside the bundle in service. */
export interface CandidateRecord {
  /** Requests that both judged, those on which they agreed, and those on which the candidate failed. */
  readonly scored: number;
  readonly agreed: number;
  readonly failed: number;
}

/** When a candidate may go into service by itself. */
export interface PromotionTerms {
  /** Requests that it must have judged. */
  readonly requests: number;
  /** Share of agreement, in [0, 1], from which a candidate that is not known to be better may take over. */
  readonly agreement: number;
}

export const USUAL_TERMS: PromotionTerms = { requests: 500, agreement: 0.99 };

export interface GateDecision {
  readonly passes: boolean;
  /** One line. */
  readonly reason: string;
}

/**
 * Whether a candidate may be promoted: it judged enough requests without failing on any, and either one of its parts is
 * surely better on prompts held out (the 95 % interval lies above 0), or it decides nearly as what is in service.
 */
export function promotionGate(
  bundle: Bundle,
  { scored, agreed, failed }: CandidateRecord,
  { requests, agreement }: PromotionTerms = USUAL_TERMS,
): GateDecision {
  const agreeing = scored === 0 ? 0 : agreed / scored;
  const judged = `${scored} requests judged, ${(100 * agreeing).toFixed(1)} % alike`;
  if (failed > 0) return { passes: false, reason: `it failed on ${failed} requests` };
  if (scored < requests) return { passes: false, reason: `${judged}, must be ${requests} or more` };
  const better = PART_NAMES.filter((part) => (bundle[part]?.heldOut.low ?? 0) > 0);
  if (better.length > 0)
    return { passes: true, reason: `${judged}; better on prompts held out: ${better.join(', ')}` };
  if (agreeing >= agreement) return { passes: true, reason: judged };
  return {
    passes: false,
    reason: `${judged}, must be ${100 * agreement} %, as it is not known to be better`,
  };
}
