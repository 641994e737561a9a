import { fitLogistic } from '../../../heads/fit-linear.js';
import { fusedLogits, fusedProbabilities, type FusedHead, type Fusion } from '../../../heads/fused-head.js';
import { foldOfTexts } from '../../outcomes/fold-of-texts.js';
import { fitGate } from './fit-gate.js';
import type { GateSample } from './gate-sample.js';
import { isOwn } from './own-rows.js';

/** A row and the probability that it is good, as serving gives it, by a head that has not seen the row. */
export interface GateJudgement {
  readonly sample: GateSample;
  readonly score: number;
  /** The same without vectors. */
  readonly plain: number;
}

export interface TrainedGate {
  readonly head: FusedHead;
  /** Training rows, each by a head that has not seen its prompt. */
  readonly crossed: readonly GateJudgement[];
}

const FOLDS = 5;
/** Weight of squared weights in the calibration. */
const L2 = 1;

type Part = readonly [train: readonly GateSample[], test: readonly GateSample[]];

/** Fits the gate on the rows that may ship, and calibrates it (Platt 1999) on folds that keep a prompt on one side. */
export async function trainGate(samples: readonly GateSample[]): Promise<TrainedGate> {
  const usable = samples.filter(({ row }) => row.fit);
  const folds = foldOfTexts(usable.map(promptOf), FOLDS, 1);
  const parts = Array.from({ length: FOLDS }, (_, fold): Part => [
    usable.filter((_row, at) => folds[at] !== fold),
    usable.filter((_row, at) => folds[at] === fold),
  ]);
  const crossed: Margin[] = [];
  for (const [train, test] of parts) crossed.push(...marginsOf(await fitGate(train), test));
  const fusions = {
    fusion: await calibration(crossed, ({ full }) => full),
    plainFusion: await calibration(crossed, ({ bare }) => bare),
  };
  return {
    head: { ...(await fitGate(usable)), ...fusions },
    crossed: crossed.map(({ sample, made }) => judgeSample({ ...made, ...fusions }, sample)),
  };
}

/**
 * Judges every source by a head that was fitted without it, our own answers excepted, which are always fitted on.
 *
 * @param shipped gives the calibration
 */
export async function leaveSourcesOut(
  samples: readonly GateSample[],
  { fusion }: Pick<FusedHead, 'fusion'>,
): Promise<GateJudgement[]> {
  const judged: GateJudgement[] = [];
  for (const source of new Set(samples.map(({ row }) => row.source))) {
    if (isOwn(source)) continue;
    const others = samples.filter(({ row }) => row.fit && row.source !== source);
    const head = { ...(await fitGate(others, { plain: false })), fusion };
    judged.push(
      ...samples.filter(({ row }) => row.source === source).map((sample) => judgeSample(head, sample)),
    );
  }
  return judged;
}

/** What serving says of a row with this head: contracts and sure checks come before it. */
export function judgeSample(head: FusedHead, sample: GateSample): GateJudgement {
  const { features, embedding } = sample.input;
  if (sample.settled !== undefined) return { sample, score: sample.settled, plain: sample.settled };
  const score = (input: { features: Float32Array; embedding?: Float32Array }): number =>
    fusedProbabilities(head, { ...input, ngrams: [] })[1] ?? 0;
  return { sample, score: score({ features, embedding }), plain: score({ features }) };
}

interface Margin {
  readonly sample: GateSample;
  readonly made: FusedHead;
  readonly full: number;
  readonly bare: number;
}

function marginsOf(made: FusedHead, samples: readonly GateSample[]): Margin[] {
  return samples.map((sample) => {
    const { features, embedding } = sample.input;
    const full = marginOf(fusedLogits(made, { features, embedding, ngrams: [] }));
    return { sample, made, full, bare: marginOf(fusedLogits(made, { features, ngrams: [] })) };
  });
}

function marginOf(logits: Float32Array): number {
  return (logits[1] ?? 0) - (logits[0] ?? 0);
}

/** Fitted on the rows that reach the head. */
async function calibration(all: readonly Margin[], of: (row: Margin) => number): Promise<Fusion> {
  const rows = all.filter(({ sample }) => sample.settled === undefined);
  const { weights, bias } = await fitLogistic(
    rows.map((row) => Float32Array.of(of(row))),
    rows.map(({ sample }) => Number(sample.row.isGood)),
    { l2: L2 },
  );
  return { dense: weights[0] ?? 1, sparse: 0, prior: 0, bias: Float32Array.of(0, bias) };
}

function promptOf({ row }: GateSample): string {
  return row.ask.prompt;
}
