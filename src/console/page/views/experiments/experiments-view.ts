import type { Report } from '../../../api/evidence.js';
import { emptyNotice } from '../../notices.js';
import { type EvidencePlace, showEvidence } from '../../evidence/show-evidence.js';
import type { View } from '../../view.js';
import { h } from '../../dom.js';
import { armFigures } from './arm-figures.js';
import { comparisonSection } from './comparison-section.js';
import { ratioFigure } from './ratio-figure.js';

/** Arms that chance draws, held against each other. */
export const experimentsView: View = {
  name: 'experiments',
  title: 'Experiments',
  key: 'e',
  show: (root, context) =>
    showEvidence<Report>(root, context, {
      path: '/report',
      isEmpty: ({ records }) => records === 0,
      draw,
    }),
};

function draw({ experiment, sampleRatios }: Report, { signal }: EvidencePlace): Node[] {
  if (experiment.arms.length === 0) {
    return [
      emptyNotice(
        'Nothing is drawn by chance',
        'Give the RouterPolicy a controlGroup or an exploration, or try a second registry with --experiment.',
      ),
    ];
  }
  return [
    ...experiment.comparisons.map((comparison) => comparisonSection(comparison, experiment, signal)),
    ...sampleRatios.map((ratio) => ratioFigure(ratio, signal)),
    h('div', { class: 'pictures' }, ...armFigures(experiment, signal)),
  ];
}
