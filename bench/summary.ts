import { TARGETS, type Cell, type Latency, type Results, type TargetName } from './results.js';
import { median } from './statistics.js';

/** One target at one body size: medians over the rounds. Ratios are taken within each round, then their median. */
export interface SummaryRow {
  readonly bytes: number;
  readonly target: TargetName;
  /** CPU of our process a request, as a multiple of the empty server's; NaN for Envoy alone. */
  readonly cpuRatio: number;
  /** Answers a second at saturation, as a share of Envoy alone. */
  readonly throughputRatio: number;
  /** Median latency at the fixed rate above that of Envoy alone, in milliseconds. */
  readonly addedMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
  /** CPU a request at saturation, in milliseconds. */
  readonly envoyCpuMs: number;
  readonly serverCpuMs: number;
  /** Share of the answers, in percent, that were decided as the target is meant to, at the fixed rate over all rounds. */
  readonly pacedPercent: number;
  /** The same at saturation. */
  readonly saturatedPercent: number;
  readonly failed: number;
}

export function summarise({ cells }: Results): SummaryRow[] {
  const sizes = [...new Set(cells.map(({ bytes }) => bytes))];
  return sizes.flatMap((bytes) => TARGETS.map((target) => summariseOne(cells, bytes, target)));
}

function summariseOne(cells: readonly Cell[], bytes: number, target: TargetName): SummaryRow {
  const find = (name: TargetName): Cell[] =>
    cells.filter((cell) => cell.bytes === bytes && cell.target === name);
  const own = find(target);
  const over = (read: (cell: Cell) => number): number => median(own.map(read));
  const paired = (other: TargetName, compare: (cell: Cell, base: Cell) => number): number => {
    const bases = find(other);
    return median(
      own.flatMap((cell) =>
        bases.filter(({ round }) => round === cell.round).map((base) => compare(cell, base)),
      ),
    );
  };
  return {
    bytes,
    target,
    cpuRatio: target === 'envoy' ? NaN : paired('empty', (cell, base) => serverCpu(cell) / serverCpu(base)),
    throughputRatio: paired('envoy', (cell, base) => perSecond(cell) / perSecond(base)),
    addedMs: paired('envoy', (cell, base) => (cell.paced.p50Us - base.paced.p50Us) / 1000),
    p50Ms: over(({ paced }) => paced.p50Us / 1000),
    p99Ms: over(({ paced }) => paced.p99Us / 1000),
    perSecond: over(perSecond),
    envoyCpuMs: over(({ saturated }) => saturated.envoyCpuMs / saturated.answered),
    serverCpuMs: over(serverCpu),
    pacedPercent: decidedPercent(
      target,
      own.map(({ paced }) => paced),
    ),
    saturatedPercent: decidedPercent(
      target,
      own.map(({ saturated }) => saturated),
    ),
    failed: own.reduce((sum, { paced, saturated }) => sum + paced.failed + saturated.failed, 0),
  };
}

function serverCpu({ saturated }: Cell): number {
  return saturated.serverCpuMs / saturated.answered;
}

function perSecond({ saturated }: Cell): number {
  return saturated.answered / saturated.seconds;
}

/** The reasons that tell that a target did the work it stands for. */
const MEANT: Readonly<Record<TargetName, readonly string[]>> = {
  envoy: ['none'],
  empty: ['none'],
  rules: ['rule'],
  encoder: ['similar', 'low_margin', 'out_of_scope'],
};

function decidedPercent(target: TargetName, latencies: readonly Latency[]): number {
  const counts = latencies.flatMap(({ reasons }) => Object.entries(reasons));
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  const meant = counts.reduce(
    (sum, [reason, count]) => sum + (MEANT[target].includes(reason) ? count : 0),
    0,
  );
  return (100 * meant) / all;
}
