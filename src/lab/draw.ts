import { randomNumbers, shuffle } from '../heads/random.js';

/** `count` of the items, or all when there are fewer, in their old order; the same for the same seed. */
export function draw<T>(items: readonly T[], count: number, seed: number): T[] {
  const order = Uint32Array.from(items, (_, at) => at);
  shuffle(order, randomNumbers(seed));
  const chosen = new Set(order.subarray(0, count));
  return items.filter((_, at) => chosen.has(at));
}

/**
 * At most `most` of the items of all groups together, as evenly as the groups' sizes allow: no group keeps more than a common
 * bound, or than one item where there are more groups than that. The same for the same seed.
 */
export function drawEvenly<T>(groups: readonly (readonly T[])[], most: number, seed: number): T[][] {
  let bound = 1;
  let rest = most - groups.filter((group) => group.length > 0).length;
  for (;;) {
    const larger = groups.filter((group) => group.length > bound).length;
    if (larger === 0 || larger > rest) break;
    rest -= larger;
    bound += 1;
  }
  return groups.map((group) => draw(group, bound, seed));
}
