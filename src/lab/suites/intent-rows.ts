import { dataFile } from '../data-folder.js';
import { groupBy } from '../group-by.js';
import { draw } from '../draw.js';
import { readRows, textField } from '../read-jsonl.js';
import { OUT_OF_SCOPE } from '../route-of-label.js';
import type { Example } from './baselines.js';

/** Rows of `intents/DATASET.SPLIT.jsonl.gz`, those out of scope included. */
export async function readIntents(dataset: string, split: 'train' | 'val' | 'dev'): Promise<Example[]> {
  const rows = await readRows(dataFile(`intents/${dataset}.${split}.jsonl.gz`));
  return rows.map((row) => ({ text: textField(row, 'text'), label: textField(row, 'label') }));
}

/** Only rows that belong to a route. */
export function inScope(rows: readonly Example[]): Example[] {
  return rows.filter(({ label }) => label !== OUT_OF_SCOPE);
}

/** At most `count` rows of each label. */
export function drawEach(rows: readonly Example[], count: number, seed: number): Example[] {
  return [...groupBy(rows, ({ label }) => label).values()].flatMap((group) => draw(group, count, seed));
}
