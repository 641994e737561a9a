import type { LimitCheck } from '../../lab/evaluate/limits.js';
import type { Paint } from '../output/paint.js';

/** What became of each limit, one a line; a broken one says so. */
export function formatLimits(checks: readonly LimitCheck[], paint: Paint): string[] {
  if (checks.length === 0) return ['no limit of the file is for this verb'];
  return checks.map((check) => {
    const line = `${check.kept ? 'kept' : 'MISSED'}: ${limitSentence(check)}`;
    return check.kept ? paint.good(line) : paint.bad(line);
  });
}

/** `accuracy is 0.912, must be at least 0.95`. */
export function limitSentence({ name, bound, limit, value }: LimitCheck): string {
  const wanted = `must be at ${bound} ${limit}`;
  if (value === null) return `${name} cannot be measured on this data, ${wanted}`;
  return `${name} is ${Number(value.toPrecision(4))}, ${wanted}`;
}
