import type { CascadeFigures } from './cascade/cascade-figures.js';
import type { HeadFigures } from './heads/head-figures.js';
import { countText } from './records/record-table.js';
import type { RecordFigures } from './records/record-figures.js';
import type { ReplayFigures } from './replay/replay-figures.js';
import { pathAims } from './path/path-aims.js';
import type { Results } from './results.js';

/** What was promised, beside what was measured. */
export interface MadeAim {
  readonly what: string;
  /** Whether {@link limit} is the most or the least that is good. */
  readonly bound: 'most' | 'least';
  readonly limit: number;
  readonly measured: number;
  readonly unit: string;
  /** What stands for the speed of this machine, in words. */
  readonly beside?: string;
}

export interface Aim extends MadeAim {
  readonly met: boolean;
  /** How far it is from the limit: 2 is twice as much, or half as much, as it may be; infinite for a figure that is missing. */
  readonly factor: number;
}

/** The one that is missed by most comes first. */
export function aimsOf(results: Results): Aim[] {
  const aims = [
    ...pathAims(results.path),
    ...[...headAims(results.heads), ...gateAims(results.cascade), ...recordAims(results.records)].map(mostOf),
    ...replayAims(results.replay).map(mostOf),
  ];
  return aims.map(judged).sort((a, b) => b.factor - a.factor);
}

function mostOf(aim: Omit<MadeAim, 'bound'>): MadeAim {
  return { ...aim, bound: 'most' };
}

function judged(aim: MadeAim): Aim {
  const { bound, limit, measured } = aim;
  const factor = bound === 'most' ? measured / limit : limit / measured;
  return { ...aim, met: factor <= 1, factor: Number.isFinite(factor) ? factor : Infinity };
}

function headAims(heads: HeadFigures | undefined): Omit<MadeAim, 'bound'>[] {
  if (heads === undefined) return [];
  const { fastMs, encoder, longPrompt, scoringMs } = heads;
  return [
    { what: 'CPU of a decision by the fast head, 150 routes', limit: 0.3, measured: fastMs, unit: 'ms' },
    ...encoder.map(({ tokens, ratio }) => ({
      what: `CPU of the encoder path against the bare model, ${tokens} tokens`,
      limit: 1.3,
      measured: ratio,
      unit: 'times',
    })),
    {
      what: 'Encoder windows of a prompt of 64 KB',
      limit: 3,
      measured: longPrompt.windows,
      unit: 'windows',
    },
    {
      what: 'CPU of scoring an embedded text, 1,000 routes of 50 examples',
      limit: 2,
      measured: scoringMs,
      unit: 'ms',
    },
  ];
}

function gateAims(cascade: CascadeFigures | undefined): Omit<MadeAim, 'bound'>[] {
  if (cascade === undefined) return [];
  return cascade.judge.map(({ answer, judgeMs }) => ({
    what: `CPU of judging an answer of 8 KB, ${answer}`,
    limit: 3,
    measured: judgeMs,
    unit: 'ms',
  }));
}

/** The aim of the summary is for a million; fewer must not take longer. */
function recordAims(figures: RecordFigures | undefined): Omit<MadeAim, 'bound'>[] {
  if (figures === undefined) return [];
  return [
    {
      what: 'Writing 1,000 records, the slowest part',
      limit: 500,
      measured: 1e6 / figures.slowestPerSecond,
      unit: 'ms',
    },
    {
      what: `Summary of ${countText(figures.records)} records by route and day`,
      limit: 5000,
      measured: figures.summaryMs,
      unit: 'ms',
    },
    ...(figures.reportMs === undefined
      ? []
      : [
          {
            what: `dragoman report on ${countText(figures.records)} records, the whole run`,
            limit: 5000,
            measured: figures.reportMs,
            unit: 'ms',
          },
        ]),
  ];
}

/** 5,000 a second. */
function replayAims(figures: ReplayFigures | undefined): Omit<MadeAim, 'bound'>[] {
  const mixed = figures?.sets.find(({ name }) => name === 'mixed');
  if (mixed === undefined) return [];
  const measured = 1e6 / mixed.perSecond;
  return [{ what: 'Replay of a request that the fast layers decide', limit: 200, measured, unit: 'us' }];
}
