import { randomNumbers, shuffle } from '../../heads/random.js';

/** A fold for each text, drawn with the seed; equal texts share one. */
export function foldOfTexts(texts: readonly string[], foldCount: number, seed: number): Uint8Array {
  const distinct = [...new Set(texts)];
  const order = Uint32Array.from(distinct.keys());
  shuffle(order, randomNumbers(seed));
  const folds = new Map(Array.from(order, (text, place) => [distinct[text] ?? '', place % foldCount]));
  return Uint8Array.from(texts, (text) => folds.get(text) ?? 0);
}
