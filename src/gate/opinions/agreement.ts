import { isDeepStrictEqual } from 'node:util';
import { findJson } from '../contracts/find-json.js';
import { finalAnswerOf, type FinalAnswer } from '../head/final-answer.js';

/** UTF-16 units at an answer's end that are compared. */
const COMPARED_CHARS = 8_000;
/** Numbers from which a text without a marked answer is taken for a calculation, whose last number is its answer. */
const FEWEST_NUMBERS = 3;
/** Jaccard similarity of the words from which two texts say the same. Stated, not fitted. */
const SAME_WORDS = 0.35;

/** Share of the samples that come to the same as the answer, in [0, 1]; 1 for no samples. */
export function agreement(answer: string, samples: readonly string[]): number {
  if (samples.length === 0) return 1;
  return samples.filter((sample) => agree(answer, sample)).length / samples.length;
}

/**
 * Whether two answers to one prompt come to the same: the same option or number where both name one, else equal JSON,
 * else mostly the same words.
 */
export function agree(one: string, other: string): boolean {
  const [first, second] = [read(one), read(other)];
  return agreeByMark(first, second) ?? jaccard(wordsOf(first.text), wordsOf(second.text)) >= SAME_WORDS;
}

/** Whether two answers come to the same option, number or JSON; `undefined` where they do not both come to one. */
export function agreeInEnd(one: string, other: string): boolean | undefined {
  return agreeByMark(read(one), read(other));
}

function agreeByMark(first: Comparable, second: Comparable): boolean | undefined {
  if (first.letter !== undefined && second.letter !== undefined) return first.letter === second.letter;
  if (first.number !== undefined && second.number !== undefined)
    return isSameNumber(first.number, second.number);
  if (first.final !== undefined && second.final !== undefined) return first.final === second.final;
  if (first.json !== undefined && second.json !== undefined)
    return isDeepStrictEqual(first.json, second.json);
  return undefined;
}

interface Comparable {
  readonly text: string;
  readonly json: unknown;
  readonly letter: string | undefined;
  readonly number: number | undefined;
  /** The final answer of JSON that is neither an option nor a number. */
  readonly final: string | undefined;
}

function read(answer: string): Comparable {
  const text = answer.slice(-COMPARED_CHARS);
  const json = findJson(text)?.value;
  const final = finalAnswerOf(text, json);
  const isFinal = final.kind !== 'last-number' || isCalculation(text);
  return {
    text,
    json,
    letter: final.letter,
    number: isFinal && final.letter === undefined ? final.number : undefined,
    final: final.kind === 'json' && final.number === undefined ? normal(final) : undefined,
  };
}

function isCalculation(text: string): boolean {
  return (text.match(/\d+(?:[.,]\d+)*/g)?.length ?? 0) >= FEWEST_NUMBERS || /^\W*[\d.,]+\W*$/.test(text);
}

function isSameNumber(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-6 * Math.max(1, Math.abs(one), Math.abs(other));
}

function normal({ text }: FinalAnswer): string {
  return text
    .toLowerCase()
    .replaceAll(/[\s"'`.]+/g, ' ')
    .trim();
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(
    text.toLowerCase().match(/[\p{L}\p{N}]{2,}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu),
  );
}

function jaccard(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((word) => other.has(word)).length;
  const all = one.size + other.size - shared;
  return all === 0 ? 1 : shared / all;
}
