import { dot } from './matrix.js';

/** One number from a dense vector: weights · x + bias. */
export interface LinearHead {
  readonly weights: Float32Array;
  readonly bias: number;
}

export function linearScore({ weights, bias }: LinearHead, x: Float32Array): number {
  return dot(weights, 0, x) + bias;
}

/** 1 / (1 + e^-x), without overflow. */
export function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}
