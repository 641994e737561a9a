/** Rows of the global share that each domain's share is mixed with. */
const SHRINKAGE = 20;

/**
 * Share of good answers in each domain, shrunken towards the share in all; one number where there are no domains.
 *
 * @param qualities of each row; NaN where the model was not asked
 * @param domains position of each row's domain; -1 for none
 * @param keep rows to look at
 */
export function domainPriors(
  qualities: ArrayLike<number>,
  domains: readonly number[],
  domainCount: number,
  keep: (at: number) => boolean,
): Float32Array {
  const sums = new Float64Array(Math.max(domainCount, 1));
  const counts = new Float64Array(sums.length);
  let [total, count] = [0, 0];
  for (const [at, domain] of domains.entries()) {
    const quality = qualities[at] ?? Number.NaN;
    if (Number.isNaN(quality) || !keep(at)) continue;
    total += quality;
    count += 1;
    const to = domainCount === 0 ? 0 : domain;
    if (to < 0) continue;
    sums[to] = (sums[to] ?? 0) + quality;
    counts[to] = (counts[to] ?? 0) + 1;
  }
  const share = count === 0 ? 0.5 : total / count;
  return Float32Array.from(sums, (sum, at) => (sum + SHRINKAGE * share) / ((counts[at] ?? 0) + SHRINKAGE));
}
