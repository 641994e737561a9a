import { RE2JS } from 're2js';
import { quote, withoutControls } from './problem.js';

/** What is wrong with an RE2 pattern, or `undefined`. */
export function regexFault(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
    const hint = /\(\?(<?[=!]|>|P[=>])|\\[1-9]|\\k</.test(pattern)
      ? '; look-around and back-references are not supported'
      : '';
    return `must be an RE2 pattern: ${withoutControls(reason)}${hint}; got ${quote(pattern)}`;
  }
}
