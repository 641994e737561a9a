import type { CascadeFigures } from './cascade/cascade-figures.js';
import type { HeadFigures } from './heads/head-figures.js';
import { countText } from './records/record-table.js';
import type { RecordFigures } from './records/record-figures.js';
import type { ReplayFigures } from './replay/replay-figures.js';
import type { Results } from './results.js';
import { median } from './statistics.js';
import { summarise } from './summary.js';

/** What was promised, beside what was measured. */
export interface Aim {
  readonly what: string;
  readonly limit: number;
  readonly measured: number;
  readonly unit: string;
  readonly met: boolean;
}

/** CPU aims hold at saturation, for a decision by rules. */
export function aimsOf(results: Results): Aim[] {
  const rows = summarise(results);
  const rules = (size: number) => rows.find(({ bytes, target }) => bytes === size && target === 'rules');
  const { memory, readyMs } = results;
  const aims = [
    {
      what: 'CPU of our process a request, 2 KB',
      limit: 0.5,
      measured: rules(2048)?.serverCpuMs,
      unit: 'ms',
    },
    {
      what: 'CPU against the empty server, 32 KB',
      limit: 2,
      measured: rules(32_768)?.cpuRatio,
      unit: 'times',
    },
    {
      what: 'Resident memory after load, encoder loaded',
      limit: 250,
      measured: Math.max(memory.rules.residentMiB, memory.encoder.residentMiB),
      unit: 'MiB',
    },
    { what: 'Start to ready, encoder loaded', limit: 2000, measured: median(readyMs), unit: 'ms' },
    ...headAims(results.heads),
    ...gateAims(results.cascade),
    ...recordAims(results.records),
    ...replayAims(results.replay),
  ];
  return aims.map(({ what, limit, measured = NaN, unit }) => ({
    ...{ what, limit, measured, unit },
    met: measured <= limit,
  }));
}

function headAims(heads: HeadFigures | undefined): Omit<Aim, 'met'>[] {
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

function gateAims(cascade: CascadeFigures | undefined): Omit<Aim, 'met'>[] {
  if (cascade === undefined) return [];
  return cascade.judge.map(({ answer, judgeMs }) => ({
    what: `CPU of judging an answer of 8 KB, ${answer}`,
    limit: 3,
    measured: judgeMs,
    unit: 'ms',
  }));
}

/** The aim of the summary is for a million; fewer must not take longer. */
function recordAims(figures: RecordFigures | undefined): Omit<Aim, 'met'>[] {
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
function replayAims(figures: ReplayFigures | undefined): Omit<Aim, 'met'>[] {
  const mixed = figures?.sets.find(({ name }) => name === 'mixed');
  if (mixed === undefined) return [];
  const measured = 1e6 / mixed.perSecond;
  return [{ what: 'Replay of a request that the fast layers decide', limit: 200, measured, unit: 'us' }];
}
