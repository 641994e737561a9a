import type { Answer } from '../../gate/answer.js';
import type { GateScorer } from '../../gate/gate-scorer.js';
import { judgeAnswer } from '../../gate/judge-answer.js';
import type { Verdict } from '../../gate/verdict.js';
import { judgingUnder } from '../load/judging-under.js';
import type { Shedding } from '../load/shedding.js';
import type { OpenCascade } from './open-cascade.js';
import type { SecondOpinions } from './second-opinions.js';

/** Judges an answer by everything that its route's gate asks for, cheapest first. Never rejects. */
export type WeighAnswer = (open: OpenCascade, model: string, answer: Answer) => Promise<Verdict>;

export interface WeighOptions {
  /** The trained gate; without it the findings alone make the score. */
  readonly scorer?: GateScorer | undefined;
  readonly opinions: Pick<SecondOpinions, 'verify' | 'compare'>;
  /** What a loaded process leaves out of this judgement. */
  readonly shedding: () => Shedding;
}

/** Under load second opinions are not asked for, and at last contracts and checks alone decide; an answer is always judged. */
export function createWeigher({ scorer, opinions, shedding }: WeighOptions): WeighAnswer {
  return async (open, model, answer) => {
    const { bar, verifier, consistency } = open.cascade.gate;
    const load = shedding();
    const judging = judgingUnder(load, { bar, width: verifier?.width, scorer });
    const { verdict, isGrey } = judgeAnswer(open.ask, answer, judging);
    const isWanted = (verifier !== undefined && isGrey) || (consistency !== undefined && verdict.pass);
    if (!isWanted || load.sheds('second_opinion')) return verdict;
    const verified = isGrey && verifier ? await opinions.verify(open, verifier, answer, verdict) : verdict;
    if (consistency === undefined || !verified.pass) return verified;
    return opinions.compare(open, model, consistency, answer, verified);
  };
}
