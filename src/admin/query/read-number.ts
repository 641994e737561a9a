import { fail, ok, type Result } from '../../errors.js';

/** What a parameter may be, and what holds without it. */
export interface NumberBounds<Default> {
  readonly least: number;
  readonly most: number;
  readonly byDefault: Default;
}

/**
 * The number that a parameter gives.
 *
 * @param value `null` or `undefined` where it was not sent
 */
export function readNumber<Default>(
  name: string,
  value: string | null | undefined,
  { least, most, byDefault }: NumberBounds<Default>,
): Result<number | Default> {
  if (value === null || value === undefined) return ok(byDefault);
  const number = value.trim() === '' ? NaN : Number(value);
  if (number >= least && number <= most) return ok(number);
  const found = JSON.stringify(value.slice(0, 64));
  return fail('field_invalid', `The parameter "${name}" is ${found}; send ${least} to ${most}.`, name);
}

/** {@link readNumber} for a whole number. */
export function readWhole<Default>(
  name: string,
  value: string | null | undefined,
  bounds: NumberBounds<Default>,
): Result<number | Default> {
  const read = readNumber(name, value, bounds);
  if (!read.ok || typeof read.value !== 'number' || Number.isInteger(read.value)) return read;
  return fail('field_invalid', `The parameter "${name}" is ${read.value}; send a whole number.`, name);
}
