import type { TrainingRow } from './training-row.js';

/** Rows from which on a source counts in full. */
const FULL_SOURCE = 150;

/**
 * One weight a row, 1 on average: each label has the same share; within a label our own prompts have `ownShare`, and the
 * other sources share the rest alike, small ones less. So no large source can become the label.
 */
export function rowWeights(rows: readonly TrainingRow[], ownShare: number): Float32Array {
  const counts = new Map<string, number>();
  const emphases = new Map<string, number>();
  for (const row of rows) {
    const key = keyOf(row);
    counts.set(key, (counts.get(key) ?? 0) + 1);
    emphases.set(key, (emphases.get(key) ?? 0) + (row.emphasis ?? 1));
  }
  const masses = new Map<string, { own: number; others: number }>();
  for (const [key, count] of counts) {
    const [label = '', source] = key.split('\t');
    const mass = masses.get(label) ?? { own: 0, others: 0 };
    if (source === 'own') mass.own += 1;
    else mass.others += Math.min(1, count / FULL_SOURCE);
    masses.set(label, mass);
  }
  return Float32Array.from(rows, (row) => {
    const key = keyOf(row);
    const { own, others } = masses.get(row.label) ?? { own: 0, others: 0 };
    // A label with little of its own data leans on our prompts.
    const shareOfOwn = others === 0 ? 1 : own === 0 ? 0 : 1 - (1 - ownShare) * Math.min(1, others);
    const count = counts.get(key) ?? 1;
    const share = key.endsWith('\town')
      ? shareOfOwn
      : ((1 - shareOfOwn) * Math.min(1, count / FULL_SOURCE)) / others;
    const part = (row.emphasis ?? 1) / (emphases.get(key) ?? 1);
    return (share * part * rows.length) / masses.size;
  });
}

/** Parts of our own prompts count as one source. */
function keyOf({ label, source }: TrainingRow): string {
  return `${label}\t${source.startsWith('own:') ? 'own' : source}`;
}
