import type { GateRow } from './gate-row.js';

/**
 * One weight a row, 1 on average: good and bad answers of a source weigh by the square root of their number, half way
 * between how often they occur and all alike. So what a source's share of bad answers happened to be counts less.
 */
export function gateWeights(rows: readonly GateRow[]): Float32Array {
  const counts = new Map<string, number>();
  const keyOf = ({ source, isGood }: GateRow): string => `${source} ${isGood}`;
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1);
  const raw = rows.map((row) => 1 / Math.sqrt(counts.get(keyOf(row)) ?? 1));
  const mean = raw.reduce((sum, weight) => sum + weight, 0) / rows.length;
  return Float32Array.from(raw, (weight) => weight / mean);
}
