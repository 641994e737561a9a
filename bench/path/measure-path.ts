import { memoryOf } from '../process-usage.js';
import { quantile } from '../statistics.js';
import { BODY_SIZES } from './bodies.js';
import { measureCell, warmUp, type MeasuredCell } from './measure-cell.js';
import { measureStarts } from './measure-starts.js';
import {
  type LoadName,
  PATH_TARGETS,
  type PathFigures,
  type PathMemory,
  type PathTarget,
  type PhaseName,
  type PooledLatency,
  TRACE_TARGETS,
} from './path-figures.js';
import type { PathPlan } from './path-plan.js';
import { type Target, targetsOf } from './path-targets.js';
import { type Pairs, startTargets } from './start-targets.js';
import { openTrace, traceUnavailable } from './traffic-trace.js';

/** Measures the whole path: every target with every load, round after round; then memory, then starts. */
export async function measurePath(plan: PathPlan): Promise<PathFigures> {
  const { settings, onProgress } = plan;
  const traceMissing = traceUnavailable();
  if (traceMissing !== undefined) onProgress(`!!! SKIPPING the recorded traffic. ${traceMissing}`);
  onProgress('starting the upstreams, four Envoys and three servers');
  const pairs = await startTargets({ ...plan, isSmall: settings.isSmall });
  try {
    const targets = targetsOf(pairs, traceMissing === undefined ? openTrace() : undefined);
    const courses = coursesOf(targets, traceMissing === undefined);
    const measured = await measureRounds(courses, plan);
    const memory = memoryAfter(pairs);
    await pairs.stop();
    return {
      ...{ settings, memory, generator: plan.client.version },
      cells: measured.map(({ cell }) => cell),
      pooled: pooledOf(measured),
      starts: await measureStarts(plan),
      ...(traceMissing !== undefined && { traceMissing }),
    };
  } finally {
    await pairs.stop();
  }
}

/** The targets that are measured with one load. */
interface Course {
  readonly load: LoadName;
  readonly targets: readonly Target[];
}

function coursesOf(targets: readonly Target[], withTrace: boolean): Course[] {
  const named = (names: readonly PathTarget[]): Target[] =>
    targets.filter(({ name }) => names.includes(name));
  const sizes = BODY_SIZES.map((load) => ({ load, targets: named(PATH_TARGETS) }));
  return withTrace ? [...sizes, { load: 'trace', targets: named(TRACE_TARGETS) }] : sizes;
}

/**
 * The targets of one load follow each other within seconds and begin with another one in each round, so that whatever else the
 * machine does hits all of them alike.
 */
async function measureRounds(courses: readonly Course[], plan: PathPlan): Promise<MeasuredCell[]> {
  const { settings, onProgress } = plan;
  const warm = new Map<string, number>();
  for (const { load, targets } of courses) {
    for (const target of targets) {
      onProgress(`warming up: ${load}, ${target.name}`);
      warm.set(`${load} ${target.name}`, await warmUp(target, load, plan));
    }
  }
  const measured: MeasuredCell[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    for (const { load, targets } of courses) {
      for (const [at] of targets.entries()) {
        const target = targets[(at + round) % targets.length];
        if (target === undefined) continue;
        onProgress(`round ${round + 1} of ${settings.rounds}: ${load}, ${target.name}`);
        const before = ratesSoFar(measured, load, target.name);
        const rates = before.length > 0 ? before : [warm.get(`${load} ${target.name}`) ?? 0];
        const { cell, latenciesUs } = await measureCell(target, load, rates, plan);
        measured.push({ cell: { round, ...cell }, latenciesUs });
      }
    }
  }
  return measured;
}

/** Answers a second at saturation, in the rounds before. */
function ratesSoFar(measured: readonly MeasuredCell[], load: LoadName, target: PathTarget): number[] {
  return measured
    .map(({ cell }) => cell)
    .filter((cell) => cell.load === load && cell.target === target)
    .map(({ saturated }) => saturated.asMeant / saturated.seconds);
}

const PHASES: readonly PhaseName[] = ['steady', 'half'];

function pooledOf(measured: readonly MeasuredCell[]): PooledLatency[] {
  const kinds = new Map(measured.map(({ cell }) => [`${cell.load} ${cell.target}`, cell] as const));
  return [...kinds.values()].flatMap(({ load, target }) =>
    PHASES.map((phase) => {
      const own = measured.filter(({ cell }) => cell.load === load && cell.target === target);
      const all = own.flatMap(({ latenciesUs }) => latenciesUs[phase]).sort((a, b) => a - b);
      const at = (share: number): number => quantile(all, share);
      return {
        ...{ load, target, phase, count: all.length },
        ...{ p50Us: at(0.5), p90Us: at(0.9), p99Us: at(0.99), p999Us: at(0.999) },
      };
    }),
  );
}

function memoryAfter({ dragoman, empty }: Pairs): PathMemory {
  return {
    envoy: memoryOf(dragoman.envoyPid),
    dragoman: memoryOf(dragoman.serverPid ?? NaN),
    emptyEnvoy: memoryOf(empty.envoyPid),
    emptyServer: memoryOf(empty.serverPid ?? NaN),
  };
}
