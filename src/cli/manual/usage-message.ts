import { didYouMean } from '../../config/suggest.js';
import { MANUALS, type VerbName } from './manuals.js';

/** What is wrong with a verb's command line; `parseArgs` of `node:util` knows no names that were meant. */
export function usageMessage(error: Error, verb: VerbName): string {
  const [, flag] = /^Unknown option '(--?[^']+)'/.exec(error.message) ?? [];
  if (flag === undefined) return error.message;
  const flags = Object.keys(MANUALS[verb].flags).map((name) => `--${name}`);
  return `${flag} is no flag of ${verb}${didYouMean(flag, flags)}`;
}
