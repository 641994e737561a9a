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
  const featureMeans = meanOf(features);
  const squares = meanOf(
    features.map((row) => row.map((value, at) => (value - (featureMeans[at] ?? 0)) ** 2)),
  );
  return {
    centre: meanOf(vectors),
    featureMeans,
    featureScales: squares.map((square) => {
      const deviation = Math.sqrt(square);
      return deviation === 0 ? 0 : FEATURE_WEIGHT / Math.max(deviation, LEAST_DEVIATION);
    }),
  };
}

function meanOf(rows: readonly Float32Array[]): Float32Array {
  const sums = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows)
    for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] ?? 0) + (row[at] ?? 0);
  return Float32Array.from(sums, (sum) => sum / rows.length);
}
