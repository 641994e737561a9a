import type { StoredAttempt, StoredRecord } from '../../../../record/stored-record.js';
import { h } from '../../dom.js';
import { formatCount, formatMillis, formatProbability, formatUsd } from '../../format.js';
import { dataTable } from '../../pieces/data-table.js';
import { factList, panel } from '../../pieces/panel.js';
import { shareBar } from '../../pieces/share-bar.js';

/** What became of it: the time, the tries, the money. */
export function outcomePanel(record: StoredRecord): HTMLElement {
  const { outcome, attempts } = record;
  if (outcome === null && attempts.length === 0) {
    return panel(
      'What became of it',
      null,
      h('p', { class: 'muted' }, 'Envoy has not reported the end of this request.'),
    );
  }
  return panel(
    'What became of it',
    outcome === null ? null : `HTTP ${outcome.status}`,
    timeTable(record),
    attempts.length === 0 ? null : h('h3', { class: 'sub' }, 'Attempts that the gate saw'),
    attempts.length === 0 ? null : attemptTable(attempts),
    h('h3', { class: 'sub' }, 'Money'),
    moneyFacts(record),
  );
}

/** From the request's arrival to the answer's last byte. */
function timeTable({ outcome, decideUs }: StoredRecord): HTMLElement | null {
  if (outcome === null) return null;
  const total = Math.max(outcome.totalMs, 0.001);
  const decided = Math.min(decideUs / 1000, total);
  const first = Math.min(Math.max(outcome.timeToFirstByteMs ?? total, decided), total);
  const steps = [
    { name: 'Decide', from: 0, to: decided, look: 'fill' },
    { name: 'To the first byte', from: decided, to: first, look: 'fill-soft' },
    ...(outcome.timeToFirstByteMs === null
      ? []
      : [{ name: 'To the last byte', from: first, to: total, look: 'fill-soft' }]),
  ];
  return dataTable({
    caption: 'Where the time went',
    columns: [{ title: 'Step' }, { title: 'When', look: 'c-bar' }, { title: 'Took', look: 'num' }],
    rows: steps.map(({ name, from, to, look }) => [
      name,
      shareBar({ from: from / total, value: (to - from) / total, look }),
      formatMillis(to - from),
    ]),
  });
}

function attemptTable(attempts: readonly StoredAttempt[]): HTMLElement {
  return dataTable({
    caption: 'Attempts',
    columns: [
      { title: 'Model', look: 'c-name' },
      { title: 'Verdict' },
      { title: 'Score', look: 'num' },
      { title: 'Tokens', look: 'num' },
    ],
    rows: attempts.map(({ model, status, score, passed, reasons, escalated, inputTokens, outputTokens }) => [
      h('span', { class: 'foreign' }, model),
      h(
        'span',
        { class: 'row tight' },
        verdictChip(status, passed),
        ...reasons.map((reason) => h('span', { class: 'chip' }, reason)),
        escalated ? h('span', { class: 'muted' }, 'escalated') : null,
      ),
      formatProbability(score),
      `${formatCount(inputTokens)} → ${formatCount(outputTokens)}`,
    ]),
  });
}

function verdictChip(status: number, passed: boolean | null): HTMLElement {
  if (status >= 400) return h('span', { class: 'chip bad' }, `HTTP ${status}`);
  if (passed === null) return h('span', { class: 'chip' }, 'not judged');
  return passed ? h('span', { class: 'chip good' }, 'passed') : h('span', { class: 'chip bad' }, 'rejected');
}

function moneyFacts({ outcome, costUsd, wastedUsd, defaultUsd, strongestUsd }: StoredRecord): HTMLElement {
  const tokens =
    outcome?.inputTokens == null || outcome.outputTokens === null
      ? 'not reported'
      : `${formatCount(outcome.inputTokens)} in, ${formatCount(outcome.outputTokens)} out`;
  const cached = outcome?.cachedTokens == null ? '' : `, ${formatCount(outcome.cachedTokens)} of them cached`;
  return factList({
    Tokens: tokens + cached,
    'Paid in all': formatUsd(costUsd),
    'Of it wasted': h('span', { class: wastedUsd > 0 ? 'bad' : null }, formatUsd(wastedUsd)),
    'At the default model': compared(defaultUsd, costUsd),
    'At the strongest': compared(strongestUsd, costUsd),
    Flags: outcome === null || outcome.flags.length === 0 ? null : outcome.flags.join(', '),
  });
}

function compared(other: number | null, cost: number | null): HTMLElement | string {
  if (other === null || cost === null) return formatUsd(other);
  const saved = other - cost;
  if (saved === 0) return formatUsd(other);
  const words = saved > 0 ? `saved ${formatUsd(saved)}` : `${formatUsd(-saved)} more was paid`;
  return h('span', {}, `${formatUsd(other)} `, h('span', { class: saved > 0 ? 'good' : 'warn' }, words));
}
