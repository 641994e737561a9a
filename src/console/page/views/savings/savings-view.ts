import type { Report } from '../../../api/evidence.js';
import { h } from '../../dom.js';
import { choice } from '../../pieces/choice.js';
import { type EvidencePlace, showEvidence } from '../../evidence/show-evidence.js';
import { statTiles } from '../../evidence/stat-tile.js';
import type { View } from '../../view.js';
import { BASELINES, type BaselineName, baselineOf } from './baselines.js';
import { costFigure } from './cost-figure.js';
import { fallbackFigure, savedByDay, savedByRoute, wastedFigure } from './saved-figures.js';
import { poolFigure } from './pool-figure.js';
import { savingsTiles } from './savings-tiles.js';

/** What routing saved, against what, and where. */
export const savingsView: View = {
  name: 'savings',
  title: 'Savings',
  key: 's',
  show: (root, context) =>
    showEvidence<Report>(root, context, {
      path: '/report',
      isEmpty: ({ records }) => records === 0,
      draw,
    }),
};

function draw(report: Report, place: EvidencePlace): Node[] {
  const { signal } = place;
  const saved = h('div', { class: 'pictures' });
  const show = (name: BaselineName): void => {
    saved.replaceChildren(savedByRoute(report, name, signal), savedByDay(report, name, signal));
  };
  const chosen = baselineOf(place.params.get('against'));
  show(chosen);
  const baselines = choice(
    'Held against',
    BASELINES.map(({ name, title }) => [name, title] as const),
    chosen,
    (name) => {
      place.params.set('against', name);
      place.remember(place.params);
      show(name);
    },
  );
  return [
    statTiles(savingsTiles(report)),
    h('div', { class: 'pictures' }, costFigure(report, signal), poolFigure(report, signal)),
    h('div', { class: 'row held-against' }, h('span', { class: 'muted' }, 'Saved against the'), baselines),
    saved,
    h('div', { class: 'pictures' }, fallbackFigure(report, signal), wastedFigure(report, signal)),
  ];
}
