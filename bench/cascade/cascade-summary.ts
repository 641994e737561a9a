import { median } from '../statistics.js';
import {
  ANSWER_SIZES,
  type AnswerSize,
  type CascadeCell,
  type CascadeFigures,
  type CascadeLoad,
} from './cascade-figures.js';

/** What the gate adds at one size of answers: medians over the rounds of what was compared within each round. */
export interface CascadeRow {
  readonly bytes: AnswerSize;
  /** Latency at the fixed rate, in milliseconds. */
  readonly p10: Comparison;
  readonly p50: Comparison;
  /** CPU a request at saturation, in milliseconds. */
  readonly envoyCpu: Comparison;
  readonly dragomanCpu: Comparison;
  /** Answers a second at saturation. */
  readonly rate: Comparison;
  /** Share of the gated answers, in percent, that were judged and came from the first tier. */
  readonly asMeantPercent: number;
  readonly failed: number;
}

export interface Comparison {
  readonly direct: number;
  readonly gated: number;
  /** Gated less direct. */
  readonly added: number;
  /** Gated by direct. */
  readonly ratio: number;
}

export function summariseCascade({ cells }: Pick<CascadeFigures, 'cells'>): CascadeRow[] {
  return ANSWER_SIZES.map((bytes) => {
    const own = cells.filter((cell) => cell.bytes === bytes);
    const compared = (read: (cell: CascadeCell) => number): Comparison => compare(own, read);
    const loads = own.flatMap(({ paced, saturated }) => [paced, saturated]);
    const gated = own
      .filter(({ target }) => target === 'gated')
      .flatMap(({ paced, saturated }) => [paced, saturated]);
    return {
      bytes,
      p10: compared(({ paced }) => paced.p10Us / 1000),
      p50: compared(({ paced }) => paced.p50Us / 1000),
      envoyCpu: compared(({ saturated }) => saturated.envoyCpuMs / saturated.answered),
      dragomanCpu: compared(({ saturated }) => saturated.dragomanCpuMs / saturated.answered),
      rate: compared(({ saturated }) => saturated.answered / saturated.seconds),
      asMeantPercent: asMeantPercent(gated),
      failed: loads.reduce((sum, { failed }) => sum + failed, 0),
    };
  });
}

function compare(cells: readonly CascadeCell[], read: (cell: CascadeCell) => number): Comparison {
  const pairs = cells
    .filter(({ target }) => target === 'gated')
    .flatMap((gated) =>
      cells
        .filter(({ target, round }) => target === 'direct' && round === gated.round)
        .map((direct) => ({ direct: read(direct), gated: read(gated) })),
    );
  return {
    direct: median(pairs.map(({ direct }) => direct)),
    gated: median(pairs.map(({ gated }) => gated)),
    added: median(pairs.map(({ direct, gated }) => gated - direct)),
    ratio: median(pairs.map(({ direct, gated }) => gated / direct)),
  };
}

function asMeantPercent(loads: readonly CascadeLoad[]): number {
  const answered = loads.reduce((sum, load) => sum + load.answered, 0);
  const asMeant = loads.reduce((sum, load) => sum + load.asMeant - load.unjudged, 0);
  return (100 * asMeant) / answered;
}
