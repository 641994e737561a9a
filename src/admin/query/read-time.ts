import { fail, ok, type Result } from '../../errors.js';
import { parseTime } from '../../store/parse-time.js';

/** For the reference of a parameter that {@link readTime} reads. */
export const TIME_FORMS =
  'as `2026-01-31`, `2026-01-31T12:00:00Z`, milliseconds since 1970, or how long ago (`90m`, `12h`, `7d`)';

/**
 * The time that a parameter names; see {@link TIME_FORMS}.
 *
 * @param now milliseconds since 1970; likewise the answer
 */
export function readTime(name: string, value: string, now: number): Result<number> {
  const at = parseTime(value, now);
  if (at !== undefined) return ok(at);
  const found = JSON.stringify(value.slice(0, 64));
  return fail('field_invalid', `The parameter "${name}" is ${found}; send it ${TIME_FORMS}.`, name);
}
