/**
 * Split conformal prediction for the bar of a class (Vovk et al. 2005; Angelopoulos and Bates 2021, "A Gentle
 * Introduction to Conformal Prediction", section 1): the highest bar that a new example of the class, drawn like the
 * calibration examples, clears with probability `kept` or more.
 *
 * @param scores scores of calibration examples of the class, out of fold; higher means more typical
 * @param kept share that must clear the bar, in (0, 1)
 * @returns the bar, or `undefined` for too few examples to promise that
 */
export function conformalBar(scores: readonly number[], kept: number): number | undefined {
  const sorted = scores.filter((score) => !Number.isNaN(score)).sort((a, b) => a - b);
  // Tolerance: (n + 1) (1 - .9) must not be a hair below a whole number.
  const below = Math.floor((sorted.length + 1) * (1 - kept) + 1e-9);
  return sorted[below - 1];
}
