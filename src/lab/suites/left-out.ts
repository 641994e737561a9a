import { randomNumbers } from '../../heads/random.js';
import { OWN_SOURCES } from '../builtin/own-rows.js';
import type { Recipe, TrainingRow } from '../builtin/training-row.js';
import type { Judged } from '../builtin/train-signal.js';
import { type Example, fitNgramClassifier, topOf } from './baselines.js';

/** Whether a row was written for Dragoman, and is no data of others. */
export function isOwn({ source }: TrainingRow): boolean {
  return OWN_SOURCES.includes(source);
}

/** The label that the head gives. */
export function labelOf({ probabilities }: Judged, labels: readonly string[]): string {
  return labels[probabilities.indexOf(Math.max(...probabilities))] ?? '';
}

/** What the plain text classifier says of each row when its source is left out, by the folds of the recipe. */
export async function judgePlainly({
  rows,
  folds,
}: Pick<Recipe, 'rows' | 'folds'>): Promise<Map<string, ReadonlyMap<string, number>>> {
  const said = new Map<string, ReadonlyMap<string, number>>();
  const grouped = new Set(folds.flat());
  const others = [...new Set(rows.map(({ source }) => source))].filter((source) => !grouped.has(source));
  for (const fold of [...folds, others]) {
    const train = rows.filter(({ fit, source }) => fit && !fold.includes(source));
    const classify = await fitNgramClassifier(shuffled(train));
    for (const { text, source } of rows) if (fold.includes(source)) said.set(text, classify(text));
  }
  return said;
}

/** The label that the plain classifier gives to the text; empty for an unknown one. */
export function plainLabel(said: ReadonlyMap<string, ReadonlyMap<string, number>>, text: string): string {
  return topOf(said.get(text) ?? new Map<string, number>());
}

/** Rows come source by source, which would let the last one win. */
function shuffled(rows: readonly Example[]): Example[] {
  const random = randomNumbers(1);
  return rows
    .map((row) => ({ row, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
}
