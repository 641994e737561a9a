import { type ArmMetric, FEWEST, type MetricComparison } from '../../lab/report/compare-arms.js';
import type { ArmComparison, ArmFigures, ExperimentReport } from '../../lab/report/experiment-report.js';
import type { Draw, SampleRatio } from '../../lab/report/sample-ratio.js';
import { perThousand, percent, rangeOf, valueOf } from './figures.js';
import type { Section } from './render-sections.js';

const METRIC_NAMES: Readonly<Record<ArmMetric, string>> = {
  cost: 'cost, $ per 1,000',
  success: 'success, points',
  gate: 'passed the gate, points',
  liked: 'liked, points',
};

/** Which requests a draw leaves as they are, as the report puts it. */
const LEFT_ALONE: Readonly<Record<Draw, string>> = {
  trial: 'pins, rules, safety classes and tool loops',
  experiment: 'pins; each registry has rules of its own',
};

/** The sections about arms; none where nothing is drawn. */
export function experimentSections(report: ExperimentReport, ratios: readonly SampleRatio[]): Section[] {
  const { arms, comparisons } = report;
  if (arms.length === 0) return [];
  const draws = (['trial', 'experiment'] as const).filter((draw) => arms.some(({ of }) => of === draw));
  return [
    ...draws.map((draw) => ({
      title: `Arms of the ${draw}, 95 % intervals`,
      table: armTable(arms.filter(({ of }) => of === draw)),
      notes: [`only requests that could have been in any of these arms: without ${LEFT_ALONE[draw]}`],
    })),
    ...comparisons.map((comparison) => comparisonSection(comparison, report)),
    ...ratios.map(ratioSection),
  ];
}

function armTable(arms: readonly ArmFigures[]): string[][] {
  const head = ['arm', 'requests', 'cost, $ per 1,000', '95 %'];
  const shares = ['success, %', '95 %', 'passed the gate, %', '95 %', 'liked, %', '95 %'];
  const rows = arms.map(({ arm, records, cost, success, gate, liked }) => [
    ...[arm, String(records), valueOf(cost, perThousand), rangeOf(cost, perThousand)],
    ...[success, gate, liked].flatMap((share) => [valueOf(share, percent), rangeOf(share, percent)]),
  ]);
  return [[...head, ...shares], ...rows];
}

function comparisonSection(
  { arm, baseline, metrics, verdict }: ArmComparison,
  { alpha, tolerance }: ExperimentReport,
): Section {
  const head = ['', `${arm} less ${baseline}`, '95 %, one look', 'any number of looks', 'p', 'verdict'];
  return {
    title: `${arm} against ${baseline}: ${verdict}`,
    table: [head, ...metrics.map(metricRow)],
    notes: [
      `a wrong stop has a chance of at most ${percent(alpha)} %, however often this is looked at`,
      `quality is as good when it is surely no more than ${percent(tolerance)} points lower; too few is below ${FEWEST} in an arm`,
    ],
  };
}

function metricRow({ metric, difference, always, p, verdict }: MetricComparison): string[] {
  const show = metric === 'cost' ? perThousand : percent;
  return [
    ...[METRIC_NAMES[metric], valueOf(difference, show), rangeOf(difference, show)],
    ...[rangeOf(always, show), p === undefined ? '-' : p.toPrecision(2), verdict.replaceAll('_', ' ')],
  ];
}

function ratioSection({ of, arms, fit, isAlarming }: SampleRatio): Section {
  const total = arms.reduce((sum, { conversations }) => sum + conversations, 0);
  const rows = arms.map(({ arm, conversations, share }) => [
    ...[arm, String(conversations), percent(conversations / total), percent(share)],
  ]);
  return {
    title: `Sample ratio of the ${of}`,
    table: [['arm', 'conversations', 'share, %', 'meant, %'], ...rows],
    notes: [
      `chi-square ${fit.statistic.toFixed(2)} on ${fit.degrees} degrees of freedom, p ${fit.p.toPrecision(2)}: ${
        isAlarming
          ? 'ALARM, requests go past the draw: believe no comparison before it is found out why'
          : 'as it was meant'
      }`,
    ],
  };
}
