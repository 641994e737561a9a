import { dataFile } from '../data-folder.js';
import { readRows, type JsonObject } from '../read-jsonl.js';

/** Rows of a data set, and how many are kept of each group at most. */
export async function dataRows(name: string): Promise<JsonObject[]> {
  return readRows(dataFile(`${name}.jsonl.gz`));
}

/** At most `limit` rows of each group, spread evenly over it. */
export function spread<T>(rows: readonly T[], limit: number, group: (row: T) => string): T[] {
  const sizes = new Map<string, number>();
  for (const row of rows) sizes.set(group(row), (sizes.get(group(row)) ?? 0) + 1);
  const seen = new Map<string, number>();
  return rows.filter((row) => {
    const key = group(row);
    const at = seen.get(key) ?? 0;
    seen.set(key, at + 1);
    const size = sizes.get(key) ?? 1;
    return size <= limit || Math.floor((at * limit) / size) !== Math.floor(((at + 1) * limit) / size);
  });
}

/** Share of the models that answered right, among those that `among` accepts; `undefined` without any. */
export function shareRight(row: JsonObject, among: (model: string) => boolean): number | undefined {
  const models = Object.entries((row['models'] ?? {}) as Record<string, JsonObject>);
  const marks = models.flatMap(([model, { correct, score }]) => {
    const mark = correct ?? score;
    return among(model) && typeof mark === 'number' ? [mark] : [];
  });
  return marks.length === 0 ? undefined : marks.reduce((sum, mark) => sum + mark, 0) / marks.length;
}
