import { median } from '../statistics.js';
import {
  type LoadName,
  PATH_TARGETS,
  type PathCell,
  type PathFigures,
  type PathTarget,
  type Phase,
  type PooledLatency,
  TRACE_TARGETS,
} from './path-figures.js';

/** One target with one load: medians over the rounds. What is compared is compared within each round, then the median taken. */
export interface PathRow {
  readonly load: LoadName;
  readonly target: PathTarget;
  /** Median latency at the fixed rate above that of Envoy alone, in milliseconds. */
  readonly addedMs: number;
  /** The same as a multiple of what the empty server adds. */
  readonly addedTimes: number;
  /** At the fixed rate. */
  readonly steady: CpuRow;
  readonly saturated: CpuRow;
  /** Decided answers a second at saturation. */
  readonly perSecond: number;
  /** The same as shares of Envoy's alone and of the empty server's. */
  readonly rateByEnvoy: number;
  readonly rateByEmpty: number;
  /** Decided answers at saturation a second of the server's CPU; NaN for Envoy alone. */
  readonly perCpuSecond: number;
  /** Requests a second at half of saturation. */
  readonly halfPerSecond: number;
  /** Share of the answers, in percent, that were decided as the target is meant to, by phase. */
  readonly asMeant: { readonly steady: number; readonly saturated: number; readonly half: number };
  readonly failed: number;
  /** Over all rounds and phases, in percent of the decisions. */
  readonly layers: Readonly<Record<string, number>>;
}

/** CPU of a request in milliseconds. */
export interface CpuRow {
  readonly envoyMs: number;
  /** Of the ext_proc server. */
  readonly serverMs: number;
  readonly sumMs: number;
  /** The sum by Envoy's alone, and by the empty server's with its Envoy. */
  readonly byEnvoy: number;
  readonly byEmpty: number;
}

/** In the order of loads and targets; what was not measured is left out. */
export function summarisePath({ cells }: Pick<PathFigures, 'cells'>): PathRow[] {
  const loads = [...new Set(cells.map(({ load }) => load))];
  return loads.flatMap((load) => {
    const names: readonly PathTarget[] = load === 'trace' ? TRACE_TARGETS : PATH_TARGETS;
    const own = cells.filter((cell) => cell.load === load);
    return names
      .filter((name) => own.some(({ target }) => target === name))
      .map((name) => rowOf(own, load, name));
  });
}

function rowOf(cells: readonly PathCell[], load: LoadName, target: PathTarget): PathRow {
  const own = cells.filter((cell) => cell.target === target);
  const over = (read: (cell: PathCell) => number): number => median(own.map(read));
  const beside = (other: PathTarget, compare: (cell: PathCell, base: PathCell) => number): number =>
    median(
      own.flatMap((cell) => {
        const base = cells.find((one) => one.target === other && one.round === cell.round);
        return base === undefined ? [] : [compare(cell, base)];
      }),
    );
  const cpuRow = (phase: 'steady' | 'saturated'): CpuRow => ({
    envoyMs: over((cell) => cell[phase].envoyCpuMs / cell[phase].answered),
    serverMs: over((cell) => cell[phase].serverCpuMs / cell[phase].answered),
    sumMs: over((cell) => cpuOf(cell[phase])),
    byEnvoy: beside('envoy', (cell, base) => cpuOf(cell[phase]) / cpuOf(base[phase])),
    byEmpty: beside('empty', (cell, base) => cpuOf(cell[phase]) / cpuOf(base[phase])),
  });
  const addedBy = (name: PathTarget): number => {
    const others = cells.filter((cell) => cell.target === name);
    return median(
      others.flatMap((cell) => {
        const base = cells.find((one) => one.target === 'envoy' && one.round === cell.round);
        return base === undefined ? [] : [(cell.steady.p50Us - base.steady.p50Us) / 1000];
      }),
    );
  };
  const addedMs = addedBy(target);
  const phases = own.flatMap(({ steady, saturated, half }) => [steady, saturated, half]);
  return {
    ...{ load, target, addedMs },
    addedTimes: addedMs / addedBy('empty'),
    ...{ steady: cpuRow('steady'), saturated: cpuRow('saturated') },
    perSecond: over(rateOf),
    rateByEnvoy: beside('envoy', (cell, base) => rateOf(cell) / rateOf(base)),
    rateByEmpty: beside('empty', (cell, base) => rateOf(cell) / rateOf(base)),
    perCpuSecond: over(({ saturated }) => (1000 * saturated.asMeant) / saturated.serverCpuMs),
    halfPerSecond: over(({ half }) => half.perSecond),
    asMeant: {
      steady: meantPercent(own.map(({ steady }) => steady)),
      saturated: meantPercent(own.map(({ saturated }) => saturated)),
      half: meantPercent(own.map(({ half }) => half)),
    },
    failed: phases.reduce((sum, { failed }) => sum + failed, 0),
    layers: layerShares(phases),
  };
}

/** Envoy's and the server's CPU of a request, in milliseconds. */
export function cpuOf({ envoyCpuMs, serverCpuMs, answered }: Phase): number {
  return (envoyCpuMs + serverCpuMs) / answered;
}

/** Decided answers a second at saturation. */
export function rateOf({ saturated }: PathCell): number {
  return saturated.asMeant / saturated.seconds;
}

function meantPercent(phases: readonly Phase[]): number {
  const sum = (read: (phase: Phase) => number): number =>
    phases.reduce((total, phase) => total + read(phase), 0);
  return (100 * sum(({ asMeant }) => asMeant)) / sum(({ answered, failed }) => answered + failed);
}

function layerShares(phases: readonly Phase[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { layers } of phases)
    for (const [layer, count] of Object.entries(layers)) counts[layer] = (counts[layer] ?? 0) + count;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return Object.fromEntries(Object.entries(counts).map(([layer, count]) => [layer, (100 * count) / all]));
}

/** Quantiles over all rounds; `undefined` for what was not measured. */
export function pooledLatency(
  { pooled }: Pick<PathFigures, 'pooled'>,
  which: Pick<PooledLatency, 'load' | 'target' | 'phase'>,
): PooledLatency | undefined {
  return pooled.find(
    ({ load, target, phase }) => load === which.load && target === which.target && phase === which.phase,
  );
}
