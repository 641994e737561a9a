import type { Problem } from '../errors.js';
import type { Answer } from './answer.js';
import type { Ask } from './ask.js';
import { runChecks } from './checks.js';
import { brokenContracts } from './contracts.js';
import type { Finding } from './finding.js';
import type { GateReason } from './gate-reason.js';
import { scoreFindings, type GateScorer } from './gate-scorer.js';
import { isUnjudged } from './reading/read-answer.js';
import type { GateStage, Verdict } from './verdict.js';

export interface Judging {
  /** Lowest score that passes, in [0, 1]. */
  readonly bar: number;
  /** Half the width of the grey zone around the bar; default 0: nothing is grey. */
  readonly width?: number | undefined;
  /** The trained gate; default: the findings alone make the score. */
  readonly scorer?: GateScorer | undefined;
}

export interface AnswerJudgement {
  readonly verdict: Verdict;
  /** Whether the score is so near to the bar that a verifier, or samples, should be asked. */
  readonly isGrey: boolean;
  readonly findings: readonly Finding[];
}

/** Strength from which a check rejects alone: of a hundred such answers, five at most were good. */
export const REJECTING_STRENGTH = 0.95;

/**
 * Judges an answer: contracts first, then checks that are sure enough to reject alone, then the score against the bar.
 * An answer with tool calls or media is judged by contracts only. Never throws, unless the scorer does.
 */
export function judgeAnswer(ask: Ask, answer: Answer, judging: Judging): AnswerJudgement {
  const startedAt = performance.now();
  const broken = brokenContracts(ask, answer);
  if (broken.length > 0) return settled(startedAt, 'contract', false, 0, broken);
  if (answer.toolCalls.length > 0 || answer.hasMedia) return settled(startedAt, 'contract', true, 1, []);
  const findings = runChecks(ask, answer);
  const strongest = findings[0]?.strength ?? 0;
  if (strongest >= REJECTING_STRENGTH) {
    return settled(startedAt, 'heuristic', false, 1 - strongest, findings);
  }
  const score = clamp((judging.scorer ?? scoreFindings)(ask, answer, findings));
  const stage = judging.scorer === undefined ? 'heuristic' : 'head';
  const judgement = settled(startedAt, stage, score >= judging.bar, score, findings);
  return { ...judgement, isGrey: Math.abs(score - judging.bar) < (judging.width ?? 0) };
}

/**
 * The verdict on what {@link readAnswer} could not read: a body over our own limits passes unjudged, all else is no
 * answer and fails.
 */
export function judgeUnreadable(problem: Problem): Verdict {
  const isPassed = isUnjudged(problem);
  return {
    pass: isPassed,
    score: isPassed ? 1 : 0,
    reasons: isPassed ? [] : ['unreadable'],
    stage: isPassed ? 'none' : 'contract',
    microseconds: 0,
    tokens: 0,
  };
}

function settled(
  startedAt: number,
  stage: GateStage,
  pass: boolean,
  score: number,
  findings: readonly Finding[],
): AnswerJudgement {
  const found = findings.map(({ reason }) => reason);
  const isByScore = !pass && (findings[0]?.strength ?? 0) < REJECTING_STRENGTH;
  const reasons: readonly GateReason[] = isByScore ? [...found, 'low_score'] : found;
  const microseconds = Math.round((performance.now() - startedAt) * 1_000);
  return { verdict: { pass, score, reasons, stage, microseconds, tokens: 0 }, isGrey: false, findings };
}

function clamp(score: number): number {
  return Math.min(1, Math.max(0, score));
}
