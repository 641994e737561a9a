import { numbersIn, valueOf } from './arithmetic.js';

/** Prompts and answers up to this many UTF-16 units are read. */
const PROMPT_CHARS = 160;
const ANSWER_CHARS = 400;

const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/(\d)\s+plus\s+(?=\d)/gi, '$1 + '],
  [/(\d)\s+minus\s+(?=\d)/gi, '$1 - '],
  [/(\d)\s+(?:times|multiplied by)\s+(?=\d)/gi, '$1 * '],
  [/(\d)\s+(?:divided by|over)\s+(?=\d)/gi, '$1 / '],
  [/%\s+of\s+(?=\d)/gi, '% * '],
];
/** What stands before the expression, the expression, and what stands behind it. */
const ASKED =
  /^((?:[\p{L}'’]+[\s:,]+){0,6})([-+(]*\d[\d\s.,+\-−–*×·÷/()%xX]*[\d)%])\s*(?:=\s*)?(?:\?|[.!](?!\d)|$)/u;
const IS_NO_SUM = /\b(?:why|who|when|where|about|error|version|chapter|room|call|between|from)\b/i;
const ORDERS = /\b(?:calculate|compute|evaluate|work out|solve)\b/i;
/** A date, a score, a size or a name such as 24/7 has no blanks around its sign. */
const IS_CLEAR = /[+*×·÷%]|\s[-−–/xX]\s/;
/** How large numbers may be written otherwise. */
const OTHER_SCALE = /million|billion|thousand|\d\s?[ek]\b|10\s?\^/i;

/**
 * Whether an answer gives what a bare sum comes to, for prompts that ask for nothing else, such as `What is 12 * 12?`.
 *
 * @returns `undefined` where the prompt is no such sum, or the answer cannot be compared
 */
export function sumVerdict(prompt: string, answer: string): 'right' | 'wrong' | undefined {
  const value = prompt.length > PROMPT_CHARS ? undefined : askedSum(prompt.trim());
  if (value === undefined || answer.length > ANSWER_CHARS) return undefined;
  const text = answer.replaceAll(/[−–]/g, '-').replaceAll(/(\d)[\s  ](?=\d{3}(?!\d))/g, '$1');
  const isNegative = value < 0;
  const numbers = numbersIn(text);
  const isThere = numbers.some((number) => isSame(number, Math.abs(value)));
  if (isThere)
    return isNegative === /(?:^|[^\d\s)])\s*-\s?\d|minus|negative/i.test(text) ? 'right' : undefined;
  if (numbers.length === 0 || OTHER_SCALE.test(text)) return undefined;
  const mayBeRounded = !Number.isInteger(value) && !/\d\.\d/.test(text);
  return mayBeRounded ? undefined : 'wrong';
}

function askedSum(prompt: string): number | undefined {
  const written = SPOKEN.reduce((text, [pattern, sign]) => text.replace(pattern, sign), prompt);
  const [, before = '', expression = ''] = ASKED.exec(written) ?? [];
  if (IS_NO_SUM.test(before) || !(IS_CLEAR.test(expression) || ORDERS.test(before))) return undefined;
  return valueOf(expression);
}

/** Equal, or equal once rounded to two decimals or more. */
function isSame(number: number, value: number): boolean {
  const isRounded = !Number.isInteger(value) && !Number.isInteger(number * 10);
  return Math.abs(number - value) <= (isRounded ? 0.01 : 1e-9 * Math.max(1, value));
}
