/** A step on the line of time, whose place is in shares of the whole, in [0, 1]. */
export interface Placed<Step> {
  /** `undefined` for the time that no step accounts for. */
  readonly step: Step | undefined;
  readonly microseconds: number;
  readonly from: number;
  readonly length: number;
}

/** A rest that is less than this share of the whole is not told. */
const LEAST_REST = 0.001;

/**
 * Sets steps one after another on a line of time. Time that no step accounts for comes last.
 *
 * @param total microseconds of the whole; `null`, or less than the steps took, for no more than the steps
 */
export function waterfall<Step extends { readonly microseconds: number }>(
  steps: readonly Step[],
  total: number | null,
): readonly Placed<Step>[] {
  const spent = steps.reduce((sum, { microseconds }) => sum + microseconds, 0);
  const whole = Math.max(spent, total ?? 0, 1);
  const rest = total === null ? 0 : whole - spent;
  let from = 0;
  const place = (step: Step | undefined, microseconds: number): Placed<Step> => {
    const length = microseconds / whole;
    const placed = { step, microseconds, from, length };
    from += length;
    return placed;
  };
  const placed = steps.map((step) => place(step, step.microseconds));
  return rest / whole > LEAST_REST ? [...placed, place(undefined, rest)] : placed;
}
