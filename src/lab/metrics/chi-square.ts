import { logGamma } from './log-gamma.js';

/** How well counts fit the shares that were meant. */
export interface Fit {
  /** Pearson's statistic. */
  readonly statistic: number;
  readonly degrees: number;
  /** Probability of a statistic as large as this when the shares hold, in [0, 1]. */
  readonly p: number;
}

/**
 * Pearson's chi-square test (1900) of counts against shares.
 *
 * @param shares one a count, each above 0, together 1
 */
export function chiSquareFit(counts: readonly number[], shares: readonly number[]): Fit {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const statistic = counts.reduce((sum, count, at) => {
    const expected = total * (shares[at] ?? 0);
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  const degrees = counts.length - 1;
  return { statistic, degrees, p: upperGamma(degrees / 2, statistic / 2) };
}

/** The regularised upper incomplete gamma function (DLMF 8.2), for `x` of 0 or more. */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * gammaSeries(a, x) : front * gammaFraction(a, x);
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < 10_000 && term > sum * 1e-16; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** The continued fraction, by Lentz's method. */
function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 10_000; n += 1) {
    const term = n * (a - n);
    b += 2;
    d = 1 / (b + term * d);
    c = b + term / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return fraction;
}
