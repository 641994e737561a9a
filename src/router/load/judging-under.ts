import type { Judging } from '../../gate/judge-answer.js';
import type { Shedding } from './shedding.js';

/**
 * How an answer is judged. Where the trained gate is left out, only contracts and the checks that reject alone decide: a bar
 * is fitted to the gate's scores and says nothing of others.
 */
export function judgingUnder(shedding: Shedding, judging: Judging): Judging {
  return judging.scorer !== undefined && shedding.sheds('gate_head') ? { bar: 0 } : judging;
}
