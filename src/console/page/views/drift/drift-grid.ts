import type { DriftMetric } from '../../../../lab/drift/drift-metric.js';
import { formatValue } from '../../charts/format-value.js';
import { h } from '../../dom.js';
import { METRIC_WORDS, type Movement, routeWords, sentenceOf, SEVERITY_WORDS } from './drift-words.js';

/** Routes down, metrics across: where it moved, and how much. It is a table, so that it needs no other. */
export function driftGrid(movements: readonly Movement[]): HTMLElement {
  const routes = [...new Set(movements.map(({ finding }) => finding.route))].sort((a, b) =>
    a === null ? -1 : b === null ? 1 : a < b ? -1 : 1,
  );
  const metrics = (Object.keys(METRIC_WORDS) as DriftMetric[]).filter((metric) =>
    movements.some(({ finding }) => finding.metric === metric),
  );
  const cellOf = (route: string | null, metric: DriftMetric): HTMLElement => {
    const found = movements.find(({ finding }) => finding.route === route && finding.metric === metric);
    return found === undefined ? h('td', { class: 'still' }, '·') : movedCell(found);
  };
  return h(
    'div',
    { class: 'panel chart' },
    h('h2', {}, 'Where it moved'),
    h(
      'div',
      { class: 'table-box' },
      h(
        'table',
        { class: 'drift-grid' },
        h('caption', { class: 'hidden-text' }, 'What moved, by route'),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, 'Route'),
            ...metrics.map((metric) => h('th', { scope: 'col' }, METRIC_WORDS[metric].title)),
          ),
        ),
        h(
          'tbody',
          {},
          ...routes.map((route) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, routeWords(route)),
              ...metrics.map((metric) => cellOf(route, metric)),
            ),
          ),
        ),
      ),
    ),
  );
}

function movedCell({ finding }: Movement): HTMLElement {
  const { metric, severity, before, now } = finding;
  const change = now.mean - before.mean;
  const { unit } = METRIC_WORDS[metric];
  const size =
    unit === 'share' ? formatValue(change, 'points') : `${change > 0 ? '+' : ''}${formatValue(change, unit)}`;
  const go = (): void => {
    const card = document.getElementById(cardId(finding));
    card?.scrollIntoView({ block: 'center' });
    card?.focus();
  };
  return h(
    'td',
    { class: `moved ${severity}` },
    h(
      'button',
      {
        click: go,
        title: sentenceOf(finding),
        'aria-label': `${routeWords(finding.route)}: ${sentenceOf(finding)}, ${SEVERITY_WORDS[severity]}`,
      },
      h('span', { 'aria-hidden': 'true' }, change > 0 ? '▲' : '▼'),
      size,
    ),
  );
}

/** Where a movement is told in full. */
export function cardId({ route, metric }: Movement['finding']): string {
  return `moved-${metric}-${route ?? ''}`;
}
