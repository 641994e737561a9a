import { h } from '../dom.js';
import { choice } from '../pieces/choice.js';
import {
  DAY_MS,
  isoDay,
  lastDay,
  type Period,
  PERIOD_NAMES,
  type PeriodName,
  periodOf,
  withPeriod,
} from './period.js';

const TITLES: Readonly<Record<PeriodName, string>> = {
  '24h': '24 h',
  '7d': '7 days',
  '30d': '30 days',
  custom: 'Custom',
};

const WEEK_MS = 7 * DAY_MS;

/** Lets the reader choose the period; told of each choice. */
export function periodPicker(period: Period, onPick: (period: Period) => void): HTMLElement {
  const now = Date.now();
  const field = (label: string, value: string): HTMLInputElement =>
    h('input', { type: 'date', 'aria-label': label, value, max: isoDay(now) });
  const from = field('From', period.name === 'custom' ? period.since : isoDay(now - WEEK_MS));
  const to = field('To, included', lastDay(period) ?? isoDay(now));
  const dates = h('span', { class: 'row', hidden: period.name !== 'custom' }, from, '–', to);
  const pick = (): void => {
    const custom = periodOf(new URLSearchParams({ from: from.value, to: to.value }));
    if (custom.name === 'custom') onPick(custom);
  };
  from.addEventListener('change', pick);
  to.addEventListener('change', pick);
  const choose = (name: PeriodName): void => {
    dates.hidden = name !== 'custom';
    if (name === 'custom') pick();
    else onPick(periodOf(withPeriod(new URLSearchParams(), { name, since: name, until: undefined })));
  };
  const options = PERIOD_NAMES.map((name) => [name, TITLES[name]] as const);
  return h('div', { class: 'actions period' }, dates, choice('Period', options, period.name, choose));
}
