import { groupBy } from './group-by.js';

/** What the store says beside its records, by the decision that it is about. */
export async function byDecision<Row extends { readonly decision: string }>(
  batches: AsyncIterable<readonly Row[]>,
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const rows: Row[] = [];
  for await (const batch of batches) rows.push(...batch);
  return groupBy(rows, ({ decision }) => decision);
}
