import type { SampleRatio } from '../../../../lab/report/sample-ratio.js';
import { chartFigure } from '../../charts/figure.js';
import { formatValue } from '../../charts/format-value.js';
import { colourAt } from '../../charts/colour-at.js';
import { legend } from '../../charts/legend.js';
import { stackedShares, type ShareRow } from '../../charts/bars/stacked-shares.js';
import { ratioWords } from './experiment-words.js';

/** The sizes of the arms: as they are, and as they were meant. */
export function ratioFigure(ratio: SampleRatio, signal: AbortSignal): HTMLElement {
  const { of, arms, isAlarming } = ratio;
  const total = arms.reduce((sum, { conversations }) => sum + conversations, 0);
  const title = `${isAlarming ? '▲ ' : ''}Sizes of the arms: ${of}`;
  const rowOf = (name: string, shareOf: (arm: SampleRatio['arms'][number]) => number): ShareRow => ({
    name,
    parts: arms.map((arm, at) => ({
      ...{ name: arm.arm, share: shareOf(arm), colour: colourAt(at) },
      notes: [
        `about ${formatValue(shareOf(arm) * total, 'count')} of ${formatValue(total, 'count')} conversations`,
      ],
    })),
  });
  const rows = [
    rowOf('as they are', ({ conversations }) => conversations / total),
    rowOf('as meant', ({ share }) => share),
  ];
  return chartFigure({
    title,
    note: ratioWords(ratio),
    head: legend(arms.map(({ arm }, at) => ({ name: arm, colour: colourAt(at) }))),
    draw: (width) => stackedShares({ rows, label: title, says: ratioWords(ratio) }, width),
    table: {
      columns: ['Arm', 'conversations', 'share', 'meant'],
      rows: arms.map(({ arm, conversations, share }) => [
        arm,
        formatValue(conversations, 'count'),
        formatValue(conversations / total, 'share'),
        formatValue(share, 'share'),
      ]),
    },
    signal,
  });
}
