import { figure, type Table } from '../../../bench/table.js';
import { FATES } from '../load/checked-request.js';
import { slopeOf } from './figures.js';
import type { Phase, PhaseName, Run, Sample } from './overload-results.js';

/** Part of the overload after which memory should be flat: caches fill, and code is compiled. */
const SETTLED = 0.3;

/** What the run shows, the worst first. */
export function goalTable(run: Run): Table {
  const overload = phaseOf(run, 'overload');
  const lost = run.phases.reduce((sum, { fates }) => sum + fates.lost, 0);
  const wrong = run.phases.reduce((sum, { fates }) => sum + fates.wrong, 0);
  const settled = settledSamples(run, overload);
  const [dragoman, envoy] = [peak(run, 'dragomanMiB'), peak(run, 'envoyMiB')];
  const slope = (of: (sample: Sample) => number): string => figure(slopeOf(settled, of), 1);
  const rows = [
    ['p99.9 / longest answer under overload, ms', `${figure(overload.p999, 0)} / ${figure(overload.max, 0)}`],
    ['p99 under overload, ms', figure(overload.p99, 0)],
    ['p50 under overload, ms', figure(overload.p50, 0)],
    ['requests lost', String(lost)],
    ['requests answered by a wrong model', String(wrong)],
    ['under overload answered by the default model', shareOf(overload, overload.fates.default)],
    ['under overload not decided at all', shareOf(overload, overload.reasons['undecided'] ?? 0)],
    ['under overload refused', shareOf(overload, overload.fates.refused)],
    [
      'seconds until the level was 0 again',
      run.levelBackAfter === null ? 'not in time' : figure(run.levelBackAfter, 1),
    ],
    [
      'seconds until p50 was back',
      run.latencyBackAfter === null ? 'not in time' : String(run.latencyBackAfter),
    ],
    ["Dragoman's memory, MiB: start / most / end", dragoman],
    ["Envoy's memory, MiB: start / most / end", envoy],
    ["Dragoman's memory while overload lasted, MiB a minute", slope(({ dragomanMiB }) => dragomanMiB)],
    ["Envoy's memory while overload lasted, MiB a minute", slope(({ envoyMiB }) => envoyMiB)],
  ];
  return { head: ['figure', run.sheds ? 'with shedding' : 'without'], rows };
}

export function phaseTable({ phases }: Run): Table {
  return {
    head: ['load', 'a second', 's', ...FATES.slice(0, 5), 'p50 ms', 'p99 ms', 'p99.9 ms', ...CORES],
    rows: phases.map(({ name, perSecond, seconds, fates, p50, p99, p999, cores }) => [
      ...[name, String(perSecond), String(seconds)],
      ...FATES.slice(0, 5).map((fate) => String(fates[fate])),
      ...[p50, p99, p999].map((value) => figure(value, 0)),
      ...[cores.serving, cores.dragoman, cores.envoy, cores.models].map((value) => figure(value)),
    ]),
  };
}

const CORES = ['serving thread', 'Dragoman', 'Envoy', 'models'];

/** Five seconds of the overload a row, with the reasons that came most. */
export function windowTable(run: Run): Table {
  const { windows } = phaseOf(run, 'overload');
  return {
    head: ['s', 'level', 'sent', 'routed', 'default', 'p50 ms', 'p99 ms', 'reasons'],
    rows: windows.map(({ from, to, levels: [low, high], sent, fates, p50, p99, reasons }) => [
      ...[`${from} to ${to}`, low === high ? String(low) : `${low} to ${high}`, String(sent)],
      ...[String(fates.routed), String(fates.default), figure(p50, 0), figure(p99, 0)],
      Object.entries(reasons)
        .sort(([, one], [, other]) => other - one)
        .slice(0, 5)
        .map(([reason, count]) => `${reason} ${count}`)
        .join(', '),
    ]),
  };
}

export function shedTable({ shed }: Run): Table {
  const rows = Object.entries(shed).filter(([, count]) => count > 0);
  return { head: ['left out', 'times'], rows: rows.map(([what, count]) => [`\`${what}\``, String(count)]) };
}

export function phaseOf({ phases }: Run, name: PhaseName): Phase {
  const found = phases.find((phase) => phase.name === name);
  if (found === undefined) throw new Error(`the run has no phase ${name}`);
  return found;
}

function settledSamples({ samples }: Run, { from, seconds }: Phase): readonly Sample[] {
  const start = from + SETTLED * seconds;
  return samples.filter(({ seconds: at }) => at >= start && at < from + seconds);
}

function peak({ samples }: Run, key: 'dragomanMiB' | 'envoyMiB'): string {
  const values = samples.map((sample) => sample[key]);
  return [values[0], Math.max(...values), values.at(-1)].map((value) => figure(value ?? NaN, 0)).join(' / ');
}

function shareOf({ sent }: Phase, count: number): string {
  return `${count} of ${sent} (${figure((100 * count) / sent, 1)} %)`;
}
