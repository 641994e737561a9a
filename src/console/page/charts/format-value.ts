import { formatUsd } from '../format.js';

/**
 * How a number is shown. `share`: a fraction, in percent; `points`: a difference of two shares, in percentage points;
 * `fraction`: in [0, 1], shown as it is; `usd`: US dollars; `count`: a whole number; `plain`: any other.
 */
export type Unit = 'share' | 'points' | 'fraction' | 'usd' | 'count' | 'plain';

interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** With its unit: `76.0 %`, `+2.1 pts`, `$1.44`, `1,089`, `0.650`. */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case 'share':
      return `${minus((value * 100).toFixed(1))} %`;
    case 'points':
      return `${signed(value * 100, 1)} pts`;
    case 'usd':
      return formatUsd(value);
    case 'count':
      return grouped(value.toFixed(0));
    case 'fraction':
    case 'plain':
      return minus(value.toFixed(3));
  }
}

/** The 95 % interval alone: `73.7 to 78.1 %`. */
export function formatBounds({ low, high }: Bounds, unit: Unit): string {
  const [from, to] = [formatValue(low, unit), formatValue(high, unit)];
  const tail = / (%|pts)$/.exec(to)?.[0] ?? '';
  return `${from.slice(0, from.length - tail.length)} to ${to}`;
}

/** With its interval: `76.0 % (73.7 to 78.1 %)`. */
export function formatEstimate(estimate: Bounds & { readonly value: number }, unit: Unit): string {
  return `${formatValue(estimate.value, unit)} (${formatBounds(estimate, unit)})`;
}

/** A label of an axis, with as many digits as ticks `step` apart need, and without a unit that the axis names. */
export function formatTick(value: number, step: number, unit: Unit): string {
  const isPercent = unit === 'share' || unit === 'points';
  const [shown, apart] = isPercent ? [value * 100, step * 100] : [value, step];
  const digits = Math.min(8, Math.max(0, -Math.floor(Math.log10(apart) + 1e-9)));
  return grouped(minus(shown.toFixed(digits)));
}

/** `22 Nov`, of `2026-11-22`. */
export function formatDay(day: string): string {
  const at = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return day;
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''}`;
}

/** `22 Nov, 14:05`, in UTC, of an ISO time. */
export function formatMoment(iso: string): string {
  return `${formatDay(iso)}, ${iso.slice(11, 16)}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function signed(value: number, digits: number): string {
  const shown = value.toFixed(digits);
  return Number(shown) > 0 ? `+${shown}` : minus(shown);
}

/** With a true minus sign, and none before a zero. */
function minus(shown: string): string {
  if (!shown.startsWith('-')) return shown;
  return Number(shown) === 0 ? shown.slice(1) : `−${shown.slice(1)}`;
}

function grouped(shown: string): string {
  return shown.replace(/\d+/, (whole) => whole.replaceAll(/\B(?=(\d{3})+$)/g, ','));
}
