import type { ConfusionCell } from '../../../../lab/evaluate/confusion.js';
import type { ConfusionView } from '../../../api/evidence.js';
import { formatValue } from '../../charts/format-value.js';
import { h } from '../../dom.js';
import { UNKNOWN } from '../../format.js';
import { formatHash } from '../../hash-route.js';

const MOST = 12;

/** The pairs that are mixed up most, as bars; each can be looked at. */
export function pairList(
  { of }: ConfusionView,
  pairs: readonly ConfusionCell[],
  onPick: (truth: string, decided: string) => void,
): HTMLElement {
  if (pairs.length === 0) {
    return h(
      'div',
      { class: 'panel' },
      h('h2', {}, 'Nothing is mixed up'),
      h('p', { class: 'muted' }, `Every one of the ${of} goes to its own route.`),
    );
  }
  const most = pairs[0]?.count ?? 1;
  return h(
    'div',
    { class: 'panel' },
    h('h2', {}, 'Mixed up most', h('small', {}, `${Math.min(MOST, pairs.length)} of ${pairs.length} pairs`)),
    h(
      'ul',
      { class: 'pairs' },
      ...pairs.slice(0, MOST).map((pair) => h('li', {}, pairButton(pair, most, onPick))),
    ),
  );
}

function pairButton(
  { truth, decided, count }: ConfusionCell,
  most: number,
  onPick: (truth: string, decided: string) => void,
): HTMLElement {
  const bar = h('i', { class: 'pair-bar', 'aria-hidden': 'true' });
  bar.style.width = `${(count / most) * 100}%`;
  const pick = (): void => {
    onPick(truth, decided);
  };
  return h(
    'button',
    { class: 'pair quiet', 'data-item': true, click: pick },
    bar,
    h('span', { class: 'one-line' }, `${truth} → ${decided}`),
    h('strong', {}, count),
  );
}

/** One cell in words, with its row and its mirror, and what to do about it. */
export function cellPanel({ of, confusion }: ConfusionView, truth: string, decided: string): HTMLElement {
  const countAt = (right: string, found: string): number =>
    confusion.cells.find((cell) => cell.truth === right && cell.decided === found)?.count ?? 0;
  const row = confusion.cells.filter((cell) => cell.truth === truth);
  const total = row.reduce((sum, { count }) => sum + count, 0);
  const count = countAt(truth, decided);
  const share = total === 0 ? UNKNOWN : formatValue(count / total, 'share');
  const elsewhere = row.filter((cell) => cell.decided !== truth).sort((a, b) => b.count - a.count);
  return h(
    'div',
    { class: 'panel cell-panel', role: 'status' },
    h('h2', { class: 'foreign' }, truth === decided ? `${truth}, right` : `${truth} → ${decided}`),
    h('p', { class: `stat-value ${truth === decided ? 'good' : 'bad'}` }, share),
    h('p', {}, `${count} of ${total} ${of} of ${truth}.`),
    truth === decided ? null : h('p', {}, `The other way: ${countAt(decided, truth)}.`),
    elsewhere.length === 0
      ? null
      : h(
          'p',
          { class: 'muted small' },
          `${truth} goes to ${elsewhere
            .slice(0, 6)
            .map((cell) => `${cell.decided} (${cell.count})`)
            .join(', ')}.`,
        ),
    truth === decided || count === 0 ? null : h('p', { class: 'small' }, adviceFor(truth, decided)),
    h('a', { href: formatHash('live', { route: decided }) }, `Decisions for ${decided}`),
  );
}

function adviceFor(truth: string, decided: string): string {
  if (decided === 'none')
    return `Give ${truth} examples of the kind that finds no route; dragoman lint names them.`;
  return `dragoman lint names the texts: give both routes examples that tell them apart, or make them one.`;
}
