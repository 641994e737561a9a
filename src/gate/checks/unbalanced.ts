import type { Check } from './check.js';
import { countBrackets } from './brackets.js';
import { findJson } from '../contracts/find-json.js';

/** Languages in whose code brackets must match; shells, prose and output need not. */
const BRACKETED =
  /^(?:py(?:thon)?3?|js|jsx|javascript|ts|tsx|typescript|java|c|cpp|c\+\+|cs|csharp|c#|go|golang|rust|rs|php|ruby|rb|swift|kotlin|scala|dart|json)$/;

/** JSON that does not parse, a code fence that never closes, or code whose brackets do not. */
export const checkUnbalanced: Check = (ask, _answer, { text, isCut, codes }) => {
  if (isCut) return undefined;
  if (ask.responseFormat === 'text' && looksLikeJson(text) && findJson(text) === undefined) {
    return { reason: 'unbalanced', strength: 0.97 };
  }
  const last = codes.at(-1);
  // Some models leave out the last fence; what it would close is whole then.
  if (last?.isClosed === false && !isWhole(last.text)) return { reason: 'unbalanced', strength: 0.96 };
  const broken = codes.some(
    ({ language, text: code }) => BRACKETED.test(language) && hasOpenBrackets(code, language),
  );
  return broken ? { reason: 'unbalanced', strength: 0.85 } : undefined;
};

function looksLikeJson(text: string): boolean {
  return /^(?:```json\s*\n\s*[{[]|\{\s*"|\[\s*[{"])/i.test(text);
}

function isWhole(code: string): boolean {
  return /^\s*[{[]/.test(code) && findJson(code) !== undefined;
}

function hasOpenBrackets(code: string, language: string): boolean {
  const { open, stray } = countBrackets(code, language);
  return open + stray > 0;
}
