import { h } from '../dom.js';
import { formatProbability } from '../format.js';
import { dataTable } from './data-table.js';
import { shareBar } from './share-bar.js';

export interface CandidateRow {
  readonly route: string;
  /** In [0, 1]; likewise the bar, which is `null` where it is not known. */
  readonly probability: number;
  readonly bar: number | null;
  /** The model that answers the route; absent where it is not told. */
  readonly model?: string;
}

export interface Comparison {
  readonly candidates: readonly CandidateRow[];
  /** In [0, 1]; `null` for what is not known, likewise the next two. */
  readonly outOfScope: number | null;
  readonly margin: number | null;
  readonly marginBar: number | null;
}

/** Above this probability a text is out of scope. */
const SCOPE_BAR = 0.5;

/** The routes that were compared, with the bar that each had to clear. */
export function candidateTable({ candidates, outOfScope, margin, marginBar }: Comparison): HTMLElement {
  if (candidates.length === 0) return h('p', { class: 'muted' }, 'No routes were compared.');
  const tellsModels = candidates.some(({ model }) => model !== undefined);
  const rows = candidates.map(({ route, probability, bar, model }, index) => [
    h('span', { class: 'one-line', title: route }, route),
    shareBar({ value: probability, mark: bar, look: index === 0 ? lookOf(probability, bar) : 'fill-soft' }),
    formatProbability(probability),
    formatProbability(bar),
    ...(tellsModels ? [h('span', { class: 'one-line', title: model ?? '' }, model ?? '')] : []),
  ]);
  const strange =
    outOfScope === null
      ? []
      : [
          [
            h('em', { class: 'muted' }, 'strange to all'),
            shareBar({
              value: outOfScope,
              mark: SCOPE_BAR,
              look: outOfScope > SCOPE_BAR ? 'fill-bad' : 'fill-muted',
            }),
            formatProbability(outOfScope),
            formatProbability(SCOPE_BAR),
            ...(tellsModels ? [null] : []),
          ],
        ];
  const table = dataTable({
    caption: 'Routes compared',
    columns: [
      { title: 'Route', look: 'c-name' },
      { title: 'Probability', look: 'c-bar' },
      { title: '', look: 'num' },
      { title: 'Bar', look: 'num muted' },
      ...(tellsModels ? [{ title: 'Answered by', look: 'c-name' }] : []),
    ],
    rows: [...rows, ...strange],
  });
  return h('div', {}, table, marginLine(margin, marginBar));
}

function lookOf(probability: number, bar: number | null): string {
  return bar !== null && probability < bar ? 'fill-bad' : 'fill';
}

function marginLine(margin: number | null, bar: number | null): HTMLElement | null {
  if (margin === null) return null;
  const isShort = bar !== null && margin < bar;
  const asked = bar === null ? '' : `, ${formatProbability(bar)} is asked for`;
  return h(
    'p',
    { class: 'below' },
    'Lead over the runner-up ',
    h('strong', { class: isShort ? 'bad' : null }, formatProbability(margin)),
    h('span', { class: 'muted' }, asked),
  );
}
