import type { Report } from '../../../api/evidence.js';
import type { PoolShare } from '../../../../lab/report/savings-report.js';
import { chartFigure } from '../../charts/figure.js';
import { formatValue } from '../../charts/format-value.js';
import { colourAt } from '../../charts/colour-at.js';
import { legend } from '../../charts/legend.js';
import { stackedShares, type ShareRow } from '../../charts/bars/stacked-shares.js';

/** Which models answer, and which are paid. */
export function poolFigure({ pool, records }: Report, signal: AbortSignal): HTMLElement {
  const title = 'Who answers, and who is paid';
  const rows = [
    rowOf('of requests', pool, ({ records: count }) => count, 'count'),
    rowOf('of output tokens', pool, ({ outputTokens }) => outputTokens, 'count'),
    rowOf('of the cost', pool, ({ costUsd }) => costUsd, 'usd'),
  ];
  const says = pool
    .map((part) => `${nameOf(part)} ${formatValue(part.share, 'share')} of requests`)
    .join(', ');
  return chartFigure({
    title,
    note: `${formatValue(records, 'count')} requests of every arm, the control group included.`,
    head: legend(pool.map((part, at) => ({ name: nameOf(part), colour: colourAt(at) }))),
    draw: (width) => stackedShares({ rows, label: title, says }, width),
    table: {
      columns: ['Model', 'requests', 'share', 'input tokens', 'output tokens', 'cost'],
      rows: pool.map((part) => [
        nameOf(part),
        formatValue(part.records, 'count'),
        formatValue(part.share, 'share'),
        formatValue(part.inputTokens, 'count'),
        formatValue(part.outputTokens, 'count'),
        formatValue(part.costUsd, 'usd'),
      ]),
    },
    signal,
  });
}

function rowOf(
  name: string,
  pool: readonly PoolShare[],
  amountOf: (part: PoolShare) => number,
  unit: 'count' | 'usd',
): ShareRow {
  const total = pool.reduce((sum, part) => sum + amountOf(part), 0);
  return {
    name,
    parts: pool.map((part, at) => ({
      name: nameOf(part),
      share: total === 0 ? 0 : amountOf(part) / total,
      colour: colourAt(at),
      notes: [formatValue(amountOf(part), unit)],
    })),
  };
}

function nameOf({ model }: PoolShare): string {
  return model ?? 'none';
}
