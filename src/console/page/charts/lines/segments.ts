/** A run of neighbours that are known. */
export interface Segment<T> {
  readonly from: number;
  readonly values: readonly T[];
}

/** Cuts a series at its gaps, so that no line is drawn over what nobody measured. */
export function segmentsOf<T>(values: readonly (T | null)[]): Segment<T>[] {
  const found: { from: number; values: T[] }[] = [];
  for (const [at, value] of values.entries()) {
    if (value === null) continue;
    const last = found.at(-1);
    if (last !== undefined && last.from + last.values.length === at) last.values.push(value);
    else found.push({ from: at, values: [value] });
  }
  return found;
}

type Place = readonly [x: number, y: number];

/** SVG path along the places. */
export function linePath(places: readonly Place[]): string {
  return places.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${short(x)} ${short(y)}`).join('');
}

/** SVG path around what lies between an upper and a lower edge, both from left to right. */
export function bandPath(upper: readonly Place[], lower: readonly Place[]): string {
  return `${linePath([...upper, ...lower.toReversed()])}Z`;
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
