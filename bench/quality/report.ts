import { meets } from '../../src/lab/suites/meets.js';
import type { Figure, SuiteResult, Table } from '../../src/lab/suites/suite.js';
import type { Results } from './results.js';

/** Every figure that has a floor and a goal, beside them. */
export function aimTable({ suites }: Results): Omit<Table, 'title'> {
  const head = ['suite', 'figure', 'measured', '95 %', 'floor', 'goal', 'verdict', 'simpler systems'];
  const rows = suites.flatMap(({ suite, figures }) =>
    figures
      .filter(({ aim }) => aim !== undefined)
      .map((figure) => [suite, figure.name, ...measured(figure), ...judged(figure), simpler(figure)]),
  );
  return { head, rows };
}

/** All figures of a suite. */
export function figureTable({ figures }: SuiteResult): Omit<Table, 'title'> {
  const head = ['figure', 'measured', '95 %', 'rows', 'simpler systems'];
  const rows = figures.map((figure) => [
    figure.name,
    ...measured(figure),
    String(figure.rows),
    simpler(figure),
  ]);
  return { head, rows };
}

/** What was measured with, one line each. */
export function describeRun({ startedAt, machine, encoder, seconds }: Results): string[] {
  const minutes = seconds / 60;
  return [
    `${startedAt.slice(0, 10)}; ${machine.cpu}, ${machine.cores} cores; Node ${machine.node}; ${minutes.toFixed(1)} minutes`,
    `encoder ${encoder.slice(0, 16)}`,
  ];
}

/** The figures that are worse than their floor, one line each. */
export function belowFloor({ suites }: Results): string[] {
  return suites.flatMap(({ suite, figures }) =>
    figures
      .filter((figure) => figure.aim !== undefined && !meets(figure, figure.aim.floor))
      .map((figure) => `${suite}: ${figure.name} is ${figureText(figure.value, figure)}`),
  );
}

/** The value and its interval. */
export function measured(figure: Figure): string[] {
  const { value, interval } = figure;
  return [
    figureText(value, figure),
    interval === undefined
      ? '-'
      : `${figureText(interval.low, figure)} to ${figureText(interval.high, figure)}`,
  ];
}

function judged(figure: Figure): string[] {
  const { aim } = figure;
  if (aim === undefined) return ['-', '-', '-'];
  const verdict = meets(figure, aim.goal) ? 'goal' : meets(figure, aim.floor) ? 'floor' : 'BELOW';
  return [figureText(aim.floor, figure), figureText(aim.goal, figure), verdict];
}

function simpler(figure: Figure): string {
  const { baselines = {} } = figure;
  const all = Object.entries(baselines).map(([name, value]) => `${name} ${figureText(value, figure)}`);
  return all.length === 0 ? '-' : all.join('; ');
}

/** One digit behind the point for percentages and points, three for shares. */
export function figureText(value: number, { name }: Figure): string {
  return Number.isNaN(value) ? 'n/a' : value.toFixed(/(%|points)$/.test(name) ? 1 : 3);
}
