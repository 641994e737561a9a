import type { AnswerComparison } from '../record/comparison.js';
import type { Column } from './column.js';

export const COMPARISON_COLUMNS: readonly Column<AnswerComparison>[] = [
  { name: 'decision', type: 'text', of: ({ decision }) => decision },
  { name: 'kind', type: 'text', of: ({ kind }) => kind },
  { name: 'at', type: 'bigint', of: ({ at }) => Math.floor(at) },
  { name: 'model', type: 'text', of: ({ model }) => model },
  { name: 'reference', type: 'text', of: ({ reference }) => reference },
  { name: 'score', type: 'double precision', of: ({ score }) => score },
  { name: 'reference_score', type: 'double precision', of: ({ referenceScore }) => referenceScore },
  { name: 'agreement', type: 'double precision', of: ({ agreement }) => agreement },
  { name: 'preferred', type: 'text', of: ({ preferred }) => preferred },
  { name: 'cost_usd', type: 'double precision', of: ({ costUsd }) => costUsd },
];

/** What was kept. @param row values in the order of {@link COMPARISON_COLUMNS} */
export function comparisonOf(row: readonly unknown[]): AnswerComparison {
  const [decision, kind, at, model, reference, score, referenceScore, agreement, preferred, costUsd] = row;
  return {
    decision: decision as string,
    kind: kind as AnswerComparison['kind'],
    at: Number(at),
    model: model as string,
    reference: reference as string,
    score: score as number | null,
    referenceScore: referenceScore as number | null,
    agreement: agreement as number | null,
    preferred: preferred as AnswerComparison['preferred'],
    costUsd: costUsd as number,
  };
}
