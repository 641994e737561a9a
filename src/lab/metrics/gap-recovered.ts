/** One prompt that a weak and a strong model answered. */
export interface Duel {
  /** The larger, the rather the strong model is called. */
  readonly score: number;
  /** Quality of the two answers, in [0, 1]. */
  readonly weak: number;
  readonly strong: number;
}

/**
 * Share of the performance gap that is recovered when the first k prompts by score go to the strong model, for k from 0
 * to all (PGR of Ong et al. 2024, RouteLLM). Prompts of equal score share what they gain.
 */
export function recoveredCurve(duels: readonly Duel[]): Float64Array {
  const sorted = [...duels].sort((a, b) => b.score - a.score);
  const gap = duels.reduce((sum, { weak, strong }) => sum + strong - weak, 0);
  const curve = new Float64Array(sorted.length + 1);
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to += 1;
    const gain = sorted.slice(from, to).reduce((sum, { weak, strong }) => sum + strong - weak, 0);
    for (let at = from; at < to; at += 1) curve[at + 1] = (curve[at] ?? 0) + gain / (to - from) / gap;
    from = to;
  }
  return curve;
}

/** Mean of the curve over all shares of strong calls (APGR): chance is .5, the better the nearer to 1. */
export function averageRecovered(duels: readonly Duel[]): number {
  const curve = recoveredCurve(duels);
  let area = 0;
  for (let at = 1; at < curve.length; at += 1) area += ((curve[at - 1] ?? 0) + (curve[at] ?? 0)) / 2;
  return area / (curve.length - 1);
}

/** Smallest share of strong calls, in [0, 1], that recovers `share` of the gap (CPT of RouteLLM). */
export function callsToRecover(duels: readonly Duel[], share: number): number {
  const curve = recoveredCurve(duels);
  const at = curve.findIndex((recovered) => recovered >= share);
  return at < 0 ? 1 : at / (curve.length - 1);
}
