import { meanRow } from '../../heads/matrix.js';
import type { OutcomeEvidence, OutcomeHeads } from '../../signals/outcome-heads.js';

/** Length of a feature's standard deviation beside the embedding, whose length is 1: chosen by hand, see ADR 11. */
const FEATURE_WEIGHT = 0.15;
/** A feature that hardly ever varies must not become a large number in the one request where it does. */
const LEAST_DEVIATION = 0.02;

/** Means and scales by which evidence becomes the input of the heads. */
export function inputScale(
  evidence: readonly OutcomeEvidence[],
): Pick<OutcomeHeads, 'centre' | 'featureMeans' | 'featureScales'> {
  const vectors = evidence.flatMap(({ vector }) => (vector === undefined ? [] : [vector]));
  const features = evidence.map((one) => one.features);
  const featureMeans = Float32Array.from(meanRow(features));
  const squares = meanRow(
    features.map((row) => row.map((value, at) => (value - (featureMeans[at] ?? 0)) ** 2)),
  );
  return {
    centre: Float32Array.from(meanRow(vectors)),
    featureMeans,
    featureScales: Float32Array.from(squares, (square) => {
      const deviation = Math.sqrt(square);
      return deviation === 0 ? 0 : FEATURE_WEIGHT / Math.max(deviation, LEAST_DEVIATION);
    }),
  };
}
