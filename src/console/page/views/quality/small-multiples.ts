import type { Estimate } from '../../../../lab/metrics/moments.js';
import type { QualityOverTime, RouteOverTime } from '../../../api/evidence.js';
import { drawToFit } from '../../charts/figure.js';
import { formatDay, formatValue } from '../../charts/format-value.js';
import { lineChart } from '../../charts/lines/line-chart.js';
import { lineDomain } from '../../charts/lines/line-domain.js';
import type { Span } from '../../charts/scale.js';
import { tipsOf } from '../../charts/tip.js';
import { h } from '../../dom.js';
import type { QualityMetric } from './quality-metrics.js';

/** One small picture among many. */
export interface Multiple {
  readonly route: RouteOverTime;
  readonly metric: QualityMetric;
}

interface Multiples {
  readonly answer: QualityOverTime;
  readonly routes: readonly RouteOverTime[];
  readonly metrics: readonly QualityMetric[];
  readonly chosen: Multiple;
  readonly onPick: (multiple: Multiple) => void;
  readonly signal: AbortSignal;
}

const HEIGHT = 66;
/** Routes that are drawn at first. */
const FIRST = 12;

/** Routes down, metrics across, one scale a column: what moves alone is seen at once. */
export function smallMultiples(multiples: Multiples): HTMLElement {
  const { routes, metrics, answer } = multiples;
  const tip = h('div', { class: 'chart-tip', role: 'status', hidden: true });
  const domains = metrics.map((metric) =>
    lineDomain(
      routes.map((route) => pointsOf({ route, metric })),
      metric.unit,
    ),
  );
  const body = h('tbody', {}, ...routes.slice(0, FIRST).map((route) => rowOf(route, multiples, domains)));
  const table = h(
    'table',
    { class: 'multiples' },
    h('caption', { class: 'hidden-text' }, 'Each metric of each route by day'),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Route'), ...metrics.map(headOf))),
    body,
  );
  const [first, last] = [answer.days[0] ?? '', answer.days.at(-1) ?? ''];
  const title = h(
    'h2',
    {},
    'Every route',
    h('small', {}, `${formatDay(first)} to ${formatDay(last)}; click one to see it large`),
  );
  const box = h('div', { class: 'panel' }, title, h('div', { class: 'table-box' }, table), tip);
  if (routes.length > FIRST) {
    const more = h('button', { class: 'quiet' }, `Show ${routes.length - FIRST} more routes`);
    more.addEventListener('click', () => {
      body.append(...routes.slice(FIRST).map((route) => rowOf(route, multiples, domains)));
      more.remove();
    });
    box.append(more);
  }
  tipsOf(box, tip);
  return box;
}

/** One a day; `null` where too few requests came. */
export function pointsOf({ route, metric }: Multiple): (Estimate | null)[] {
  return route.byDay.map((day) => (day === null ? null : metric.pointOf(day)));
}

function headOf({ title, axis }: QualityMetric): HTMLElement {
  return h('th', { scope: 'col' }, title, h('small', { class: 'muted' }, axis));
}

function rowOf(route: RouteOverTime, multiples: Multiples, domains: readonly Span[]): HTMLElement {
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row' },
      h('span', { class: 'one-line' }, route.route ?? 'no route'),
      h('small', { class: 'muted' }, `${formatValue(route.records, 'count')} requests`),
    ),
    ...multiples.metrics.map((metric, at) => cellOf({ route, metric }, multiples, domains[at] ?? [0, 1])),
  );
}

function cellOf(
  multiple: Multiple,
  { answer, chosen, onPick, signal }: Multiples,
  domain: Span,
): HTMLElement {
  const { route, metric } = multiple;
  const points = pointsOf(multiple);
  if (points.every((point) => point === null)) return h('td', { class: 'muted small none' }, 'none');
  const label = `${metric.title}: ${route.route ?? 'no route'}`;
  const counts = route.byDay.map((day) => day?.records ?? 0);
  const place = h('div', { class: 'chart-plot' });
  const isChosen = chosen.route === route && chosen.metric === metric;
  const open = h(
    'button',
    { class: 'multiple-open', 'aria-label': `Enlarge ${label}`, 'aria-pressed': String(isChosen) },
    '⤢',
  );
  const pick = (): void => {
    const table = place.closest('table');
    table?.querySelector('.multiple-open[aria-pressed="true"]')?.setAttribute('aria-pressed', 'false');
    open.setAttribute('aria-pressed', 'true');
    onPick(multiple);
  };
  open.addEventListener('click', pick);
  place.addEventListener('click', pick);
  const data = {
    ...{ days: answer.days, unit: metric.unit, axis: metric.axis, counts, domain, label },
    series: [{ name: label, colour: metric.colour, points }],
    says: `${points.filter((point) => point !== null).length} days are known`,
  };
  drawToFit(place, (width) => lineChart(data, { width, height: HEIGHT, isSmall: true }), signal);
  return h('td', {}, place, open);
}
