import type { Share } from '../../lab/evaluate/share.js';
import type { Interval } from '../../lab/metrics/bootstrap.js';
import type { Estimate } from '../../lab/metrics/moments.js';

/** What stands for a figure that is not known. */
export const UNKNOWN = '-';

/** US dollars with three digits or more that count. */
export function usd(amount: number): string {
  const size = Math.abs(amount);
  const digits = size >= 10 || size === 0 ? 2 : size >= 0.1 ? 3 : 5;
  return amount.toFixed(digits);
}

/** Dollars a request as dollars a thousand requests. */
export function perThousand(amount: number): string {
  return usd(amount * 1_000);
}

/** A share in per cent with one digit behind the point. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? UNKNOWN : (100 * share).toFixed(1);
}

/** @param show makes a number of the unit that the column has */
export function valueOf(estimate: Estimate | undefined, show: (value: number) => string): string {
  return estimate === undefined ? UNKNOWN : show(estimate.value);
}

/** `1.2 to 3.4` */
export function rangeOf(interval: Interval | null | undefined, show: (value: number) => string): string {
  return interval === null || interval === undefined
    ? UNKNOWN
    : `${show(interval.low)} to ${show(interval.high)}`;
}

/** `56 of 60`. */
export function countsOf(share: Share | null): string {
  return share === null ? UNKNOWN : `${share.count} of ${share.of}`;
}
