import type { Evaluation, Mistake } from '../../lab/evaluate/evaluation.js';
import type { RegistryDiff } from '../../lab/evaluate/registry-diff.js';

/** An evaluation in which no prompt can be read. */
export function withoutTexts(evaluation: Evaluation): Evaluation {
  const blind = (mistake: Mistake): Mistake => ({ ...mistake, texts: [] });
  return {
    ...evaluation,
    failures: [],
    mistakes: evaluation.mistakes.map(blind),
    misses: evaluation.misses.map(blind),
  };
}

/** A diff in which no prompt can be read. */
export function diffWithoutTexts(diff: RegistryDiff): RegistryDiff {
  const { labelled } = diff;
  return {
    ...diff,
    failures: [],
    changes: diff.changes.map((change) => ({ ...change, text: '' })),
    labelled: labelled && { ...labelled, taken: labelled.taken.map((taken) => ({ ...taken, texts: [] })) },
  };
}
