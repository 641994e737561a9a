/** From low to high; of a range of pixels, from where the low end is drawn to where the high one is. */
export type Span = readonly [low: number, high: number];

export type Scale = (value: number) => number;

/** Maps `domain` onto `range` in a straight line; a domain of one value goes to the middle. */
export function linearScale([low, high]: Span, [from, to]: Span): Scale {
  if (low === high) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** The least of 1, 2 and 5 times a power of ten that cuts the span into at most `most` parts. */
export function tickStep([low, high]: Span, most: number): number {
  const rough = (high - low) / Math.max(1, most);
  if (!(rough > 0) || !Number.isFinite(rough)) return 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Round values within the span, ascending. */
export function ticksOf(span: Span, most: number): number[] {
  const step = tickStep(span, most);
  const first = Math.ceil(span[0] / step - 1e-9);
  const last = Math.floor(span[1] / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => rounded((first + at) * step));
}

/** The span widened to round values. */
export function niceSpan(span: Span, most: number): Span {
  const [low, high] = span[0] === span[1] ? widened(span[0]) : span;
  const step = tickStep([low, high], most);
  return [rounded(Math.floor(low / step + 1e-9) * step), rounded(Math.ceil(high / step - 1e-9) * step)];
}

/** The span of what may be missing; `undefined` for nothing. */
export function spanOf(values: readonly (number | null | undefined)[]): Span | undefined {
  const known = values.filter((value) => value !== null && value !== undefined && Number.isFinite(value));
  if (known.length === 0) return undefined;
  const numbers = known as readonly number[];
  return [numbers.reduce((a, b) => Math.min(a, b)), numbers.reduce((a, b) => Math.max(a, b))];
}

/** The span within `bounds`. */
export function clampedSpan([low, high]: Span, [least, most]: Span): Span {
  return [Math.min(most, Math.max(least, low)), Math.max(least, Math.min(most, high))];
}

export function clamped(value: number, [least, most]: Span): number {
  return Math.min(most, Math.max(least, value));
}

function widened(value: number): Span {
  const half = value === 0 ? 1 : Math.abs(value) / 2;
  return [value - half, value + half];
}

/** Without what binary fractions leave behind, such as 0.30000000000000004. */
function rounded(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}
