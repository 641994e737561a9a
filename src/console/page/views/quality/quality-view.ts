import type { QualityOverTime, RouteOverTime } from '../../../api/evidence.js';
import { h } from '../../dom.js';
import { type EvidencePlace, showEvidence } from '../../evidence/show-evidence.js';
import type { View } from '../../view.js';
import { QUALITY_METRICS, type QualityMetric } from './quality-metrics.js';
import { type Multiple, smallMultiples } from './small-multiples.js';
import { routeFigure } from './route-figure.js';

/** Quality and cost of each route over time. */
export const qualityView: View = {
  name: 'quality',
  title: 'Quality and cost',
  key: 'q',
  show: (root, context) =>
    showEvidence<QualityOverTime>(root, context, {
      path: '/quality',
      isEmpty: ({ routes }) => routes.length === 0,
      draw,
    }),
};

function draw(answer: QualityOverTime, place: EvidencePlace): Node[] {
  const routes = [...answer.routes].sort((a, b) => b.records - a.records);
  const metrics = QUALITY_METRICS.filter((metric) => routes.some((route) => isKnown(route, metric)));
  const large = h('div', { class: 'quality-large' });
  const chosen = chosenOf(routes, metrics, place.params);
  if (chosen === undefined) return [];
  const show = (multiple: Multiple): void => {
    large.replaceChildren(routeFigure(answer, multiple, place.signal));
  };
  show(chosen);
  const pick = (multiple: Multiple): void => {
    place.params.set('route', multiple.route.route ?? '');
    place.params.set('metric', multiple.metric.name);
    place.remember(place.params);
    show(multiple);
    large.scrollIntoView({ block: 'nearest' });
  };
  return [
    large,
    smallMultiples({ ...{ answer, routes, metrics, chosen, onPick: pick }, signal: place.signal }),
  ];
}

function isKnown({ byDay }: RouteOverTime, { pointOf }: QualityMetric): boolean {
  return byDay.some((day) => day !== null && pointOf(day) !== null);
}

/** What the address names, else the cost of the route that is used most. */
function chosenOf(
  routes: readonly RouteOverTime[],
  metrics: readonly QualityMetric[],
  params: URLSearchParams,
): Multiple | undefined {
  const route = routes.find((each) => (each.route ?? '') === params.get('route')) ?? routes[0];
  const metric =
    metrics.find(({ name }) => name === params.get('metric')) ??
    metrics.find(({ name }) => name === 'cost') ??
    metrics[0];
  return route && metric && { route, metric };
}
