import { type Equation, equationsIn, numbersIn } from './arithmetic.js';
import type { FinalAnswer } from './final-answer.js';

/** How an answer reckons, and with what. */
export interface NumberUse {
  readonly equations: number;
  /** Shares of the equations that do not come out, and that come out only when rounded. */
  readonly wrong: number;
  readonly rounded: number;
  /** Share of the operands that come neither from the prompt nor from an earlier result, nor are usual constants. */
  readonly ungrounded: number;
  /** Share of the results that neither a later equation nor the final answer uses. */
  readonly unused: number;
  /** Numbers of the prompt, and the share of them that the answer never uses. */
  readonly given: number;
  readonly ignored: number;
  /** The final number is the last result; it is any result; it stands in the prompt. */
  readonly endsWithLast: boolean;
  readonly endsWithResult: boolean;
  readonly endsWithGiven: boolean;
  /** Results below 0, and results that are no whole numbers, as shares. */
  readonly negative: number;
  readonly fractional: number;
}

const WORDS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/\b(?:half|halves|twice|double|two|pair|second|couple)\b/i, [2, 0.5]],
  [/\b(?:three|thirds?|triple|thrice)\b/i, [3]],
  [/\b(?:four|quarters?|fourths?)\b/i, [4, 0.25]],
  [/\b(?:five|fifths?)\b/i, [5]],
  [/\b(?:six|sixths?)\b/i, [6]],
  [/\b(?:seven|weeks?|weekly|daily)\b/i, [7]],
  [/\b(?:eight)\b/i, [8]],
  [/\b(?:nine)\b/i, [9]],
  [/\b(?:ten)\b/i, [10]],
  [/\b(?:eleven)\b/i, [11]],
  [/\b(?:twelve|dozens?|years?|months?|foot|feet|inch(?:es)?)\b/i, [12]],
  [/\b(?:hours?|minutes?|seconds?)\b/i, [60, 24]],
  [/\b(?:years?|annual(?:ly)?)\b/i, [52, 365]],
  [/\b(?:months?|days?)\b/i, [30]],
];
/** Numbers that anybody may reckon with. */
const CONSTANTS = [0, 1, 2, 100];

/** Follows the numbers of a prompt through an answer to its end. */
export function numberUseOf(prompt: string, reasoning: string, final: FinalAnswer): NumberUse {
  const equations = equationsIn(reasoning);
  const given = [...new Set(numbersIn(prompt.slice(0, 8_192)))];
  const used = new Set(numbersIn(reasoning));
  const known = new Set([...CONSTANTS, ...withPercentages(given), ...wordNumbers(prompt)]);
  const results = equations.map(({ stated }) => stated);
  const last = results.at(-1);
  const { number } = final;
  return {
    equations: equations.length,
    wrong: share(equations, ({ verdict }) => verdict === 'wrong'),
    rounded: share(equations, ({ verdict }) => verdict === 'rounded'),
    ungrounded: ungroundedShare(equations, known),
    unused: unusedShare(equations, number),
    given: given.length,
    ignored: share(given, (value) => !used.has(value)),
    endsWithLast: number !== undefined && last !== undefined && same(number, last),
    endsWithResult: number !== undefined && results.some((result) => same(number, result)),
    endsWithGiven: number !== undefined && given.includes(number),
    negative: share(results, (result) => result < 0),
    fractional: share(results, (result) => !Number.isInteger(result)),
  };
}

function ungroundedShare(equations: readonly Equation[], known: Set<number>): number {
  let [total, strange] = [0, 0];
  for (const { operands, stated } of equations) {
    total += operands.length;
    strange += operands.filter((operand) => !known.has(Math.abs(operand))).length;
    for (const value of [...withPercentages([stated]), ...operands]) known.add(Math.abs(value));
  }
  return total === 0 ? 0 : strange / total;
}

function unusedShare(equations: readonly Equation[], final: number | undefined): number {
  const later = new Set(final === undefined ? [] : [final]);
  let unused = 0;
  for (const { operands, stated } of equations.toReversed()) {
    if (!later.has(stated) && !later.has(stated / 100)) unused += 1;
    for (const operand of operands) later.add(operand);
  }
  return equations.length === 0 ? 0 : unused / equations.length;
}

/** A number, and what it may become as a percentage or a discount. */
function withPercentages(numbers: readonly number[]): number[] {
  return numbers.flatMap((value) => [value, value / 100, 1 - value / 100, 1 + value / 100, 100 - value]);
}

function wordNumbers(prompt: string): number[] {
  return WORDS.flatMap(([pattern, numbers]) => (pattern.test(prompt) ? numbers : []));
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(b));
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}
