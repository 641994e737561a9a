import { groupBy } from '../group-by.js';
import { quantile } from '../metrics/bootstrap.js';
import type { Answer } from './answer.js';
import type { Counted, EvaluatedRow, LayerUse } from './evaluation.js';

/** In the order in which requests meet them. */
const LAYERS = ['pin', 'features', 'builtin', 'rules', 'fast', 'similarity', 'llm', 'outcomes', 'default'];

/** What each layer took, and how many prompts it decided; layers that neither ran nor decided are left out. */
export function layerUses(rows: readonly Pick<EvaluatedRow, 'answer' | 'isTimed'>[]): LayerUse[] {
  return LAYERS.flatMap((layer) => {
    const ran = rows.filter(({ answer }) => answer.microseconds[layer] !== undefined);
    const decided = rows.filter(({ answer }) => answer.layer === layer);
    if (ran.length + decided.length === 0) return [];
    const times = ran.flatMap(({ answer, isTimed }) => (isTimed ? (answer.microseconds[layer] ?? []) : []));
    const sorted = Float64Array.from(times).sort();
    return [
      {
        layer,
        ran: ran.length / rows.length,
        decided: decided.length / rows.length,
        p50: sorted.length === 0 ? null : quantile(sorted, 0.5),
        p99: sorted.length === 0 ? null : quantile(sorted, 0.99),
      },
    ];
  });
}

/** How often each value of a field occurs, most frequent first. */
export function countBy<K extends 'reason' | 'model'>(
  answers: readonly Answer[],
  key: K,
): Counted<K, Answer[K]>[] {
  return [...groupBy(answers, (answer) => answer[key])]
    .map(([value, { length }]) => ({ value, count: length, share: length / answers.length }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .map(({ value, ...counts }) => ({ [key]: value, ...counts }) as Counted<K, Answer[K]>);
}
