import { figure, sizeText, type Table } from '../table.js';
import type { LoadName, PathFigures, PathTarget, PhaseName } from './path-figures.js';
import { type PathRow, pooledLatency, summarisePath } from './path-summary.js';

/** Fewer answers than this have no 99.9th percentile worth the name. */
const ENOUGH_FOR_P999 = 1_000;

/** Ratios, which hold on other machines too; `undefined` for results of earlier runs, as with the tables below. */
export function ratioTable(path: PathFigures | undefined): Table | undefined {
  if (path === undefined) return undefined;
  return {
    head: [
      ...['load', 'target', 'added p50 x empty', 'CPU x Envoy', 'CPU x empty', 'CPU x empty, saturated'],
      ...['rate x Envoy', 'rate x empty', 'decided so %', 'saturated %', 'failed'],
    ],
    rows: summarisePath(path).map((row) => [
      ...[loadText(row.load), row.target],
      row.target === 'envoy' ? '-' : figure(row.addedTimes),
      ...[row.steady.byEnvoy, row.steady.byEmpty, row.saturated.byEmpty].map((value) => figure(value)),
      ...[row.rateByEnvoy, row.rateByEmpty].map((value) => figure(value)),
      ...[figure(row.asMeant.steady, 1), figure(row.asMeant.saturated, 1), String(row.failed)],
    ]),
  };
}

/** What the fixed rate costs, and what saturation gives. */
export function costTable(path: PathFigures | undefined): Table | undefined {
  if (path === undefined) return undefined;
  return {
    head: [
      ...['load', 'target', 'Envoy CPU ms', 'server CPU ms', 'sum', 'saturated: Envoy', 'server', 'sum'],
      ...['requests/s', 'decided a CPU second'],
    ],
    rows: summarisePath(path).map((row) => [
      ...[loadText(row.load), row.target],
      ...cpuTexts(row, 'steady'),
      ...cpuTexts(row, 'saturated'),
      figure(row.perSecond, 0),
      row.target === 'envoy' ? '-' : figure(row.perCpuSecond, 0),
    ]),
  };
}

function cpuTexts(row: PathRow, phase: 'steady' | 'saturated'): string[] {
  const { envoyMs, serverMs, sumMs } = row[phase];
  return [figure(envoyMs), row.target === 'envoy' ? '-' : figure(serverMs), figure(sumMs)];
}

/** Latency from the planned time, over the requests of all rounds. */
export function latencyTable(path: PathFigures | undefined): Table | undefined {
  if (path === undefined) return undefined;
  return {
    head: [
      ...['load', 'target', 'added p50 ms', 'p50', 'p90', 'p99', 'p99.9', 'answers'],
      ...['half: requests/s', 'p50', 'p90', 'p99', 'p99.9', 'answers'],
    ],
    rows: summarisePath(path).map((row) => [
      ...[loadText(row.load), row.target],
      row.target === 'envoy' ? '-' : figure(row.addedMs),
      ...latencyTexts(path, row, 'steady'),
      figure(row.halfPerSecond, 0),
      ...latencyTexts(path, row, 'half'),
    ]),
  };
}

function latencyTexts(
  path: PathFigures,
  { load, target }: { readonly load: LoadName; readonly target: PathTarget },
  phase: PhaseName,
): string[] {
  const pooled = pooledLatency(path, { load, target, phase });
  if (pooled === undefined) return ['-', '-', '-', '-', '0'];
  const { count, p50Us, p90Us, p99Us, p999Us } = pooled;
  const last = count < ENOUGH_FOR_P999 ? '-' : figure(p999Us / 1000);
  return [...[p50Us, p90Us, p99Us].map((value) => figure(value / 1000)), last, String(count)];
}

export function memoryTable(path: PathFigures | undefined): Table | undefined {
  if (path === undefined) return undefined;
  const { envoy, dragoman, emptyEnvoy, emptyServer } = path.memory;
  const mib = (...values: number[]): string =>
    figure(
      values.reduce((sum, value) => sum + value, 0),
      0,
    );
  const row = (name: string, first: typeof envoy, second: typeof envoy): string[] => [
    name,
    ...[mib(first.residentMiB), mib(second.residentMiB), mib(first.residentMiB, second.residentMiB)],
    mib(first.peakMiB, second.peakMiB),
  ];
  return {
    head: ['pair', 'Envoy MiB', 'server MiB', 'sum', 'sum of the peaks'],
    rows: [row('empty', emptyEnvoy, emptyServer), row('Dragoman, with the encoder', envoy, dragoman)],
  };
}

export function startTable(path: PathFigures | undefined): Table | undefined {
  if (path === undefined) return undefined;
  return {
    head: ['start', 'ready ms', 'CPU seconds to the first answer'],
    rows: path.starts.map(({ readyMs, cpuMs }, at) => [
      String(at + 1),
      figure(readyMs, 0),
      figure(cpuMs / 1000),
    ]),
  };
}

/** `2 KB`, or `trace`. */
export function loadText(load: LoadName): string {
  return load === 'trace' ? load : sizeText(load);
}
