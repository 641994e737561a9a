import type { ReplayComparison } from '../../lab/replay/compare-replays.js';
import type { Distribution, ReplayReport } from '../../lab/replay/replay-report.js';
import { AT_ONCE } from '../../lab/replay/replay.js';
import type { ReplayRun } from '../../lab/replay/run-replay.js';
import { alignColumns } from '../output/align-columns.js';

/** Moves that are printed; all of them are in the JSON. */
const MOST_MOVES = 20;

/** What a replay found, for people. */
export function formatReplay({ report, leftOut }: ReplayRun, inputs: string): string {
  return [
    `registry ${report.registry}, ${inputs}`,
    ...headLines(report, leftOut),
    ...tables([report]).flatMap((table) => ['', ...alignColumns(table)]),
    '',
    ...expectationLines(report),
    '',
    ...latencyLines(report),
    '',
  ].join('\n');
}

/** What two registries did with the same requests, side by side. */
export function formatComparison(
  [old, next]: readonly [ReplayRun, ReplayRun],
  comparison: ReplayComparison,
  inputs: string,
): string {
  const sides = [old, next].map(({ report, leftOut }) => [
    `registry ${report.registry}`,
    ...headLines(report, leftOut),
    ...expectationLines(report),
    '',
    ...latencyLines(report),
    '',
  ]);
  return [
    `${old.report.registry} -> ${next.report.registry}, ${inputs}`,
    '',
    ...sides.flat(),
    ...tables([old.report, next.report]).flatMap((table) => [...alignColumns(table), '']),
    ...changeLines(comparison),
    '',
  ].join('\n');
}

function headLines(
  { routed, refused, seconds, perSecond, unasked }: ReplayReport,
  leftOut: number,
): string[] {
  const errors = refused.map(({ name, count }) => `${count} ${name}`).join(', ');
  const lines = [
    `routed ${routed}; refused ${errors || 'none'}; left out ${leftOut} (no text kept, or not to be read)`,
    `${Math.round(perSecond)} a second over ${seconds.toFixed(2)} s, reading included`,
  ];
  if (unasked === 0) return lines;
  return [...lines, `${unasked} doubtful ones would have been put to the small model, which was not asked`];
}

function expectationLines({ cost, quality, routed }: ReplayReport): string[] {
  const mean = routed === 0 ? 0 : cost.usd / routed;
  const answers = cost.tokensFrom.map(({ name, count }) => `${count} ${name}`).join(', ');
  const lines = [
    `expected cost ${usd(cost.usd)}, ${usd(mean)} a request (length of the answers: ${answers || 'none'})`,
  ];
  if (cost.cascades > 0) lines.push(`  ${cost.cascades} cascades: of them the first tier alone is counted`);
  const from = quality.from.map(({ name, count }) => `${count} ${name}`).join(', ');
  lines.push(
    quality.mean === null
      ? 'expected quality unknown: no outcome heads, and the pool declares none'
      : `expected quality ${quality.mean.toFixed(3)} over ${quality.known} of ${routed} (${from}); of the others nothing is known`,
  );
  return lines;
}

const GROUPS = ['routes', 'models', 'layers', 'reasons'] as const;

function tables(reports: readonly ReplayReport[]): string[][][] {
  return GROUPS.map((group) => {
    const names = [...new Set(reports.flatMap((report) => report[group].map(({ name }) => name)))];
    const head = [group.slice(0, -1), ...reports.flatMap(() => ['requests', 'share %'])];
    return [head, ...names.map((name) => [name, ...reports.flatMap((report) => cells(report[group], name))])];
  });
}

function cells(distribution: Distribution, wanted: string): string[] {
  const found = distribution.find(({ name }) => name === wanted);
  return found === undefined ? ['0', '0.0'] : [String(found.count), (100 * found.share).toFixed(1)];
}

function latencyLines({ latency }: ReplayReport): string[] {
  const head = ['layer, microseconds', 'requests', 'mean', 'p50', 'p95', 'p99'];
  const rows = latency.map(({ layer, count, meanUs, p50Us, p95Us, p99Us }) => [
    layer,
    String(count),
    ...[meanUs, p50Us, p95Us, p99Us].map((value) => value.toFixed(value < 100 ? 1 : 0)),
  ]);
  const table = alignColumns([head, ...rows]);
  const waits = latency.some(({ layer }) => layer === 'similarity');
  return waits ? [...table, `(similarity waits for the encoder behind up to ${AT_ONCE - 1} others)`] : table;
}

function changeLines(comparison: ReplayComparison): string[] {
  const { both, changedRoute, changedModel, usd: money, quality, qualityKnown } = comparison;
  const share = (count: number): string => `${count} (${((100 * count) / Math.max(both, 1)).toFixed(1)} %)`;
  const change = money[0] === 0 ? '' : `, ${signed((100 * (money[1] - money[0])) / money[0], 1)} %`;
  return [
    `of ${both} requests that both routed: ${share(changedRoute)} changed their route, ${share(changedModel)} their model`,
    `expected cost ${usd(money[0])} -> ${usd(money[1])}${change}`,
    quality === null
      ? 'expected quality unknown'
      : `expected quality ${quality[0].toFixed(3)} -> ${quality[1].toFixed(3)} over the ${qualityKnown} of which both know one`,
    ...moveTable('route', comparison.routeMoves),
    ...moveTable('model', comparison.modelMoves),
  ];
}

function moveTable(what: string, moves: Distribution): string[] {
  if (moves.length === 0) return [];
  const rows = moves.slice(0, MOST_MOVES).map(({ name, count }) => [name, String(count)]);
  const more = moves.length > MOST_MOVES ? [`and ${moves.length - MOST_MOVES} more kinds of move`] : [];
  return ['', ...alignColumns([[`${what}: old -> new`, 'requests'], ...rows]), ...more];
}

function usd(value: number): string {
  return `$${value < 0.01 ? value.toPrecision(3) : value.toFixed(4)}`;
}

function signed(value: number, digits: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(digits)}`;
}
