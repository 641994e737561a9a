/** A change per hour, with the bounds between which it lies in 95 of 100 repetitions. */
export interface Slope {
  readonly perHour: number;
  readonly low: number;
  readonly high: number;
}

export interface Point {
  readonly seconds: number;
  readonly value: number;
}

/** Neighbours in a block: what follows within a minute is not independent. */
const BLOCK = 6;
const RESAMPLES = 300;
/** Of points to make pairs from: more of them change the third digit only. */
const MOST_POINTS = 120;
/** Of fewer the interval would say more than is known. */
const FEWEST_POINTS = 20;
const SECONDS_PER_HOUR = 3600;

/**
 * The median of the slopes between all pairs of points (Theil 1950, Sen 1968), which no single jump can move; its interval
 * by a moving-block bootstrap of what the line leaves over (Künsch 1989). The same points always give the same interval.
 *
 * @returns NaN for fewer than twenty points
 */
export function slopeOf(all: readonly Point[]): Slope {
  const points = thinned(all);
  const perHour = theilSen(points);
  const left = points.map(({ seconds, value }) => value - (perHour * seconds) / SECONDS_PER_HOUR);
  const random = seeded(1);
  const slopes = Array.from({ length: points.length < FEWEST_POINTS ? 0 : RESAMPLES }, () => {
    const drawn = drawBlocks(left, random);
    return theilSen(
      points.map(({ seconds }, at) => ({
        seconds,
        value: (drawn[at] ?? 0) + (perHour * seconds) / SECONDS_PER_HOUR,
      })),
    );
  }).sort((a, b) => a - b);
  const at = (share: number): number => slopes[Math.round(share * (slopes.length - 1))] ?? NaN;
  return { perHour, low: at(0.025), high: at(0.975) };
}

function thinned(points: readonly Point[]): readonly Point[] {
  const step = Math.ceil(points.length / MOST_POINTS);
  return step <= 1 ? points : points.filter((_, at) => at % step === 0);
}

function theilSen(points: readonly Point[]): number {
  if (points.length < FEWEST_POINTS) return NaN;
  const slopes: number[] = [];
  for (const [at, a] of points.entries()) {
    for (let other = at + 1; other < points.length; other++) {
      const b = points[other];
      if (b !== undefined && b.seconds !== a.seconds) {
        slopes.push(((b.value - a.value) / (b.seconds - a.seconds)) * SECONDS_PER_HOUR);
      }
    }
  }
  const sorted = Float64Array.from(slopes).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function drawBlocks(values: readonly number[], random: () => number): readonly number[] {
  const size = Math.min(BLOCK, values.length);
  const drawn: number[] = [];
  while (drawn.length < values.length) {
    const start = Math.floor(random() * (values.length - size + 1));
    drawn.push(...values.slice(start, start + size));
  }
  return drawn;
}

/** Mulberry32: small, and good enough to draw blocks with. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
