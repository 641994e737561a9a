import { loadText } from '../path/path-tables.js';
import { figure, type Table } from '../table.js';
import type { Comparison, Verdict } from './compare-results.js';

export function comparisonTable(compared: readonly Comparison[]): Table {
  return {
    head: ['verdict', 'load', 'target', 'figure', 'B by A', 'from', 'to', 'counts from'],
    rows: compared.map(({ verdict, load, target, metric, interval, floor }) => [
      ...[verdict, loadText(load), target, metric],
      ...[interval?.ratio, interval?.low, interval?.high].map((value) => figure(value ?? NaN)),
      `${figure(100 * floor, 0)} %`,
    ]),
  };
}

/** `2 worse, 1 better, 80 same, 9 undecided`. */
export function countVerdicts(compared: readonly Comparison[]): string {
  const verdicts: readonly Verdict[] = ['worse', 'better', 'same', 'undecided'];
  const counts = verdicts.map((name) => compared.filter(({ verdict }) => verdict === name).length);
  return verdicts.map((name, at) => `${counts[at] ?? 0} ${name}`).join(', ');
}
