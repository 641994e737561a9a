/** What stands for a value that is not known. */
export const UNKNOWN = '–';

const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', { month: 'short', day: 'numeric' });
const DATE = new Intl.DateTimeFormat('en-GB', {
  ...({ year: 'numeric', month: 'short', day: 'numeric' } as const),
  ...({ hour: '2-digit', minute: '2-digit', second: '2-digit' } as const),
});

export function formatCount(value: number | null): string {
  return value === null ? UNKNOWN : COUNT.format(value);
}

/** US dollars: whole ones from a hundred on, cents from one on, else two digits that say something, such as `$0.00012`. */
export function formatUsd(value: number | null): string {
  if (value === null) return UNKNOWN;
  const sign = value < 0 ? '−' : '';
  const size = Math.abs(value);
  if (size === 0) return '$0';
  if (size >= 100) return `${sign}$${COUNT.format(size)}`;
  if (size >= 1) return `${sign}$${size.toFixed(2)}`;
  if (size < 1e-9) return `${sign}<$0.000000001`;
  const rounded = Number(size.toPrecision(2));
  return `${sign}$${rounded.toFixed(1 - Math.floor(Math.log10(rounded)))}`;
}

/** Likewise, with a plus for more. */
export function formatUsdDifference(value: number): string {
  if (value === 0) return 'same';
  return value > 0 ? `+${formatUsd(value)}` : formatUsd(value);
}

/** @param value microseconds */
export function formatMicros(value: number | null): string {
  if (value === null) return UNKNOWN;
  return value < 999.5 ? `${Math.round(value)} µs` : formatMillis(value / 1000);
}

/** @param value milliseconds */
export function formatMillis(value: number | null): string {
  if (value === null) return UNKNOWN;
  if (value < 9.95) return `${value.toFixed(1)} ms`;
  if (value < 999.5) return `${Math.round(value)} ms`;
  if (value < 99_950) return `${(value / 1000).toFixed(1)} s`;
  return `${Math.round(value / 60_000)} min`;
}

/** @param value in [0, 1] */
export function formatShare(value: number | null): string {
  if (value === null) return UNKNOWN;
  const percent = value * 100;
  return `${percent > 0 && percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** @param value in [0, 1] */
export function formatProbability(value: number | null): string {
  return value === null ? UNKNOWN : value.toFixed(2);
}

/** The reader's time of day, with seconds. */
function formatTime(at: number): string {
  return TIME.format(at);
}

export function formatDateTime(at: number): string {
  return DATE.format(at);
}

/** Such as `3 min ago`; `just now` within two seconds, and for clocks that differ. */
export function formatAgo(at: number, now: number): string {
  const seconds = Math.round((now - at) / 1000);
  if (seconds < 2) return 'just now';
  if (seconds < 100) return `${seconds} s ago`;
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h ago`;
  return `${COUNT.format(Math.round(seconds / 86_400))} d ago`;
}

/** A code such as `low_margin`, as words. */
export function formatCode(code: string): string {
  return code.replaceAll('_', ' ');
}

/** {@link formatTime}, with the day in front where it is another than `now`'s. */
export function formatWhen(at: number, now: number): string {
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  return isToday ? formatTime(at) : `${DAY.format(at)} ${formatTime(at)}`;
}
