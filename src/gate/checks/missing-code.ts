import type { Check } from './check.js';
import { wishesCode } from './wishes/wished-code.js';

/** How lines of code, markup, queries and formulas begin. */
const BEGINS =
  /^(?:(?:def|class|function|import|from|return|public|private|static|const|let|var|if|for|while|switch|try|struct|fn|func|package|using|namespace|SELECT|INSERT|UPDATE|DELETE|CREATE|WITH|ALTER)\s\S|#include|#!|<\/?[a-zA-Z!]|\$\w|@\w|=\w{1,30}\(|\/.{3,80}\/[gimsuy]*$)/;
const ENDS = /[;{}]$|^[\w.[\]]{1,60}\s{0,4}(?:[-+*/%|&]?=|:=|<-)\s{0,4}\S/;
const INLINE = /`[^`]{3,}`|\[(?:PYTHON|CODE)\]|\w\([^()]{0,80}\)\s?(?:[;{]|=>|->)/;

const MAX_LINES = 1_000;
const MAX_LINE_CHARS = 240;

/** Code was asked for, and nothing in the answer looks like any. */
export const checkMissingCode: Check = (ask, _answer, { text, codes }) => {
  if (codes.length > 0 || text === '' || !wishesCode(ask.prompt)) return undefined;
  const lines = text.split('\n', MAX_LINES);
  if (lines.some((line) => isCode(line.slice(0, MAX_LINE_CHARS).trim()))) return undefined;
  return { reason: 'missing_code', strength: 0.8 };
};

function isCode(line: string): boolean {
  return BEGINS.test(line) || ENDS.test(line) || INLINE.test(line);
}
