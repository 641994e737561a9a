import type { Answer } from '../../gate/answer.js';
import type { GateScorer } from '../../gate/gate-scorer.js';
import { judgeAnswer } from '../../gate/judge-answer.js';
import type { Verdict } from '../../gate/verdict.js';
import type { OpenCascade } from './open-cascade.js';
import type { SecondOpinions } from './second-opinions.js';

/** Judges an answer by everything that its route's gate asks for, cheapest first. Never rejects. */
export type WeighAnswer = (open: OpenCascade, model: string, answer: Answer) => Promise<Verdict>;

export interface WeighOptions {
  /** The trained gate; without it the findings alone make the score. */
  readonly scorer?: GateScorer | undefined;
  readonly opinions: SecondOpinions;
}

export function createWeigher({ scorer, opinions }: WeighOptions): WeighAnswer {
  return async (open, model, answer) => {
    const { bar, verifier, consistency } = open.cascade.gate;
    const { verdict, isGrey } = judgeAnswer(open.ask, answer, { bar, width: verifier?.width, scorer });
    const verified = isGrey && verifier ? await opinions.verify(open, verifier, answer, verdict) : verdict;
    if (consistency === undefined || !verified.pass) return verified;
    return opinions.compare(open, model, consistency, answer, verified);
  };
}
