import { FATES, type Fate, type Sent } from './checked-request.js';

/** Part of a load, by the planned times of its requests, in milliseconds since its start: from `from`, before `to`. */
export interface Span {
  readonly from?: number;
  readonly to?: number;
}

export function within(sent: readonly Sent[], { from = 0, to = Infinity }: Span): readonly Sent[] {
  return sent.filter(({ at }) => at >= from && at < to);
}

/** How many requests of a span had each fate. */
export function count(sent: readonly Sent[], span: Span = {}): Record<Fate, number> {
  const counts = Object.fromEntries(FATES.map((fate) => [fate, 0])) as Record<Fate, number>;
  for (const { fate } of within(sent, span)) counts[fate]++;
  return counts;
}

/** The latency that a share `q` (0 to 1) of a span's requests does not exceed, by nearest rank, in milliseconds; those that we cancelled left out. NaN for none. */
export function latencyQuantile(sent: readonly Sent[], q: number, span: Span = {}): number {
  const sorted = within(sent, span)
    .filter(({ fate }) => fate !== 'cancelled')
    .map(({ latencyMs }) => latencyMs)
    .sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}
