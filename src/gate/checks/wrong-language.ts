import { detectLanguage, UNKNOWN_LANGUAGE } from '../../signals/language.js';
import type { Labelled } from '../../signals/builtin.js';
import type { Check } from './check.js';
import { UNCLEAR, wishedLanguage } from './wishes/wished-language.js';

/** Letters under which a text's language is not clear, and words in an alphabet that many languages have. */
const FEWEST_LETTERS = 30;
const FEWEST_WORDS = 16;
const SAMPLE_CHARS = 4_000;
const LINE_CHARS = 160;
/** Words that only English has: figures with "per" and "a" in between look Italian without them. */
const ENGLISH_WORDS = /\b(?:the|of|and|what|how|which|that|with|from|than|is|are|miles|hours)\b/gi;
const FEWEST_ENGLISH_WORDS = 4;
/** Share of a language from which a text is in it, and up to which it is not. */
const CLEAR = 0.85;
const ABSENT = 0.1;

/** Languages that share so many words that they are taken for each other. */
const KIN: readonly (readonly string[])[] = [
  ['sv', 'da', 'no'],
  ['es', 'pt', 'it', 'ro'],
  ['de', 'nl'],
  ['cs', 'pl'],
  ['ru', 'uk', 'bg', 'be', 'sr'],
  ['ar', 'fa', 'ur'],
  ['zh', 'ja'],
  ['hi', 'ne', 'mr'],
];

/** The answer is in another language than the one asked for, or else the prompt's own. */
export const checkWrongLanguage: Check = (ask, _answer, { prose }) => {
  const wish = wishedLanguage(ask.prompt) ?? wishedLanguage(ask.system);
  // The usual case, told cheaply.
  if ((wish === 'en' || (wish === undefined && isEnglish(ask.prompt))) && isEnglish(prose)) return undefined;
  if (wish === UNCLEAR) return undefined;
  const expected = wish ?? promptLanguage(ask.prompt);
  if (expected === undefined || isTooShort(prose)) return undefined;
  const given = clearLanguage(prose);
  if (given === undefined || given.label === expected || areKin(given.label, expected)) return undefined;
  if ((given.scores[expected] ?? 0) > ABSENT) return undefined;
  return { reason: 'wrong_language', strength: wish === undefined ? 0.85 : 0.95 };
};

function clearLanguage(text: string): Labelled | undefined {
  const found = detectLanguage(text);
  if (found.label === UNKNOWN_LANGUAGE || (found.scores[found.label] ?? 0) < CLEAR) return undefined;
  return isEnglish(text) && found.label !== 'en' && /^\p{Script=Latin}/u.test(firstLetter(text))
    ? undefined
    : found;
}

/** The language of a prompt whose first and last lines are in it as well: a request may be about a text in another. */
function promptLanguage(prompt: string): string | undefined {
  if (isTooShort(prompt)) return undefined;
  const label = clearLanguage(prompt)?.label;
  if (label === undefined) return undefined;
  const lines = [prompt.slice(0, LINE_CHARS).split('\n', 1)[0], prompt.slice(-LINE_CHARS).split('\n').at(-1)];
  const others = lines.filter(
    (line = '') => /\p{L}{2,}.*\p{L}{2,}/u.test(line) && detectLanguage(line).label !== label,
  );
  return others.length === 0 ? label : undefined;
}

/** Whether a text holds enough words that only English has. */
function isEnglish(text: string): boolean {
  return (text.slice(0, SAMPLE_CHARS).match(ENGLISH_WORDS)?.length ?? 0) >= FEWEST_ENGLISH_WORDS;
}

function firstLetter(text: string): string {
  return /\p{L}/u.exec(text)?.[0] ?? '';
}

function isTooShort(text: string): boolean {
  const sample = text.slice(0, SAMPLE_CHARS);
  if ((sample.match(/\p{L}/gu)?.length ?? 0) < FEWEST_LETTERS) return true;
  const latin = sample.match(/\p{Script=Latin}{2,}/gu)?.length ?? 0;
  return latin < FEWEST_WORDS && !/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]{8}/u.test(sample);
}

function areKin(one: string, other: string): boolean {
  return KIN.some((family) => family.includes(one) && family.includes(other));
}
