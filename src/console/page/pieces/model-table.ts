import { h } from '../dom.js';
import { formatProbability, formatUsd, formatUsdDifference } from '../format.js';
import { dataTable } from './data-table.js';
import { shareBar } from './share-bar.js';

export interface ModelRow {
  readonly model: string;
  /** Probability of a good answer, in [0, 1]. */
  readonly quality: number | null;
  /** US dollars. */
  readonly costUsd: number;
  readonly isChosen: boolean;
  /** Short words about it, such as `default`. */
  readonly marks: readonly string[];
  /** The hard limit that keeps it from serving the request. */
  readonly limit: string | null;
}

/** What each model of the pool would have meant. */
export function modelTable(models: readonly ModelRow[]): HTMLElement {
  const chosenCost = models.find(({ isChosen }) => isChosen)?.costUsd ?? null;
  return dataTable({
    caption: 'What each model would have meant',
    columns: [
      { title: 'Model' },
      { title: 'Good answer', look: 'c-small-bar' },
      { title: '', look: 'num' },
      { title: 'Cost', look: 'num' },
      { title: 'Against chosen', look: 'num' },
    ],
    rowLook: (index) => (models[index]?.isChosen === true ? 'chosen' : null),
    rows: models.map((row) => [
      modelName(row),
      row.quality === null
        ? null
        : shareBar({ value: row.quality, look: row.isChosen ? 'fill' : 'fill-soft' }),
      formatProbability(row.quality),
      formatUsd(row.costUsd),
      differenceOf(row, chosenCost),
    ]),
  });
}

function modelName({ model, marks, limit, isChosen }: ModelRow): HTMLElement {
  return h(
    'span',
    { class: 'row tight' },
    h('span', { class: 'foreign' }, model),
    isChosen ? h('span', { class: 'chip accent' }, 'chosen') : null,
    ...marks.map((mark) => h('span', { class: 'chip' }, mark)),
    limit === null ? null : h('span', { class: 'chip warn', title: 'It cannot serve this request' }, limit),
  );
}

function differenceOf({ costUsd, isChosen }: ModelRow, chosenCost: number | null): HTMLElement | string {
  if (chosenCost === null || isChosen) return '';
  const difference = costUsd - chosenCost;
  const times = chosenCost > 0 ? `${(costUsd / chosenCost).toPrecision(2)} ×` : '';
  return h('span', { class: difference < 0 ? 'good' : null, title: times }, formatUsdDifference(difference));
}
