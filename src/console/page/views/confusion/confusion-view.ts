import type { ConfusionView } from '../../../api/evidence.js';
import { confusedPairs, matrixOf } from '../../charts/matrix/confused-classes.js';
import { chartFigure } from '../../charts/figure.js';
import { formatBounds, formatValue } from '../../charts/format-value.js';
import { matrixChart } from '../../charts/matrix/matrix-chart.js';
import { h } from '../../dom.js';
import { UNKNOWN } from '../../format.js';
import { choice } from '../../pieces/choice.js';
import { periodQuery } from '../../evidence/period.js';
import { type EvidencePlace, showEvidence } from '../../evidence/show-evidence.js';
import { statTiles, type StatTile } from '../../evidence/stat-tile.js';
import { emptyNotice } from '../../notices.js';
import type { View } from '../../view.js';
import { cellPanel, pairList } from './confused-pairs.js';

/** Classes of a matrix that can be read. */
const READABLE = 24;

/** The class of requests that no route got, or should have got. */
const NONE = 'none';

/** Where requests of a route go. */
export const confusionView: View = {
  name: 'confusion',
  title: 'Confusion',
  key: 'c',
  show: (root, context) =>
    showEvidence<ConfusionView>(root, context, {
      path: '/confusion',
      queryOf: (period, params) => {
        const of = params.get('of');
        return { ...periodQuery(period), ...((of === 'examples' || of === 'labels') && { of }) };
      },
      isEmpty: () => false,
      draw,
    }),
};

function draw(answer: ConfusionView, place: EvidencePlace): Node[] {
  return [
    ofSwitch(answer.of, place),
    ...(answer.rows === 0 ? [nothingYet(answer.of)] : drawMatrix(answer, place)),
  ];
}

function ofSwitch(of: ConfusionView['of'], { params, remember, reload }: EvidencePlace): HTMLElement {
  const options = [
    ['examples', 'examples'],
    ['labels', 'what people said'],
  ] as const;
  const picked = (next: ConfusionView['of']): void => {
    params.set('of', next);
    remember(params);
    reload();
  };
  return h(
    'div',
    { class: 'row' },
    h('span', { class: 'muted' }, 'Judged by'),
    choice('Judged by', options, of, picked),
  );
}

function nothingYet(of: ConfusionView['of']): HTMLElement {
  return of === 'examples'
    ? emptyNotice('Too few examples', 'It takes two routes with two examples each.')
    : emptyNotice(
        'Nobody has named a right route in this period',
        'Clients do so by POST /v1/feedback, and people by dragoman records label.',
      );
}

function drawMatrix(answer: ConfusionView, place: EvidencePlace): Node[] {
  const side = h('div', { class: 'confusion-side' });
  const pairs = confusedPairs(answer.confusion);
  const showCell = (truth: string, decided: string): void => {
    side.replaceChildren(cellPanel(answer, truth, decided), pairList(answer, pairs, showCell));
  };
  side.append(pairList(answer, pairs, showCell));
  const wrong = pairs.reduce((sum, { count }) => sum + count, 0);
  return [
    statTiles(tilesOf(answer, wrong)),
    h('div', { class: 'confusion' }, matrixFigure(answer, place, showCell), side),
  ];
}

function tilesOf({ of, rows, total, accuracy, confusion }: ConfusionView, wrong: number): StatTile[] {
  const drawn = rows < total ? `An even draw of ${formatValue(total, 'count')}` : 'All there are';
  const seen =
    of === 'examples'
      ? 'Each judged by heads that were fitted on the others.'
      : 'Decisions held against the routes that people named for them.';
  return [
    {
      label: of === 'examples' ? 'Examples that go to their own route' : 'Decisions that people agree with',
      value: accuracy === null ? UNKNOWN : formatValue(accuracy.value, 'share'),
      note: accuracy === null ? 'too few to tell' : `95 % interval ${formatBounds(accuracy, 'share')}`,
    },
    {
      label: of === 'examples' ? 'Examples' : 'Labels',
      value: formatValue(rows, 'count'),
      note: `${drawn}. ${seen}`,
    },
    {
      label: 'That go elsewhere',
      value: formatValue(wrong, 'count'),
      meaning: wrong === 0 ? 'good' : 'none',
      note: `among ${confusion.classes.length} classes; “none” is no route`,
    },
  ];
}

function matrixFigure(
  answer: ConfusionView,
  { signal, params, remember }: EvidencePlace,
  onPick: (truth: string, decided: string) => void,
): HTMLElement {
  const { confusion, accuracy } = answer;
  const isLarge = confusion.classes.length > READABLE;
  const place = h('div', {});
  const show = (which: 'confused' | 'all'): void => {
    const matrix = matrixOf(confusion, which === 'all' ? Infinity : READABLE, NONE);
    const left = matrix.left === 0 ? '' : ` ${matrix.left} that are confused less are left out.`;
    const title = 'What is right, and what was decided';
    const figure = chartFigure({
      title,
      note: `A row is a route, and its cells are shares of the row: on the diagonal right, beside it wrong.${left}`,
      draw: (width) =>
        matrixChart(
          {
            ...{ matrix, label: title },
            says: `${matrix.names.length} classes, ${accuracy === null ? 'accuracy not known' : `${formatValue(accuracy.value, 'share')} right`}`,
            onPick: ({ truth, decided }) => {
              onPick(truth, decided);
            },
          },
          width,
        ),
      table: {
        columns: ['Right', 'decided', 'count', 'of the row'],
        rows: matrix.cells.map(({ truth, decided, count, share }) => [
          truth,
          decided,
          String(count),
          formatValue(share, 'share'),
        ]),
      },
      ...(isLarge && { head: switchOf(which) }),
      signal,
    });
    place.replaceChildren(figure);
  };
  const switchOf = (which: 'confused' | 'all'): HTMLElement => {
    const options = [
      ['confused', `the ${READABLE} most confused`],
      ['all', `all ${confusion.classes.length}`],
    ] as const;
    return choice('Classes', options, which, (next) => {
      params.set('classes', next);
      remember(params);
      show(next);
    });
  };
  show(params.get('classes') === 'all' ? 'all' : 'confused');
  return place;
}
