import type {
  AnswerSize,
  CascadeCell,
  CascadeFigures,
  CascadeTarget,
} from '../../../bench/cascade/cascade-figures.js';

function cell(
  round: number,
  bytes: AnswerSize,
  target: CascadeTarget,
  [p50Us, cpuMs]: readonly [p50Us: number, cpuMs: number],
): CascadeCell {
  const load = { answered: 100, failed: 0, asMeant: 100, unjudged: target === 'gated' ? 10 : 0 };
  return {
    ...{ round, bytes, target },
    paced: { ...load, p10Us: p50Us / 2, p50Us },
    saturated: { ...load, seconds: 2, envoyCpuMs: cpuMs, dragomanCpuMs: 2 * cpuMs },
  };
}

/** In the second round the machine was three times slower; that must not change a ratio. */
export const FIGURES: CascadeFigures = {
  cells: [
    cell(0, 1024, 'direct', [2000, 100]),
    cell(0, 1024, 'gated', [5000, 200]),
    cell(1, 1024, 'gated', [15_000, 600]),
    cell(1, 1024, 'direct', [6000, 300]),
    cell(0, 8192, 'direct', [2000, 100]),
    cell(0, 8192, 'gated', [8000, 300]),
  ],
  memory: {
    concurrent: 100,
    bytes: 8192,
    load: { answered: 200, failed: 0, asMeant: 199, unjudged: 0 },
    dragoman: { beforeMiB: 190.4, peakMiB: 240.4, afterMiB: 220.4 },
    envoy: { beforeMiB: 60, peakMiB: 75, afterMiB: 75 },
  },
  judge: [
    { answer: 'prose', bytes: 8100, judgeMs: 2.5, readMs: 0.05 },
    { answer: 'code', bytes: 8100, judgeMs: 3.5, readMs: 0.05 },
  ],
};
