import { figure, type Table } from '../../../bench/table.js';
import type { FaultFigures, FaultResult, PhaseName } from './fault-results.js';
import { RECOVERY_GOAL_SECONDS } from './fault-results.js';

type Measured = FaultResult & { readonly figures: FaultFigures };

export function measured(results: readonly FaultResult[]): readonly Measured[] {
  return results.filter((result): result is Measured => result.figures !== undefined);
}

/** What was lost or wrong first, then what took longest to recover. */
export function worstFirst(results: readonly FaultResult[]): readonly FaultResult[] {
  const badness = ({ figures }: FaultResult): readonly number[] =>
    figures === undefined
      ? [-1, 0, 0]
      : [
          figures.bad.wrong + figures.bad.lost + figures.missing.length,
          figures.recoverySeconds ?? Infinity,
          figures.phases.during.longestMs ?? 0,
        ];
  return results.toSorted((a, b) => compare(badness(b), badness(a)));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const other = b[at] ?? 0;
    if (value !== other) return value < other ? -1 : 1;
  }
  return 0;
}

/** One row a fault: the whole run, and how it ended. */
export function recoveryTable(results: readonly FaultResult[]): Table {
  const rows = results.map((result) => {
    const { name, figures, leftOut, failed } = result;
    if (figures === undefined) return [name, ...Array<string>(9).fill('-'), leftOut ?? failed ?? ''];
    const { phases, bad } = figures;
    const all = Object.values(phases);
    const sum = (count: (phase: (typeof all)[number]) => number): string =>
      String(all.reduce((total, phase) => total + count(phase), 0));
    return [
      name,
      sum(({ sent }) => sent),
      sum(({ fates }) => fates.routed),
      sum(({ fates }) => fates.default),
      sum(({ fates }) => fates.refused),
      ...(['wrong', 'lost'] as const).map((fate) => badText(figures, fate, bad[fate])),
      milliseconds(phases.during.p99Ms),
      milliseconds(Math.max(...all.map(({ longestMs }) => longestMs ?? 0))),
      recoveryText(figures),
      figures.missing.length === 0 ? 'all' : `without ${figures.missing.join(', ')}`,
    ];
  });
  const head = 'fault,sent,routed,default,refused,wrong,lost,p99 during,longest,recovery,alive'.split(',');
  return { head, rows };
}

/** The count that nothing allows, and the allowed beside it. */
function badText({ phases }: FaultFigures, fate: 'wrong' | 'lost', bad: number): string {
  const all = Object.values(phases).reduce((total, { fates }) => total + fates[fate], 0);
  return all === bad ? String(bad) : `${bad} (+${all - bad} by nature)`;
}

function milliseconds(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(0)} ms`;
}

function recoveryText({ recoverySeconds, endingSeconds }: FaultFigures): string {
  if (recoverySeconds === null) return 'never';
  const missed = recoverySeconds > RECOVERY_GOAL_SECONDS ? ', missed' : '';
  const ending = endingSeconds >= 0.1 ? ` after ${figure(endingSeconds, 1)} s of starting` : '';
  return `${figure(recoverySeconds, 1)} s${ending}${missed}`;
}

const PHASES: readonly PhaseName[] = ['before', 'during', 'after'];

/** One fault: a row a phase. */
export function phaseTable({ phases }: FaultFigures): Table {
  return {
    head: [
      'phase',
      'seconds',
      'sent',
      'routed',
      'default',
      'wrong',
      'refused',
      'lost',
      'cancelled',
      'p99',
      'longest',
    ],
    rows: PHASES.map((name) => {
      const { seconds, sent, fates, p99Ms, longestMs } = phases[name];
      const { routed, wrong, refused, lost, cancelled } = fates;
      const counts = [sent, routed, fates.default, wrong, refused, lost, cancelled].map(String);
      return [name, figure(seconds, 1), ...counts, milliseconds(p99Ms), milliseconds(longestMs)];
    }),
  };
}
