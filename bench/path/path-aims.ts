import type { MadeAim } from '../aims.js';
import { median } from '../statistics.js';
import { figure } from '../table.js';
import { CHEAP_TARGETS, type LoadName, type PathFigures, type PathTarget } from './path-figures.js';
import { type PathRow, pooledLatency, summarisePath } from './path-summary.js';
import { loadText } from './path-tables.js';

/** Most that a request may cost when a cheap layer decides. */
const WHOLE_PATH = [
  { load: 2048, addedMs: 1, cpuMs: 0.8 },
  { load: 32_768, addedMs: 1.5, cpuMs: 1.3 },
] as const;

/** What Envoy with an empty server of Node added and cost at 2 KB on the machine that the aims were set on. */
const EMPTY_THERE = { addedMs: 0.9, cpuMs: 0.6 };

/** MB, not MiB, as the aim is put. */
const MB_PER_MIB = 1.048576;

/** The aims of the whole path: of several targets, the worst one's figure counts. */
export function pathAims(path: PathFigures | undefined): MadeAim[] {
  if (path === undefined) return [];
  const rows = summarisePath(path);
  const find = (load: LoadName, target: PathTarget): PathRow | undefined =>
    rows.find((row) => row.load === load && row.target === target);
  const cheap = (load: LoadName, read: (row: PathRow) => number): number[] =>
    CHEAP_TARGETS.map((target) => find(load, target)).map((row) => (row === undefined ? NaN : read(row)));
  return [
    ...WHOLE_PATH.flatMap((aim) => wholePathAims(aim, cheap, find(aim.load, 'empty'))),
    ...multiples(cheap),
    {
      what: 'Requests a second at 32 clients, a cheap layer, 2 KB',
      bound: 'least',
      limit: 2000,
      measured: Math.min(...cheap(2048, ({ perSecond }) => perSecond)),
      unit: '/s',
      beside: `empty server ${figure(find(2048, 'empty')?.perSecond ?? NaN, 0)}/s`,
    },
    ...tailAims(path),
    ...(path.traceMissing === undefined ? [traceAim(find('trace', 'mixed'))] : []),
    {
      what: 'Resident memory of Envoy and Dragoman with the encoder, after load',
      bound: 'most',
      limit: 300,
      measured: (path.memory.envoy.residentMiB + path.memory.dragoman.residentMiB) * MB_PER_MIB,
      unit: 'MB',
    },
    {
      what: 'CPU from start to first answer, encoder loaded',
      bound: 'most',
      limit: 1.5,
      measured: median(path.starts.map(({ cpuMs }) => cpuMs)) / 1000,
      unit: 's',
    },
  ];
}

type Cheap = (load: LoadName, read: (row: PathRow) => number) => number[];

function wholePathAims(
  { load, addedMs, cpuMs }: (typeof WHOLE_PATH)[number],
  cheap: Cheap,
  empty: PathRow | undefined,
): MadeAim[] {
  const limitOf = { bound: 'most', unit: 'ms' } as const;
  const beside = (value: number | undefined): string => `empty server ${figure(value ?? NaN)} ms`;
  return [
    {
      ...{
        ...limitOf,
        limit: addedMs,
        what: `Added to the median latency, a cheap layer, ${loadText(load)}`,
      },
      measured: Math.max(...cheap(load, (row) => row.addedMs)),
      beside: beside(empty?.addedMs),
    },
    ...(['saturated', 'steady'] as const).map((phase) => ({
      ...{ ...limitOf, limit: cpuMs },
      what: `CPU of Envoy and Dragoman a request, a cheap layer, ${loadText(load)}, ${PHASE_TEXT[phase]}`,
      measured: Math.max(...cheap(load, (row) => row[phase].sumMs)),
      beside: beside(empty?.[phase].sumMs),
    })),
  ];
}

const PHASE_TEXT = { saturated: 'at saturation', steady: 'at the fixed rate' } as const;

/** The same as multiples of the empty server, for machines of another speed. */
function multiples(cheap: Cheap): MadeAim[] {
  const [aim] = WHOLE_PATH;
  return [
    {
      what: 'Added to the median latency against the empty server, a cheap layer, 2 KB',
      ...{ bound: 'most', limit: aim.addedMs / EMPTY_THERE.addedMs, unit: 'times' },
      measured: Math.max(...cheap(aim.load, (row) => row.addedTimes)),
    },
    {
      what: 'CPU of Envoy and Dragoman against the empty server, a cheap layer, 2 KB, at saturation',
      ...{ bound: 'most', limit: aim.cpuMs / EMPTY_THERE.cpuMs, unit: 'times' },
      measured: Math.max(...cheap(aim.load, (row) => row.saturated.byEmpty)),
    },
  ];
}

function tailAims(path: PathFigures): MadeAim[] {
  const p99 = (load: LoadName, target: PathTarget): number =>
    (pooledLatency(path, { load, target, phase: 'half' })?.p99Us ?? NaN) / 1000;
  const beside = (load: LoadName): string => `empty server ${figure(p99(load, 'empty'))} ms`;
  const aim = { bound: 'most', limit: 9.99, unit: 'ms' } as const;
  const cheap = [2048, 32_768] as const;
  return [
    ...cheap.map((load) => ({
      ...{
        ...aim,
        what: `p99 at half of saturation, a cheap layer, ${loadText(load)}`,
        beside: beside(load),
      },
      measured: Math.max(...CHEAP_TARGETS.map((target) => p99(load, target))),
    })),
    {
      ...{ ...aim, what: 'p99 at half of saturation, texts for the encoder, 2 KB', beside: beside(2048) },
      measured: p99(2048, 'encoder'),
    },
  ];
}

function traceAim(row: PathRow | undefined): MadeAim {
  return {
    what: 'Decisions a second of CPU of our process, recorded traffic, at saturation',
    ...{ bound: 'least', limit: 1000, unit: '/s' },
    measured: row?.perCpuSecond ?? NaN,
  };
}
