import { median } from '../statistics.js';
import { figure, markdownTable, sizeText, type Table } from '../table.js';
import { OBSERVED_TARGETS, type ObservabilityFigures, type ObservedTarget } from './observability-figures.js';

interface ObservedSummary {
  /** CPU of our process a request at saturation, in milliseconds. */
  readonly cpuMs: number;
  /** At the fixed rate, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
  readonly failed: number;
}

/** Medians over the rounds. */
export function summariseObserved({ cells }: ObservabilityFigures, target: ObservedTarget): ObservedSummary {
  const own = cells.filter((cell) => cell.target === target);
  const middle = (valueOf: (cell: (typeof own)[number]) => number): number => median(own.map(valueOf));
  return {
    cpuMs: middle(({ saturated }) => saturated.dragomanCpuMs / saturated.answered),
    p50Ms: middle(({ paced }) => paced.p50Us / 1000),
    p99Ms: middle(({ paced }) => paced.p99Us / 1000),
    perSecond: middle(({ saturated }) => saturated.answered / saturated.seconds),
    failed: own.reduce((sum, { paced, saturated }) => sum + paced.failed + saturated.failed, 0),
  };
}

/** What watching costs, as ratios to nothing watched; `undefined` for results of earlier runs. */
export function observabilityTable(figures: ObservabilityFigures | undefined): Table | undefined {
  if (figures === undefined) return undefined;
  const off = summariseObserved(figures, 'off');
  const head = [
    ...['observability', 'CPU ms', 'times', 'p50 ms', 'times', 'p99 ms', 'times', 'requests/s'],
    ...['scrapes', 'spans', 'records', 'lost', 'MiB', 'failed'],
  ];
  const rows = OBSERVED_TARGETS.map((target) => {
    const { cpuMs, p50Ms, p99Ms, perSecond, failed } = summariseObserved(figures, target);
    const { scrapes, spans, records, dropped, residentMiB } = figures.seen[target];
    return [
      target,
      ...[cpuMs, cpuMs / off.cpuMs, p50Ms, p50Ms / off.p50Ms, p99Ms, p99Ms / off.p99Ms].map((value) =>
        figure(value),
      ),
      figure(perSecond, 0),
      ...[scrapes, spans, records, dropped].map(String),
      figure(residentMiB, 0),
      String(failed),
    ];
  });
  return { head, rows };
}

/** The section of `docs/performance.md`; empty for results of earlier runs. */
export function observabilitySection(figures: ObservabilityFigures | undefined): string {
  const table = observabilityTable(figures);
  if (figures === undefined || table === undefined) return '';
  return `## What it costs to be watched

The rule path with bodies of ${sizeText(figures.bytes)}, through three pairs of Envoy and Dragoman side by side. \`off\`: no trace, no record, no
scrape, though metrics are counted all the same. \`sampled\` and \`full\`: metrics scraped each second, a record of each
request in SQLite, and one trace in a hundred, or every one, sent to a collector on the same machine. CPU is that of our
process with all its threads, a request, at saturation, until everything was written; latency is at the fixed rate.

${markdownTable(table)}

`;
}
