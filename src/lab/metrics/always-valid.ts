/**
 * Tests that may be looked at after every record. A difference of two means, one side of which may stand still, has
 * independent increments in its information 1 / variance (Jennison and Turnbull 1997), so that mixing its likelihood ratio
 * over a normal prior gives a martingale under no difference (Robbins 1970; Johari et al. 2017, mixture SPRT). By Ville's
 * inequality it ever reaches 1 / alpha with probability alpha at most. Means are taken as normal, so a few dozen records
 * must be there first (Waudby-Smith et al. 2024).
 */

/**
 * Logarithm of the evidence against no difference.
 *
 * @param variance of the difference, above 0
 * @param prior variance of the differences that are looked for, above 0 and fixed beforehand
 */
export function logEvidence(difference: number, variance: number, prior: number): number {
  const both = variance + prior;
  return 0.5 * Math.log(variance / both) + (prior * difference * difference) / (2 * variance * both);
}

/** A p-value that holds however often one looks, in [0, 1]: the least seen so far may be quoted. */
export function alwaysValidP(evidence: number): number {
  return Math.min(1, Math.exp(-evidence));
}

/** Half the width of the interval that covers the true difference at all times at once, with probability 1 - `alpha`. */
export function alwaysValidHalf(variance: number, prior: number, alpha: number): number {
  const both = variance + prior;
  return Math.sqrt(((variance * both) / prior) * (Math.log(both / variance) - 2 * Math.log(alpha)));
}

/** The prior for which the test is sharpest where the difference has this variance (Waudby-Smith et al. 2024, B.2). */
export function priorFor(variance: number, alpha: number): number {
  const doubled = -2 * Math.log(alpha);
  return variance * (doubled + Math.log(1 + doubled));
}
