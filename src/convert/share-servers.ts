import type { Backend, Model } from '../config/api/v1alpha1/model-pool.js';

/** Largest weight of a backend. */
const MAX_WEIGHT = 1000;

/** Most backends of a model. */
export const MAX_BACKENDS = 64;

/** A server and its share of the requests, on any scale. */
export interface Shared {
  readonly url: string;
  /** `undefined`: not said. */
  readonly share: number | undefined;
}

/** One server's `url`, or several servers' `backends` with weights as small as they can be. */
export function shareServers(servers: readonly Shared[]): Pick<Model, 'url' | 'backends'> {
  const byUrl = new Map<string, number | undefined>();
  for (const { url, share } of servers) {
    const sum = byUrl.get(url);
    byUrl.set(url, share === undefined && sum === undefined ? undefined : (sum ?? 0) + (share ?? 0));
  }
  const [[only] = [''], ...more] = byUrl;
  if (more.length === 0) return { url: only };
  const weights = weigh([...byUrl.values()]);
  const backends = [...byUrl.keys()].map((url, index): Backend => ({
    url,
    ...(weights === undefined ? {} : { weight: weights[index] ?? 1 }),
  }));
  return { backends };
}

/** Whole weights in proportion; `undefined` when all are alike. */
function weigh(shares: readonly (number | undefined)[]): number[] | undefined {
  const said = shares.filter((share) => share !== undefined);
  if (said.length === 0) return undefined;
  const average = said.reduce((sum, share) => sum + share, 0) / said.length;
  const all = shares.map((share) => share ?? average);
  if (all.every((share) => share === all[0])) return undefined;
  const isWhole = all.every(Number.isInteger);
  const divisor = isWhole ? all.reduce(greatestDivisor) : Math.min(...all.filter((share) => share > 0));
  const scaled = all.map((share) => share / divisor);
  const shrink = Math.min(1, MAX_WEIGHT / Math.max(...scaled));
  return scaled.map((share) => Math.max(1, Math.round(share * shrink)));
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
