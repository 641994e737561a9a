import { randomNumbers, shuffle } from '../heads/random.js';

/** `count` of the items, or all when there are fewer, in their old order; the same for the same seed. */
export function draw<T>(items: readonly T[], count: number, seed: number): T[] {
  const order = Uint32Array.from(items, (_, at) => at);
  shuffle(order, randomNumbers(seed));
  const chosen = new Set(order.subarray(0, count));
  return items.filter((_, at) => chosen.has(at));
}
