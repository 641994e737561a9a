import type { Estimate } from '../../../../lab/metrics/moments.js';
import type { ArmFigures, ExperimentReport } from '../../../../lab/report/experiment-report.js';
import type { ArmMetric } from '../../../../lab/report/compare-arms.js';
import { chartFigure } from '../../charts/figure.js';
import { formatBounds, formatValue, type Unit } from '../../charts/format-value.js';
import { type IntervalBar, intervalBars } from '../../charts/bars/interval-bars.js';
import { colourAt } from '../../charts/colour-at.js';
import { ARM_MEANINGS, METRIC_TITLES } from './experiment-words.js';
import { UNKNOWN } from '../../format.js';

const METRICS: readonly ArmMetric[] = ['cost', 'success', 'gate', 'liked'];
const PER_THOUSAND = 1000;

/** Each metric of each arm by itself. Metrics that no arm has are left out. */
export function armFigures({ arms }: ExperimentReport, signal: AbortSignal): HTMLElement[] {
  const draws = [...new Set(arms.map(({ of }) => of))];
  return draws.flatMap((draw) => {
    const drawn = arms.filter(({ of }) => of === draw);
    return METRICS.filter((metric) => drawn.some((arm) => estimateOf(arm, metric) !== null)).map((metric) =>
      armFigure(drawn, metric, draw, signal),
    );
  });
}

function armFigure(
  arms: readonly ArmFigures[],
  metric: ArmMetric,
  draw: string,
  signal: AbortSignal,
): HTMLElement {
  const unit: Unit = metric === 'cost' ? 'usd' : 'share';
  const bars = arms.map((figures, at): IntervalBar => ({
    name: figures.arm,
    colour: colourAt(at),
    estimate: estimateOf(figures, metric),
    notes: [ARM_MEANINGS[figures.arm], `${formatValue(figures.records, 'count')} requests`],
  }));
  const title = `${METRIC_TITLES[metric]} by arm (${draw})`;
  const axis = metric === 'cost' ? 'US$ per 1,000 requests, 95 % intervals' : '% with 95 % intervals';
  const says = bars
    .map(
      ({ name, estimate }) => `${name} ${estimate === null ? 'too few' : formatValue(estimate.value, unit)}`,
    )
    .join(', ');
  return chartFigure({
    title,
    draw: (width) => intervalBars({ bars, unit, axis, label: title, says }, width),
    table: {
      columns: ['Arm', METRIC_TITLES[metric], '95 % interval', 'requests'],
      rows: bars.map(({ name, estimate }, at) => [
        name,
        ...(estimate === null
          ? [UNKNOWN, UNKNOWN]
          : [formatValue(estimate.value, unit), formatBounds(estimate, unit)]),
        formatValue(arms[at]?.records ?? 0, 'count'),
      ]),
    },
    signal,
  });
}

function estimateOf({ cost, success, gate, liked }: ArmFigures, metric: ArmMetric): Estimate | null {
  if (metric !== 'cost') return { success, gate, liked }[metric] ?? null;
  if (cost === undefined) return null;
  return {
    value: cost.value * PER_THOUSAND,
    low: Math.max(0, cost.low * PER_THOUSAND),
    high: cost.high * PER_THOUSAND,
  };
}
