import { featureVector } from '../../signals/feature-vector.js';
import { focusOf } from '../../signals/focus/focus.js';
import type { OutcomeSample } from './outcome-sample.js';
import type { OutcomeRow } from './read-outcomes.js';

/**
 * Turns rows into what the heads look at, as serving sees a request.
 *
 * @param embedAll one vector a text; `undefined` for no encoder: the features alone are then fitted
 */
export async function toSamples(
  rows: readonly OutcomeRow[],
  embedAll: ((texts: readonly string[]) => Promise<readonly Float32Array[]>) | undefined,
): Promise<OutcomeSample[]> {
  const focused = rows.map((row) => ({ ...row, focus: focusOf(row.view) }));
  const vectors = await embedAll?.(focused.map(({ focus }) => focus.text));
  return focused.map(({ view, focus, domain, models }, at) => ({
    ...{ text: focus.text, domain, models },
    evidence: { vector: vectors?.[at], features: featureVector(view, focus) },
  }));
}
