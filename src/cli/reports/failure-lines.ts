import type { Failure } from '../../lab/predict/prediction.js';

/** Failed rows that are printed; the JSON has more. */
const MOST_SHOWN = 5;

/** Why rows could not be judged, one a line. */
export function failureLines(failures: readonly Failure[]): string[] {
  return failures.slice(0, MOST_SHOWN).map(({ id, error }) => `row ${id}: ${error}`);
}
