import { GATE_FEATURES } from '../../../gate/head/gate-features.js';
import { GATE_LABELS, GATE_WIDTH } from '../../../gate/head/gate-head.js';
import { fitSoftmax } from '../../../heads/fit-softmax.js';
import { join, type FusedHead, type Fusion } from '../../../heads/fused-head.js';
import type { SoftmaxHead } from '../../../heads/softmax-head.js';
import type { GateSample } from './gate-sample.js';
import { gateWeights } from './gate-weights.js';
import { isOwn } from './own-rows.js';

/** What holds the weights down. A factor below 1 holds those of a part down further, by its square. */
export interface GateStrength {
  readonly l2: number;
  /** Factor of the part by kinds. */
  readonly kinds: number;
  /** Factor of the vectors. */
  readonly vectors: number;
}

/** Sources that are left out fare alike over a wide range of these. */
const GATE_STRENGTH: GateStrength = { l2: 4e-4, kinds: 0.3, vectors: 0.5 };

const FIT = { classes: 2, epochs: 30, learningRate: 0.01, batch: 128 };
const EVEN: Fusion = { dense: 1, sparse: 0, prior: 0, bias: new Float32Array(2) };

/**
 * Fits the gate, without calibration, on the rows that reach it and on all of our own. Without `plain`, it says nothing
 * of an answer without vectors.
 */
export async function fitGate(
  all: readonly GateSample[],
  {
    plain = true,
    strength = GATE_STRENGTH,
  }: { readonly plain?: boolean; readonly strength?: GateStrength } = {},
): Promise<FusedHead> {
  const samples = all.filter(({ row, settled }) => settled === undefined || isOwn(row.source));
  const embedding = samples[0]?.input.embedding.length ?? 0;
  const whole = samples.map(({ input }) => join(input.embedding, input.features));
  const bare = samples.map(({ input }) => input.features);
  return {
    ...{ name: 'gate', labels: GATE_LABELS, embedding, features: GATE_WIDTH },
    dense: await fitPart(samples, whole, strength),
    plain: plain ? await fitPart(samples, bare, strength) : nothing(GATE_WIDTH),
    ...{ sparse: nothing(1), anchors: [[], []], fusion: EVEN, plainFusion: EVEN },
  };
}

async function fitPart(
  samples: readonly GateSample[],
  inputs: readonly Float32Array[],
  { l2, kinds, vectors }: GateStrength,
): Promise<SoftmaxHead> {
  const dimensions = inputs[0]?.length ?? 0;
  const first = dimensions - GATE_WIDTH;
  const scale = (at: number): number =>
    at < first ? vectors : at < first + GATE_FEATURES.length ? 1 : kinds;
  const scales = Float32Array.from({ length: dimensions }, (_, at) => scale(at));
  const head = await fitSoftmax(
    inputs.map((row) => row.map((value, at) => value * (scales[at] ?? 1))),
    samples.map(({ row }) => Number(row.isGood)),
    { ...FIT, rowWeights: gateWeights(samples.map(({ row }) => row)), l2, dimensions },
  );
  // The scales go into the weights, two a number, so that serving need not scale.
  return { ...head, weights: head.weights.map((weight, at) => weight * (scales[at >> 1] ?? 1)) };
}

function nothing(dimensions: number): SoftmaxHead {
  return { classes: 2, dimensions, weights: new Float32Array(2 * dimensions), bias: new Float32Array(2) };
}
