import type { DecisionLine } from '../../../../admin/api/decisions.js';

/** What the lines on the page have in common. */
export interface LinesSummary {
  readonly lines: number;
  /** Decisions a minute over the time that the lines span; `null` for fewer than two. */
  readonly perMinute: number | null;
  /** By share, greatest first. */
  readonly reasons: readonly ReasonShare[];
  /** Shares of the lines, in [0, 1]; `null` without lines. */
  readonly escalated: number | null;
  readonly fellBack: number | null;
  /** Of the decision, in microseconds. */
  readonly p50: number | null;
  readonly p99: number | null;
}

export interface ReasonShare {
  readonly reason: string;
  readonly share: number;
}

/** Reasons with which a stand-in answers for a model that nothing could be found for, as the reports count them. */
const FALLBACKS = [
  ...[
    'low_margin',
    'out_of_scope',
    'no_examples',
    'no_text',
    'encoder_absent',
    'encoder_late',
    'encoder_busy',
    'overloaded',
  ],
  ...['examples_loading', 'encoder_down', 'target_ineligible'],
];

export function isFallback(reason: string): boolean {
  return FALLBACKS.includes(reason);
}

type Summarised = Pick<DecisionLine, 'at' | 'reason' | 'escalated' | 'decideUs'>;

/** @param lines newest first */
export function summariseLines(lines: readonly Summarised[]): LinesSummary {
  const times = lines.map(({ decideUs }) => decideUs).sort((a, b) => a - b);
  const newest = lines[0]?.at ?? 0;
  const minutes = (newest - (lines.at(-1)?.at ?? newest)) / 60_000;
  return {
    lines: lines.length,
    perMinute: minutes > 0 ? (lines.length - 1) / minutes : null,
    reasons: reasonShares(lines),
    escalated: shareOf(lines, ({ escalated }) => escalated),
    fellBack: shareOf(lines, ({ reason }) => isFallback(reason)),
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
  };
}

function reasonShares(lines: readonly Summarised[]): readonly ReasonShare[] {
  const counts = new Map<string, number>();
  for (const { reason } of lines) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, share: count / lines.length }))
    .sort((a, b) => b.share - a.share || (a.reason < b.reason ? -1 : 1));
}

function shareOf(lines: readonly Summarised[], is: (line: Summarised) => boolean): number | null {
  return lines.length === 0 ? null : lines.filter(is).length / lines.length;
}

/** The smallest value that at least the share `q` of them does not exceed. */
function quantile(sorted: readonly number[], q: number): number | null {
  return sorted[Math.max(0, Math.ceil(sorted.length * q) - 1)] ?? null;
}
