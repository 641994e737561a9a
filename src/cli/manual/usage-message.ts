import { flagMessage, unknownFlag } from './flag-message.js';
import { MANUALS, type VerbName } from './manuals.js';

/** What is wrong with a verb's command line. */
export function usageMessage(error: Error, verb: VerbName): string {
  const { flags, usage } = MANUALS[verb];
  const bare = usage.find((line) => /^\S+ \[?DIR\b/.test(line));
  // npm start has such a flag.
  if (unknownFlag(error) === '--registry' && bare !== undefined) {
    return `--registry is no flag of ${verb}; name the folder without it: dragoman ${bare}`;
  }
  return flagMessage(error, verb, Object.keys(flags));
}
