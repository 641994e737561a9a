import type { Estimate } from '../../../../lab/metrics/moments.js';
import type { Report } from '../../../api/evidence.js';
import type { GroupSpending } from '../../../../lab/report/savings-report.js';
import { chartFigure } from '../../charts/figure.js';
import { formatBounds, formatDay, formatEstimate, formatValue } from '../../charts/format-value.js';
import { type IntervalBar, intervalBars } from '../../charts/bars/interval-bars.js';
import { lineChart } from '../../charts/lines/line-chart.js';
import { allDays } from '../../evidence/all-days.js';
import { h } from '../../dom.js';
import { UNKNOWN } from '../../format.js';
import { type BaselineName, baselineNamed } from './baselines.js';
import { FALLBACK_ALARM } from './savings-tiles.js';

/** A route that costs many times the baseline would flatten all others. */
const BOUNDS = [-1, 1] as const;
const HEIGHT = 220;

export function savedByRoute({ routes }: Report, name: BaselineName, signal: AbortSignal): HTMLElement {
  const baseline = baselineNamed(name);
  const bars = routes.map((group): IntervalBar => {
    const estimate = baseline.savingOf(group)?.share ?? null;
    return {
      name: group.name ?? 'no route',
      colour: estimate === null || estimate.value === 0 ? 'none' : estimate.value < 0 ? 'bad' : 'good',
      estimate,
      notes: [`${formatValue(baseline.savingOf(group)?.usd ?? 0, 'usd')} in all`, requestsOf(group)],
    };
  });
  const title = `Saved by route, against the ${baseline.title}`;
  return chartFigure({
    title,
    note: `${baseline.meaning} Left of zero a route costs more than that.`,
    draw: (width) =>
      intervalBars(
        {
          bars,
          unit: 'share',
          axis: '% saved, with 95 % intervals',
          bounds: BOUNDS,
          label: title,
          says: saysOf(bars),
        },
        width,
      ),
    table: {
      columns: ['Route', 'saved', '95 % interval', 'US dollars', 'requests'],
      rows: routes.map((group) => {
        const saving = baseline.savingOf(group);
        return [
          group.name ?? 'no route',
          ...cellsOf(saving?.share),
          formatValue(saving?.usd ?? 0, 'usd'),
          String(group.records),
        ];
      }),
    },
    signal,
  });
}

export function savedByDay(report: Report, name: BaselineName, signal: AbortSignal): HTMLElement {
  const baseline = baselineNamed(name);
  return byDay(report, {
    title: `Saved by day, against the ${baseline.title}`,
    axis: '% saved a day, with 95 % intervals',
    colour: 1,
    pointOf: (group) => baseline.savingOf(group)?.share ?? null,
    signal,
  });
}

/** Above a tenth, routing does not do its work. */
export function fallbackFigure(report: Report, signal: AbortSignal): HTMLElement {
  return byDay(report, {
    title: 'Requests that no route got',
    note: 'They are answered by the default model. Above 10 %, add routes or examples: the map shows which.',
    axis: '% of requests a day, with 95 % intervals',
    colour: 2,
    pointOf: (group) => group.fallback ?? null,
    threshold: { value: FALLBACK_ALARM, label: `${formatValue(FALLBACK_ALARM, 'share')} alarm` },
    signal,
  });
}

/** What cascades paid for answers that the gate threw away. */
export function wastedFigure({ routes, routed }: Report, signal: AbortSignal): HTMLElement {
  const wasting = routes.filter(({ wastedUsd }) => wastedUsd > 0);
  const title = 'Thrown away by route';
  if (wasting.length === 0) {
    return h(
      'figure',
      { class: 'panel chart' },
      h('h2', {}, title),
      h('p', { class: 'muted' }, 'No answer was paid for and thrown away.'),
    );
  }
  const bars = wasting.map((group): IntervalBar => {
    const value = group.wastedUsd / (group.costUsd || 1);
    const left =
      group.escalation === undefined ? [] : [`${formatEstimate(group.escalation, 'share')} left a tier`];
    return {
      name: group.name ?? 'no route',
      colour: 2,
      estimate: { value, low: value, high: value },
      notes: [formatValue(group.wastedUsd, 'usd'), ...left],
    };
  });
  return chartFigure({
    title,
    note: `Answers of a cascade's first tiers that the gate refused: ${formatValue(routed.wastedUsd, 'usd')} in all.`,
    draw: (width) =>
      intervalBars(
        { bars, unit: 'share', axis: '% of what the route cost', label: title, says: saysOf(bars) },
        width,
      ),
    table: {
      columns: ['Route', 'wasted', 'of the cost', 'left a tier', '95 % interval'],
      rows: wasting.map((group, at) => [
        group.name ?? 'no route',
        formatValue(group.wastedUsd, 'usd'),
        formatValue(bars[at]?.estimate?.value ?? 0, 'share'),
        ...cellsOf(group.escalation),
      ]),
    },
    signal,
  });
}

interface ByDay {
  readonly title: string;
  readonly note?: string;
  readonly axis: string;
  readonly colour: number;
  readonly pointOf: (day: GroupSpending) => Estimate | null;
  readonly threshold?: { readonly value: number; readonly label: string };
  readonly signal: AbortSignal;
}

function byDay(
  report: Report,
  { title, note, axis, colour, pointOf, threshold, signal }: ByDay,
): HTMLElement {
  const groups = new Map(report.days.map((group) => [group.name ?? '', group]));
  const days = allDays(report);
  const points = days.map((day) => {
    const group = groups.get(day);
    return group === undefined ? null : pointOf(group);
  });
  const counts = days.map((day) => groups.get(day)?.records ?? 0);
  const known = points.filter((point) => point !== null);
  const data = {
    ...{ days, counts, threshold, axis, unit: 'share' as const, label: title },
    series: [{ name: title, colour, points }],
    says: `${known.length} of ${days.length} days are known; the last at ${formatValue(known.at(-1)?.value ?? 0, 'share')}`,
  };
  return chartFigure({
    ...{ title, note, signal },
    draw: (width) => lineChart(data, { width, height: HEIGHT }),
    table: {
      columns: ['Day', 'share', '95 % interval', 'requests'],
      rows: days.map((day, at) => [formatDay(day), ...cellsOf(points[at]), String(counts[at] ?? 0)]),
    },
  });
}

function requestsOf({ records, priced }: GroupSpending): string {
  return `${formatValue(records, 'count')} requests, ${formatValue(priced, 'count')} with a known cost`;
}

function saysOf(bars: readonly IntervalBar[]): string {
  return bars
    .map(
      ({ name, estimate }) =>
        `${name} ${estimate === null ? 'too few' : formatValue(estimate.value, 'share')}`,
    )
    .join(', ');
}

function cellsOf(estimate: Estimate | null | undefined): [string, string] {
  return estimate
    ? [formatValue(estimate.value, 'share'), formatBounds(estimate, 'share')]
    : [UNKNOWN, UNKNOWN];
}
