import type { StoredRecord } from '../../../../record/stored-record.js';
import { h } from '../../dom.js';
import {
  formatAgo,
  formatCode,
  formatDateTime,
  formatMicros,
  formatMillis,
  formatUsd,
} from '../../format.js';

/** The decision in a line. */
export function storyStrip(record: StoredRecord): HTMLElement {
  const { outcome, cascade } = record;
  const answered = outcome?.model ?? null;
  return h(
    'div',
    { class: 'panel strip', role: 'group', 'aria-label': 'In short' },
    item('When', formatAgo(record.at, Date.now()), formatDateTime(record.at)),
    item('Asked for', record.modelAsked, record.endpoint),
    item('Route', record.route ?? 'none', formatCode(record.reason)),
    item(
      'Model',
      answered === null || answered === record.model ? record.model : `${record.model} → ${answered}`,
      cascade === null ? `arm ${record.arm}` : `cascade ${cascade.tiers.join(' > ')}`,
    ),
    item('Decided in', formatMicros(record.decideUs), `by ${record.layer}`),
    item('Answered in', formatMillis(outcome?.totalMs ?? null), statusOf(record)),
    item('Cost', formatUsd(record.costUsd), savedOf(record)),
  );
}

function item(label: string, value: string, note: string): HTMLElement {
  return h(
    'div',
    { class: 'figure' },
    h('span', { class: 'muted small' }, label),
    h('strong', { class: 'one-line', title: value }, value),
    h('span', { class: 'muted small one-line', title: note }, note),
  );
}

function statusOf({ outcome }: StoredRecord): string {
  return outcome === null ? 'no outcome yet' : `HTTP ${outcome.status}`;
}

function savedOf({ costUsd, defaultUsd }: StoredRecord): string {
  if (costUsd === null || defaultUsd === null) return 'no token counts';
  const saved = defaultUsd - costUsd;
  if (saved === 0) return 'as the default model';
  return saved > 0 ? `saved ${formatUsd(saved)} on default` : `${formatUsd(-saved)} over default`;
}
