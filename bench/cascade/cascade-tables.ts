import { figure, sizeText, type Table } from '../table.js';
import type { CascadeFigures, MemoryCourse } from './cascade-figures.js';
import { summariseCascade, type CascadeRow, type Comparison } from './cascade-summary.js';

/** What the gate adds to a request; `undefined` for results of earlier runs, as with the tables below. */
export function addedTable(figures: CascadeFigures | undefined): Table | undefined {
  if (figures === undefined) return undefined;
  const head = ['answer', 'what', 'direct', 'gated', 'added', 'times', 'judged so %', 'failed'];
  return { head, rows: summariseCascade(figures).flatMap(rowsOf) };
}

function rowsOf(row: CascadeRow): string[][] {
  const { p10, p50, envoyCpu, dragomanCpu, rate } = row;
  const compared: readonly (readonly [what: string, comparison: Comparison, digits: number])[] = [
    ['p10 ms', p10, 2],
    ['p50 ms', p50, 2],
    ['Envoy CPU ms', envoyCpu, 2],
    ['Dragoman CPU ms', dragomanCpu, 2],
    ['requests/s', rate, 0],
  ];
  return compared.map(([what, { direct, gated, added, ratio }, digits]) => [
    sizeText(row.bytes),
    what,
    ...[direct, gated, added].map((value) => figure(value, digits)),
    figure(ratio),
    figure(row.asMeantPercent, 1),
    String(row.failed),
  ]);
}

export function memoryTable(figures: CascadeFigures | undefined): Table | undefined {
  if (figures === undefined) return undefined;
  const { dragoman, envoy } = figures.memory;
  const row = (process: string, { beforeMiB, peakMiB, afterMiB }: MemoryCourse): string[] => [
    process,
    ...[beforeMiB, peakMiB, afterMiB].map((value) => figure(value, 0)),
  ];
  return {
    head: ['process', 'before MiB', 'peak MiB', 'after MiB'],
    rows: [row('Dragoman', dragoman), row('Envoy', envoy)],
  };
}

export function judgeTable(figures: CascadeFigures | undefined): Table | undefined {
  if (figures === undefined) return undefined;
  return {
    head: ['answer', 'bytes', 'judged, CPU ms', 'read before it, CPU ms'],
    rows: figures.judge.map(({ answer, bytes, judgeMs, readMs }) => [
      answer,
      String(bytes),
      figure(judgeMs),
      figure(readMs),
    ]),
  };
}
