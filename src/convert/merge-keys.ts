import { isMapping } from '../config/mapping.js';

/** Values that a document may expand to, aliases written out. */
const MAX_VALUES = 200_000;

/** Levels of nesting, aliases written out; what is deeper contains itself. */
const MAX_DEPTH = 1_000;

/** The values that may still be written. */
interface Budget {
  left: number;
}

/**
 * Resolves YAML 1.1's merge keys: `<<` brings the keys of a mapping, or of several, that the mapping itself does not have
 * (https://yaml.org/type/merge.html).
 * @returns `undefined` when the document expands to too much, or without end: an alias may stand inside of what it names
 */
export function mergeKeys(value: unknown): { readonly value: unknown } | undefined {
  const budget: Budget = { left: MAX_VALUES };
  const merged = merge(value, budget, MAX_DEPTH);
  return budget.left < 0 ? undefined : { value: merged };
}

function merge(value: unknown, budget: Budget, depth: number): unknown {
  budget.left = depth === 0 ? -1 : budget.left - 1;
  if (budget.left < 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => merge(item, budget, depth - 1));
  const own = Object.entries(value).map(([key, item]) => [key, merge(item, budget, depth - 1)] as const);
  const merges = own.filter(([key]) => key === '<<').flatMap(([, brought]) => brought);
  if (!merges.some(isMapping)) return Object.fromEntries(own);
  // The first that has a key gives it.
  const sources = [Object.fromEntries(own.filter(([key]) => key !== '<<')), ...merges.filter(isMapping)];
  return Object.fromEntries(sources.reverse().flatMap((source) => Object.entries(source)));
}
