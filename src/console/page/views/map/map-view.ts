import type { RoutesMap } from '../../../api/evidence.js';
import { chartFigure } from '../../charts/figure.js';
import { formatValue } from '../../charts/format-value.js';
import { ScatterPlot } from '../../charts/scatter/scatter-plot.js';
import { h } from '../../dom.js';
import { UNKNOWN } from '../../format.js';
import { clusterCard } from '../../evidence/cluster-card.js';
import { type EvidencePlace, showEvidence } from '../../evidence/show-evidence.js';
import type { View } from '../../view.js';
import { mapLegend } from './map-legend.js';
import { type MapChoice, mapPicture } from './map-picture.js';

/** Pixels that the picture leaves for what is above and below it. */
const AROUND = 205;
const LOWEST = 380;

/** Examples and recent traffic on a plane. */
export const mapView: View = {
  name: 'map',
  title: 'Routes map',
  key: 'm',
  show: (root, context) =>
    showEvidence<RoutesMap>(root, context, {
      path: '/map',
      isEmpty: ({ points }) => points.length === 0,
      empty: {
        what: 'Nothing to lay out',
        remedy:
          'It takes routes with examples, and the sentence encoder; traffic is shown where records keep text.',
      },
      draw,
    }),
};

function draw(map: RoutesMap, place: EvidencePlace): Node[] {
  let choice: MapChoice = {
    hidden: new Set(),
    kinds: new Set(['example', 'traffic']),
    cluster: place.params.get('cluster') ?? undefined,
  };
  const height = Math.max(LOWEST, window.innerHeight - AROUND);
  const plot = new ScatterPlot(mapPicture(map, choice), height, place.signal);
  const pick = (next: Partial<MapChoice>): void => {
    choice = { ...choice, ...next };
    plot.update(mapPicture(map, choice));
  };
  const legend = mapLegend(map, choice, ({ hidden, kinds }) => {
    pick({ hidden, kinds });
  });
  const cards = map.clusters.map((cluster) => {
    const card = clusterCard(cluster);
    const choose = (): void => {
      pick({ cluster: cluster.name });
    };
    card.addEventListener('pointerenter', choose);
    card.addEventListener('focusin', choose);
    return card;
  });
  return [
    ...(map.note === null ? [] : [h('p', { class: 'notice' }, map.note)]),
    h(
      'div',
      { class: 'map' },
      mapFigure(map, plot, place.signal),
      h('div', { class: 'map-side' }, legend, ...uncovered(cards)),
    ),
  ];
}

function mapFigure(map: RoutesMap, plot: ScatterPlot, signal: AbortSignal): HTMLElement {
  const { explained, routes, points, clusters } = map;
  const countOf = (route: string, kind: 'example' | 'traffic'): string =>
    formatValue(points.filter((point) => point.route === route && point.kind === kind).length, 'count');
  return chartFigure({
    title: 'Near on the map, near in meaning',
    note: `The plane shows ${formatValue(explained, 'share')} of the differences: neighbours may still differ. Drag to move, Ctrl and the wheel to look closer.`,
    draw: () => plot.element,
    table: {
      columns: ['Route', 'examples', 'on the map', 'traffic on the map'],
      rows: [
        ...routes.map(({ name, examples }) => [
          name,
          formatValue(examples, 'count'),
          countOf(name, 'example'),
          countOf(name, 'traffic'),
        ]),
        ...clusters.map(({ name, requests }) => [
          `not covered: ${name}`,
          UNKNOWN,
          UNKNOWN,
          formatValue(requests, 'count'),
        ]),
      ],
    },
    signal,
  });
}

function uncovered(cards: readonly HTMLElement[]): Node[] {
  if (cards.length === 0)
    return [
      h('p', { class: 'muted' }, 'No kind of requests that no route covers comes often enough to be named.'),
    ];
  return [h('h2', {}, 'Not covered, ringed on the map'), ...cards];
}
