import type { ArmComparison, ExperimentReport } from '../../../../lab/report/experiment-report.js';
import type { MetricComparison } from '../../../../lab/report/compare-arms.js';
import { chartFigure } from '../../charts/figure.js';
import { type ForestRow, forestPlot } from '../../charts/bars/forest-plot.js';
import { formatBounds, formatValue, type Unit } from '../../charts/format-value.js';
import { h } from '../../dom.js';
import { UNKNOWN } from '../../format.js';
import { METRIC_TITLES, VERDICT_TITLES, verdictOf } from './experiment-words.js';

const PER_THOUSAND = 1000;

/** What the rule says of one comparison, and the differences that it says it by. */
export function comparisonSection(
  comparison: ArmComparison,
  { alpha, tolerance }: ExperimentReport,
  signal: AbortSignal,
): HTMLElement {
  const { arm, baseline, metrics } = comparison;
  const { title, words, meaning } = verdictOf(comparison);
  const [costs, qualities] = [metrics.filter(isCost), metrics.filter((metric) => !isCost(metric))];
  return h(
    'section',
    { class: 'stack', 'aria-label': `${arm} against ${baseline}` },
    h(
      'div',
      { class: `panel verdict ${meaning}` },
      h('p', { class: 'muted small' }, `${arm} against ${baseline}`),
      h('p', { class: `stat-value ${meaning}` }, title),
      h('p', {}, words),
      h(
        'p',
        { class: 'muted small' },
        `Look as often as you like: the chance of a wrong stop is at most ${formatValue(alpha, 'share')}. ` +
          `Quality counts as as good when it is no more than ${formatValue(tolerance, 'share')} of all answers lower.`,
      ),
    ),
    h(
      'div',
      { class: 'pictures' },
      forestFigure(`Quality: ${arm} minus ${baseline}`, qualities.map(rowOf), {
        ...{ unit: 'points', axis: 'percentage points', better: 'right', margin: tolerance },
        signal,
      }),
      forestFigure(`Cost: ${arm} minus ${baseline}`, costs.map(rowOf), {
        ...{ unit: 'usd', axis: 'US$ per 1,000 requests', better: 'left' },
        signal,
      }),
    ),
  );
}

interface ForestOptions {
  readonly unit: Unit;
  readonly axis: string;
  readonly better: 'left' | 'right';
  readonly margin?: number;
  readonly signal: AbortSignal;
}

function forestFigure(
  title: string,
  rows: readonly ForestRow[],
  { signal, ...options }: ForestOptions,
): HTMLElement {
  const { unit } = options;
  const says = rows.map(({ name, verdict }) => `${name}: ${verdict}`).join(', ');
  return chartFigure({
    title,
    note: 'Thick: the 95 % interval of a single look. Thin: the interval that holds however often one looks.',
    draw: (width) => forestPlot({ rows, ...options, label: title, says }, width),
    table: {
      columns: ['In', 'difference', 'one look', 'all looks', 'verdict'],
      rows: rows.map(({ name, difference, always, verdict }) => [
        name,
        difference === null ? UNKNOWN : formatValue(difference.value, unit),
        difference === null ? UNKNOWN : formatBounds(difference, unit),
        always === null ? UNKNOWN : formatBounds(always, unit),
        verdict,
      ]),
    },
    signal,
  });
}

function rowOf({ metric, counted, difference, always, verdict }: MetricComparison): ForestRow {
  const factor = metric === 'cost' ? PER_THOUSAND : 1;
  return {
    name: METRIC_TITLES[metric],
    difference: difference
      ? { value: difference.value * factor, low: difference.low * factor, high: difference.high * factor }
      : null,
    always: always ? { low: always.low * factor, high: always.high * factor } : null,
    meaning: verdict === 'better' || verdict === 'as_good' ? 'good' : verdict === 'worse' ? 'bad' : 'none',
    verdict: VERDICT_TITLES[verdict],
    notes: [`counted ${formatValue(counted[0], 'count')} and ${formatValue(counted[1], 'count')}`],
  };
}

function isCost({ metric }: MetricComparison): boolean {
  return metric === 'cost';
}
