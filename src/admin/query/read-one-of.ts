import { fail, ok, type Result } from '../../errors.js';

/**
 * The word that a parameter gives, out of those that it may be; `undefined` without it.
 *
 * @param value `null` or `undefined` where it was not sent
 */
export function readOneOf<Word extends string>(
  name: string,
  value: string | null | undefined,
  known: readonly Word[],
): Result<Word | undefined> {
  if (value === null || value === undefined) return ok(undefined);
  const word = known.find((one) => one === value);
  if (word !== undefined) return ok(word);
  const found = JSON.stringify(value.slice(0, 64));
  return fail('field_invalid', `The parameter "${name}" is ${found}; send one of ${known.join(', ')}.`, name);
}
