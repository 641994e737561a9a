import { figure } from '../../../bench/table.js';
import { type Source, whyStale } from '../../../bench/source.js';
import { ALL_FAULTS } from '../faults/all-faults.js';
import {
  type FaultFigures,
  type FaultResult,
  type FaultResults,
  RECOVERY_GOAL_SECONDS,
} from '../faults/fault-results.js';
import { countText, type Findings, type Gap, OUT_OF_BOUNDS, placeOf, type StatusRow } from './status-row.js';

const by = 'faults' as const;

/** Each fault by itself: a file of results may hold faults of several sources. */
export function faultFindings(results: FaultResults | undefined, now: Source | undefined): Findings {
  const told = ALL_FAULTS.map(({ name }) => tell(name, results, now));
  const rows = told.flatMap(({ row }) => row ?? []);
  return {
    rows,
    gaps: told.flatMap(({ gap }) => gap ?? []),
    ...(results !== undefined && rows.length > 0 && { place: placeOf(results.startedAt, results.machine) }),
  };
}

interface Told {
  readonly row?: StatusRow;
  readonly gap?: Gap;
}

function tell(name: string, results: FaultResults | undefined, now: Source | undefined): Told {
  const result = results?.faults.find((fault) => fault.name === name);
  const why = result === undefined ? 'it was never run' : whyStale(result.source, now);
  if (result === undefined || why !== undefined) return { gap: { by, what: name, why: why ?? '' } };
  const { figures, leftOut, failed } = result;
  if (figures !== undefined) return { row: rowOf(result, figures) };
  if (leftOut !== undefined) return { gap: { by, what: name, why: leftOut } };
  const measured = `could not be measured: ${failed ?? ''}`;
  return { row: { by, what: name, measured, goal: GOAL, factor: OUT_OF_BOUNDS, isGrave: true } };
}

const GOAL = `nothing lost or wrong, back within ${RECOVERY_GOAL_SECONDS} s`;

function rowOf({ name }: FaultResult, { bad, missing, phases, recoverySeconds }: FaultFigures): StatusRow {
  const sent = Object.values(phases).reduce((sum, phase) => sum + phase.sent, 0);
  const all = (fate: 'lost' | 'wrong'): number =>
    Object.values(phases).reduce((sum, { fates }) => sum + fates[fate], 0);
  const byNature = all('lost') + all('wrong') - bad.lost - bad.wrong;
  const parts = [
    `${bad.lost} lost and ${bad.wrong} wrong of ${countText(sent, 'request')}`,
    ...(byNature > 0 ? [`${byNature} more by nature`] : []),
    recoverySeconds === null ? 'never back' : `back after ${figure(recoverySeconds, 1)} s`,
    ...missing.map((process) => `${process} gone`),
  ];
  return {
    ...{ by, what: name, measured: parts.join(', '), goal: GOAL },
    factor: (recoverySeconds ?? OUT_OF_BOUNDS) / RECOVERY_GOAL_SECONDS,
    isGrave: bad.lost + bad.wrong + missing.length > 0 || recoverySeconds === null,
  };
}
