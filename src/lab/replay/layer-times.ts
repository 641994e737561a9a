import type { Signal } from '../../signals/signal.js';

/** What a layer cost, in microseconds of wall time. */
export interface LayerTime {
  readonly layer: string;
  readonly count: number;
  readonly meanUs: number;
  readonly p50Us: number;
  readonly p95Us: number;
  readonly p99Us: number;
}

/** Collects what layers cost; bounded, however many requests there are. */
export interface LayerTimes {
  add(signals: readonly Signal[]): void;
  summarize(): LayerTime[];
}

/** Buckets a power of two, so that a quantile is right within 3 %. */
const BUCKETS_AN_OCTAVE = 24;
const OCTAVES = 32;

/** Times are counted in buckets of a width that grows with the time, up to 2^22 microseconds. */
export function collectLayerTimes(): LayerTimes {
  const layers = new Map<string, { readonly counts: Uint32Array; count: number; sum: number }>();
  return {
    add(signals) {
      for (const { name, microseconds } of signals) {
        let layer = layers.get(name);
        if (layer === undefined) {
          layer = { counts: new Uint32Array(BUCKETS_AN_OCTAVE * OCTAVES), count: 0, sum: 0 };
          layers.set(name, layer);
        }
        const at = bucketOf(microseconds);
        layer.counts[at] = (layer.counts[at] ?? 0) + 1;
        layer.count += 1;
        layer.sum += microseconds;
      }
    },
    summarize: () =>
      [...layers].map(([name, { counts, count, sum }]) => ({
        layer: name,
        count,
        meanUs: sum / count,
        p50Us: quantileOf(counts, count, 0.5),
        p95Us: quantileOf(counts, count, 0.95),
        p99Us: quantileOf(counts, count, 0.99),
      })),
  };
}

/** The first bucket ends at 2^-10 microseconds. */
const LOWEST = -10;

function bucketOf(microseconds: number): number {
  const octaves = Math.log2(Math.max(microseconds, 2 ** LOWEST)) - LOWEST;
  return Math.min(Math.floor(octaves * BUCKETS_AN_OCTAVE), BUCKETS_AN_OCTAVE * OCTAVES - 1);
}

/** The middle of the bucket that holds the quantile. */
function quantileOf(counts: Uint32Array, count: number, share: number): number {
  let left = share * count;
  const at = counts.findIndex((inBucket) => (left -= inBucket) <= 0);
  return 2 ** ((at + 0.5) / BUCKETS_AN_OCTAVE + LOWEST);
}
