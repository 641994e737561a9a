import type { Drift } from '../../../api/evidence.js';
import { formatMoment, formatValue } from '../../charts/format-value.js';
import { h } from '../../dom.js';
import { clusterCard } from '../../evidence/cluster-card.js';
import { type EvidencePlace, showEvidence } from '../../evidence/show-evidence.js';
import type { View } from '../../view.js';
import { driftGrid } from './drift-grid.js';
import { movementsOf } from './drift-words.js';
import { movementCard } from './movement-card.js';

/** What is no longer as it was. */
export const driftView: View = {
  name: 'drift',
  title: 'Drift',
  key: 'f',
  show: (root, context) =>
    showEvidence<Drift>(root, context, {
      path: '/drift',
      byDefault: '7d',
      queryOf: ({ since, until }) => ({ window: since, ...(until !== undefined && { until }) }),
      isEmpty: ({ window, reference }) => window.records + reference.records === 0,
      draw,
    }),
};

function draw(drift: Drift, { signal }: EvidencePlace): Node[] {
  const movements = movementsOf(drift.findings);
  return [
    summary(drift, movements.length),
    ...(movements.length === 0
      ? []
      : [
          driftGrid(movements),
          h('div', { class: 'movements' }, ...movements.map((each) => movementCard(each, signal))),
        ]),
    ...clusterSection(drift),
  ];
}

function summary(
  { reference, window, tested, tooFew, alpha, findings }: Drift,
  movements: number,
): HTMLElement {
  const grave = findings.filter(({ severity }) => severity === 'high').length;
  const isTold = tested > 0;
  const title = !isTold
    ? 'Too few records to tell'
    : movements === 0
      ? 'Nothing has moved'
      : `${movements} ${movements === 1 ? 'thing has' : 'things have'} moved`;
  return h(
    'div',
    { class: `panel verdict ${grave > 0 ? 'bad' : isTold && movements === 0 ? 'good' : 'none'}` },
    h('p', { class: 'stat-value' }, title),
    h(
      'p',
      {},
      `${formatValue(window.records, 'count')} requests since ${formatMoment(window.from)}, held against ` +
        `${formatValue(reference.records, 'count')} from ${formatMoment(reference.from)} on (UTC).`,
    ),
    h(
      'p',
      { class: 'muted small' },
      `${tested} streams were tested, ${tooFew} have too few records; a false alarm has a chance of at most ${formatValue(alpha, 'share')}, however often one looks.`,
    ),
  );
}

function clusterSection({ clusters, uncovered, texts }: Drift): HTMLElement[] {
  if (clusters.length === 0) {
    const why =
      texts === 0
        ? 'No texts are kept, so that new kinds of requests cannot be told apart: the policy may keep them (records.text).'
        : `${formatValue(uncovered, 'count')} requests were covered by no route, and no kind of them comes often enough for a route of its own.`;
    return [h('p', { class: 'muted' }, why)];
  }
  return [
    h('h2', {}, 'Kinds of requests that no route covers'),
    h('div', { class: 'clusters' }, ...clusters.map((cluster) => clusterCard(cluster))),
  ];
}
