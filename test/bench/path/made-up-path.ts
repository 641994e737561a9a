import type { LoadName, PathCell, PathFigures, PathTarget, Phase } from '../../../bench/path/path-figures.js';

export interface MadeUpCell {
  readonly round: number;
  readonly load: LoadName;
  readonly target: PathTarget;
  readonly p50Us: number;
  /** Over the 100 answers of a phase. */
  readonly envoyCpuMs: number;
  readonly serverCpuMs: number;
  /** Default 1. */
  readonly saturatedSeconds?: number;
  /** Of the 100 answers; default all. */
  readonly asMeant?: number;
}

export function madeUpCell(cell: MadeUpCell): PathCell {
  const { round, load, target, p50Us, envoyCpuMs, serverCpuMs, saturatedSeconds = 1, asMeant = 100 } = cell;
  const phase: Phase = {
    ...{ answered: 100, failed: 0, statuses: { 200: 100 }, seconds: 1, behindUs: 0 },
    ...{ p50Us, p90Us: p50Us, p99Us: 2 * p50Us, envoyCpuMs, serverCpuMs, asMeant },
    layers: { rules: asMeant },
  };
  return {
    ...{ round, load, target, steady: phase },
    saturated: { ...phase, seconds: saturatedSeconds },
    half: { ...phase, perSecond: 50 },
  };
}

export function madeUpPath(cells: readonly PathCell[]): PathFigures {
  const memory = { residentMiB: 100, peakMiB: 120 };
  const latency = { count: 500, p50Us: 1000, p90Us: 2000, p99Us: 12_000, p999Us: 15_000 };
  return {
    settings: {
      ...{ rounds: 2, warmUpSeconds: 1, perSecond: 60, steadySeconds: 1, connections: 32 },
      ...{ saturatedSeconds: 1, halfSeconds: 1, starts: 1, isSmall: true },
    },
    cells,
    pooled: cells
      .filter(({ round }) => round === 0)
      .map(({ load, target }) => ({ load, target, phase: 'half', ...latency })),
    starts: [{ readyMs: 900, cpuMs: 1600 }],
    memory: { envoy: memory, dragoman: memory, emptyEnvoy: memory, emptyServer: memory },
    generator: '12.0.0',
  };
}
