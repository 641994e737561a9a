import type { Interval } from './bootstrap.js';
import { studentQuantile } from './student-t.js';

/** What is left of numbers once they are summed. */
export interface Moments {
  readonly count: number;
  readonly sum: number;
  /** Sum of the squares. */
  readonly squares: number;
}

/** A mean, or a difference of two, with its 95 % interval. */
export interface Estimate extends Interval {
  readonly value: number;
}

const UPPER = 0.975;

/** NaN for none. */
export function meanOf({ count, sum }: Moments): number {
  return sum / count;
}

/** Unbiased; 0 for fewer than two. Rounding never makes it negative. */
export function varianceOf({ count, sum, squares }: Moments): number {
  return count < 2 ? 0 : Math.max(0, squares - (sum * sum) / count) / (count - 1);
}

/** Moments of numbers that are all 0 or 1. */
export function momentsOfCount(ones: number, count: number): Moments {
  return { count, sum: ones, squares: ones };
}

/** The mean with Student's interval; `undefined` for fewer than two numbers, for which no interval is known. */
export function estimateMean(moments: Moments): Estimate | undefined {
  const { count } = moments;
  if (count < 2) return undefined;
  const value = meanOf(moments);
  const half = studentQuantile(UPPER, count - 1) * Math.sqrt(varianceOf(moments) / count);
  return { value, low: value - half, high: value + half };
}

/** Mean of `one` less mean of `other` with Welch's interval (1947); `undefined` for fewer than two numbers on a side. */
export function estimateDifference(one: Moments, other: Moments): Estimate | undefined {
  if (one.count < 2 || other.count < 2) return undefined;
  const value = meanOf(one) - meanOf(other);
  const [a, b] = [varianceOf(one) / one.count, varianceOf(other) / other.count];
  if (a + b === 0) return { value, low: value, high: value };
  const degrees = (a + b) ** 2 / (a ** 2 / (one.count - 1) + b ** 2 / (other.count - 1));
  const half = studentQuantile(UPPER, degrees) * Math.sqrt(a + b);
  return { value, low: value - half, high: value + half };
}
