import { fitDiscriminant } from '../../heads/fit-discriminant.js';
import { softmax, type SoftmaxHead } from '../../heads/softmax-head.js';
import { fitTemperature } from '../../heads/temperature.js';

/** A domain needs as many rows, or its share of good answers is left to chance. */
const LEAST_ROWS = 10;
/** Beside a variance of about .002 of an input within a domain, for embeddings of 384 numbers: chosen by hand. */
const SHRINKAGE = 1e-2;

export interface DomainFit {
  readonly names: readonly string[];
  /** Calibrated; `undefined` for fewer than two domains. */
  readonly head: SoftmaxHead | undefined;
  /** Probability of each domain for each row, by the head of the other folds; empty without a head. */
  readonly outOfFold: readonly Float32Array[];
}

/**
 * Fits the head that tells a request's domain: requests come without one.
 *
 * @param domains of each row; rare ones and `undefined` are not learned
 */
export async function fitDomainHead(
  rows: readonly Float32Array[],
  domains: readonly (string | undefined)[],
  folds: { readonly folds: Uint8Array; readonly foldCount: number },
): Promise<DomainFit> {
  const names = frequent(domains);
  if (names.length < 2) return { names: [], head: undefined, outOfFold: [] };
  const labels = domains.map((domain) => names.indexOf(domain ?? ''));
  const { head, outOfFold } = await fitDiscriminant(rows, labels, {
    ...folds,
    classes: names.length,
    shrinkage: SHRINKAGE,
  });
  const known = [...rows.keys()].filter((at) => (labels[at] ?? -1) >= 0);
  const temperature = await fitTemperature(
    known.map((at) => outOfFold[at] ?? new Float32Array()),
    known.map((at) => labels[at] ?? 0),
  );
  return {
    names,
    head: cooled(head, temperature),
    outOfFold: outOfFold.map((row) => softmax(row, temperature)),
  };
}

/** In the order of the alphabet. */
function frequent(domains: readonly (string | undefined)[]): string[] {
  const counts = new Map<string, number>();
  for (const domain of domains) {
    if (domain !== undefined && domain !== '') counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  return [...counts.keys()].filter((name) => (counts.get(name) ?? 0) >= LEAST_ROWS).sort();
}

/** The head whose softmax needs no temperature any more. */
function cooled(head: SoftmaxHead, temperature: number): SoftmaxHead {
  const divide = (value: number): number => value / temperature;
  return { ...head, weights: head.weights.map(divide), bias: head.bias.map(divide) };
}
