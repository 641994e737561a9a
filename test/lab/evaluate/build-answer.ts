import type { Answer } from '../../../src/lab/evaluate/answer.js';
import type { EvaluatedRow } from '../../../src/lab/evaluate/evaluation.js';

export function buildAnswer(route: string, changes: Partial<Answer> = {}): Answer {
  return {
    id: 1,
    text: `a prompt for ${route}`,
    route,
    best: route === 'none' ? undefined : route,
    confidence: route === 'none' ? undefined : 0.9,
    outOfScope: 0.1,
    model: 'small',
    layer: 'similarity',
    reason: 'similar',
    cost: 0.001,
    defaultCost: 0.002,
    strongestCost: 0.004,
    microseconds: { features: 10, similarity: 2000 },
    ...changes,
  };
}

/** @param truth of several right routes, separated by spaces */
export function buildRow(truth: string, decided: string, changes: Partial<Answer> = {}): EvaluatedRow {
  return {
    answer: buildAnswer(decided, changes),
    label: { routes: truth.split(' '), model: undefined },
    isTimed: true,
  };
}
