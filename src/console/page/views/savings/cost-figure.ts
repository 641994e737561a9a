import type { Estimate } from '../../../../lab/metrics/moments.js';
import type { Report } from '../../../api/evidence.js';
import { chartFigure } from '../../charts/figure.js';
import { formatValue } from '../../charts/format-value.js';
import { type IntervalBar, intervalBars } from '../../charts/bars/interval-bars.js';
import { UNKNOWN } from '../../format.js';

/** What the routed requests cost, and would have cost another way. */
export function costFigure({ routed }: Report, signal: AbortSignal): HTMLElement {
  const bars = [
    exactBar('always strongest', routed.costUsd + routed.againstStrongest.usd, 'none'),
    ...controlBar(routed),
    exactBar('always default', routed.costUsd + routed.againstDefault.usd, 'none'),
    exactBar('as routed', routed.costUsd, 1),
  ].sort((a, b) => (b.estimate?.value ?? 0) - (a.estimate?.value ?? 0));
  const title = 'What these requests cost, and would have cost';
  const says = bars
    .map(({ name, estimate }) => `${name} ${formatValue(estimate?.value ?? 0, 'usd')}`)
    .join(', ');
  return chartFigure({
    title,
    note: `${formatValue(routed.priced, 'count')} routed requests whose tokens are known, at the prices of the pool.`,
    draw: (width) => intervalBars({ bars, unit: 'usd', axis: 'US dollars', label: title, says }, width),
    table: {
      columns: ['Way', 'US dollars', 'low', 'high'],
      rows: bars.map(({ name, estimate }) => [
        name,
        ...[estimate?.value, estimate?.low, estimate?.high].map((value) =>
          value === undefined ? UNKNOWN : formatValue(value, 'usd'),
        ),
      ]),
    },
    signal,
  });
}

/** The same tokens at other prices: nothing is estimated. */
function exactBar(name: string, usd: number, colour: IntervalBar['colour']): IntervalBar {
  return { name, colour, estimate: exactly(usd), notes: ['computed from the tokens of each request'] };
}

function exactly(value: number): Estimate {
  return { value, low: value, high: value };
}

/** The control group's requests are others, so that what it would have cost is an estimate. */
function controlBar({ againstControl, priced, costUsd }: Report['routed']): IntervalBar[] {
  const saved = againstControl?.perRequest;
  if (saved === undefined) return [];
  const [value, low, high] = [saved.value, saved.low, saved.high].map((each) =>
    Math.max(0, costUsd + each * priced),
  ) as [number, number, number];
  return [
    {
      name: 'control group',
      colour: 'none',
      estimate: { value, low, high },
      notes: ['measured on other requests'],
    },
  ];
}
