import { beforeNow } from '../../charts/bars/before-now.js';
import { drawToFit } from '../../charts/figure.js';
import { tipsOf } from '../../charts/tip.js';
import { h } from '../../dom.js';
import { formatHash } from '../../hash-route.js';
import { cardId } from './drift-grid.js';
import {
  evidenceOf,
  METRIC_WORDS,
  type Movement,
  routeWords,
  sentenceOf,
  SEVERITY_WORDS,
} from './drift-words.js';

/** One thing that moved: how far, how sure that is, and what to do. */
export function movementCard(movement: Movement, signal: AbortSignal): HTMLElement {
  const { finding } = movement;
  const { route, metric, severity, before, now, advice } = finding;
  const plot = h('div', { class: 'chart-plot' });
  const tip = h('div', { class: 'chart-tip', role: 'status', hidden: true });
  const says = sentenceOf(finding);
  const card = h(
    'article',
    { class: `panel movement ${severity}`, id: cardId(finding), tabindex: -1 },
    h(
      'header',
      { class: 'row' },
      h('span', { class: `chip ${CHIPS[severity]}` }, SEVERITY_WORDS[severity]),
      h('strong', { class: 'foreign' }, routeWords(route)),
    ),
    h('p', {}, says),
    plot,
    h('p', {}, h('span', { 'aria-hidden': 'true' }, '→ '), advice, '.'),
    h('p', { class: 'muted small' }, evidenceOf(movement)),
    route === null ? null : h('a', { href: formatHash('live', { route }) }, 'Its decisions'),
    tip,
  );
  tipsOf(card, tip);
  const data = {
    before: { value: before.mean, records: before.records },
    now: { value: now.mean, records: now.records },
    ...{
      unit: METRIC_WORDS[metric].unit,
      isBad: severity !== 'info',
      label: `${routeWords(route)}: ${says}`,
      says,
    },
  };
  drawToFit(plot, (width) => beforeNow(data, width), signal);
  return card;
}

const CHIPS = { high: 'bad', medium: 'warn', low: '', info: 'good' } as const;
