import { h } from '../dom.js';
import { formatProbability } from '../format.js';
import { shareBar } from './share-bar.js';

export interface SignalRow {
  readonly name: string;
  readonly label: string;
  /** In [0, 1]. */
  readonly probability: number;
}

/** Signals whose `yes` is a warning. */
const ALARMS = ['jailbreak', 'injection', 'harm', 'pii'];

/** What the built-in heads noticed. */
export function signalTable(signals: readonly SignalRow[]): HTMLElement {
  if (signals.length === 0) return h('p', { class: 'muted' }, 'No built-in signal was measured.');
  const rows = signals.flatMap(({ name, label, probability }) => {
    const isAlarm = ALARMS.includes(name) && label === 'yes';
    return [
      h('dt', {}, name),
      h('dd', { class: isAlarm ? 'bad' : null }, label),
      h(
        'dd',
        { class: 'signal-bar' },
        shareBar({ value: probability, look: isAlarm ? 'fill-bad' : 'fill-soft' }),
      ),
      h('dd', { class: 'num muted' }, formatProbability(probability)),
    ];
  });
  return h('dl', { class: 'signals' }, ...rows);
}
