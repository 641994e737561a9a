import { didYouMean } from '../../config/suggest.js';

/**
 * What is wrong with a command line, and which flag was meant; `parseArgs` of `node:util` does not guess.
 * @param error what it threw
 * @param program as it was called, such as `check` or `npm start`
 * @param names of its flags, without dashes
 */
export function flagMessage(error: Error, program: string, names: readonly string[]): string {
  const flag = unknownFlag(error);
  if (flag === undefined) return error.message;
  const flags = names.map((name) => `--${name}`);
  return `${flag} is no flag of ${program}${didYouMean(flag, flags)}`;
}

/** The flag that `parseArgs` does not know; `undefined` for any other mistake. */
export function unknownFlag(error: Error): string | undefined {
  return /^Unknown option '(--?[^']+)'/.exec(error.message)?.[1];
}
