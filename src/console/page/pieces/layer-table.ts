import { h } from '../dom.js';
import { formatMicros } from '../format.js';
import { dataTable } from './data-table.js';
import { shareBar } from './share-bar.js';
import { waterfall } from './waterfall.js';

export interface LayerRow {
  readonly name: string;
  readonly microseconds: number;
  /** What it found, in names and numbers; absent where none of the layers tells. */
  readonly found?: string;
  /** Whether it ran for an explanation alone; default not. */
  readonly isExtra?: boolean;
}

/**
 * The layers as a waterfall: each bar begins where the one before ended.
 *
 * @param total microseconds of the whole decision, where that is known
 * @param ending the layer that ended the search
 */
export function layerTable(layers: readonly LayerRow[], total: number | null, ending: string): HTMLElement {
  const bars = waterfall(layers, total);
  const tellsFindings = layers.some(({ found }) => found !== undefined);
  const rows = bars.map(({ step, microseconds, from, length }) => {
    const isEnding = step?.name === ending;
    const isExtra = step?.isExtra === true;
    return [
      step === undefined ? h('em', { class: 'muted' }, 'the rest') : layerName(step.name, isEnding, isExtra),
      shareBar({ from, value: length, look: isExtra ? 'fill-muted' : isEnding ? 'fill' : 'fill-soft' }),
      formatMicros(microseconds),
      ...(tellsFindings ? [h('span', { class: 'foreign small' }, step?.found ?? '')] : []),
    ];
  });
  return dataTable({
    caption: 'Layers in the order in which they ran',
    columns: [
      { title: 'Layer' },
      { title: 'When', look: tellsFindings ? 'c-small-bar' : 'c-bar' },
      { title: 'Took', look: 'num' },
      ...(tellsFindings ? [{ title: 'Found', look: 'c-found' }] : []),
    ],
    rows,
  });
}

function layerName(name: string, isEnding: boolean, isExtra: boolean): HTMLElement {
  const mark = isEnding ? h('span', { class: 'chip accent' }, 'decided') : null;
  const extra = isExtra
    ? h('span', { class: 'chip', title: 'Ran for this explanation only' }, 'extra')
    : null;
  return h('span', { class: 'beside' }, name, mark, extra);
}
