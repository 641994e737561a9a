import type { Answer } from './answer.js';
import type { Ask } from './ask.js';
import type { Finding } from './finding.js';

/** A trained gate: the calibrated probability in [0, 1] that an answer is good, given what the checks found. */
export type GateScorer = (ask: Ask, answer: Answer, findings: readonly Finding[]) => number;

/** Share of answers that are good, before anything is known of them. Stated, not fitted: it depends on the tier. */
const PRIOR = 0.8;

/**
 * The score without a trained gate: Bayes' rule on the stated prior, with the strongest finding only, as findings on one
 * answer are seldom independent. {@link PRIOR} where nothing was found.
 */
export const scoreFindings: GateScorer = (_ask, _answer, findings) => {
  const strongest = findings.reduce((most, { strength }) => Math.max(most, strength), 0);
  if (strongest === 0) return PRIOR;
  // Strengths were measured where half of the answers were good, so they are odds against as they stand.
  const odds = (PRIOR / (1 - PRIOR)) * ((1 - strongest) / strongest);
  return odds / (1 + odds);
};
