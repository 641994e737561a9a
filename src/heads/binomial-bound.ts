/**
 * Upper confidence bound on a probability (Clopper and Pearson 1934): were it higher, so few successes would come up with
 * a chance of less than 1 - `confidence`.
 *
 * @param successes how often it happened, 0 to `trials`
 * @param confidence one-sided, in (0, 1)
 * @returns 1 without trials
 */
export function upperBound(successes: number, trials: number, confidence: number): number {
  if (successes >= trials) return 1;
  let [low, high] = [successes / trials, 1];
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (chanceOfAtMost(successes, trials, middle) > 1 - confidence) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Binomial distribution function: the chance of `successes` or fewer in `trials`. That of as many or more is the chance of
 * at most `trials - successes` failures, which is exact in a tail where 1 less this one would not be. Terms in logarithms,
 * for they underflow.
 *
 * @param probability of a success, in (0, 1)
 */
export function chanceOfAtMost(successes: number, trials: number, probability: number): number {
  const odds = Math.log(probability) - Math.log1p(-probability);
  let term = trials * Math.log1p(-probability);
  let sum = Math.exp(term);
  for (let count = 1; count <= successes; count += 1) {
    term += odds + Math.log((trials - count + 1) / count);
    sum += Math.exp(term);
  }
  return sum;
}
