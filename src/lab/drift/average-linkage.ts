import { cosine } from './route-space.js';

/**
 * Groups unit vectors by average linkage (UPGMA, Sokal and Michener 1958): two groups are joined while the mean cosine over
 * their pairs is at least `least`. By the nearest-neighbour chain, which finds the same groups in n² steps (Murtagh 1983)
 * and always the same ones. Takes 4 n² bytes.
 *
 * @returns the group of each vector, as the index of one of its members
 */
export function averageLinkage(vectors: readonly Float32Array[], least: number): Int32Array {
  const count = vectors.length;
  const groups = Int32Array.from({ length: count }, (_, at) => at);
  const parents = groups.slice();
  const sizes = new Float64Array(count).fill(1);
  const near = similarities(vectors);
  const chain: number[] = [];
  const open = new Set(groups);
  while (open.size > 1) {
    if (chain.length === 0) chain.push(open.values().next().value ?? 0);
    const top = chain.at(-1) ?? 0;
    const before = chain.at(-2);
    const { at: next, value } = nearestOf(top, before, near, open, count);
    if (next !== before) {
      chain.push(next);
      continue;
    }
    chain.length -= 2;
    // Later joins of either are looser still: what is left apart here stays apart.
    if (value >= least) parents[next] = top;
    merge(top, next, near, sizes, open, count);
  }
  return groups.map((at) => rootOf(parents, at));
}

function similarities(vectors: readonly Float32Array[]): Float32Array {
  const count = vectors.length;
  const near = new Float32Array(count * count);
  for (let a = 0; a < count; a += 1) {
    for (let b = 0; b < a; b += 1) {
      const value = cosine(vectors[a] ?? NOTHING, vectors[b] ?? NOTHING);
      near[a * count + b] = value;
      near[b * count + a] = value;
    }
  }
  return near;
}

const NOTHING = new Float32Array();

/** The open group nearest to `from`; `before` wins a tie, so that chains end. */
function nearestOf(
  from: number,
  before: number | undefined,
  near: Float32Array,
  open: ReadonlySet<number>,
  count: number,
): { readonly at: number; readonly value: number } {
  let at = before ?? -1;
  let value = before === undefined ? -Infinity : (near[from * count + before] ?? 0);
  for (const other of open) {
    const found = near[from * count + other] ?? 0;
    if (other !== from && found > value) [at, value] = [other, found];
  }
  return { at, value };
}

/** Puts `gone` into `kept`, by the formula of Lance and Williams. */
function merge(
  kept: number,
  gone: number,
  near: Float32Array,
  sizes: Float64Array,
  open: Set<number>,
  count: number,
): void {
  const [a, b] = [sizes[kept] ?? 1, sizes[gone] ?? 1];
  open.delete(gone);
  for (const other of open) {
    if (other === kept) continue;
    const value = (a * (near[kept * count + other] ?? 0) + b * (near[gone * count + other] ?? 0)) / (a + b);
    near[kept * count + other] = value;
    near[other * count + kept] = value;
  }
  sizes[kept] = a + b;
}

function rootOf(parents: Int32Array, from: number): number {
  let at = from;
  while (parents[at] !== at) at = parents[at] ?? at;
  return at;
}
