import type { Labelled } from './builtin.js';
import { ACCENT_MARKS, LATIN_WORDS, PLAIN_MARKS } from './language/latin-words.js';
import { arabicLanguage, cyrillicLanguage, SCRIPT_LANGUAGES } from './language/scripts.js';

/** Label of a text without letters. */
export const UNKNOWN_LANGUAGE = 'und';

/** UTF-16 units that are read: of a longer text, half from each end. */
const SAMPLE_CHARS = 2_048;
/** Sentences of a text in Latin script that are told apart. */
const MAX_SENTENCES = 24;
/** Shares below it are dropped: names and loan words. */
const SMALLEST_SHARE = 0.04;
/** What every text in Latin script starts with, as evidence in words: prompts without a known word are mostly English. */
const ENGLISH_HEAD_START = 0.6;
/** Evidence of a word that one language has; single letters are variables and options as often. */
const WORD_WEIGHT = 1.5;
const LETTER_WEIGHT = 0.6;

const LANGUAGES = Object.keys(LATIN_WORDS);

/** For every known word the languages that have it; each gets an equal part of the word's weight. */
const LANGUAGES_OF_WORD: ReadonlyMap<string, readonly string[]> = listWords();

function listWords(): Map<string, string[]> {
  const words = new Map<string, string[]>();
  for (const [language, list] of Object.entries(LATIN_WORDS)) {
    for (const word of new Set(list.split(' '))) words.set(word, [...(words.get(word) ?? []), language]);
  }
  return words;
}

/**
 * The languages of a text as ISO 639-1 codes with their shares: exact by script for most, by frequent words and letters
 * within the Latin, Cyrillic and Arabic scripts. `und` for a text without letters. At most 2,048 characters are read.
 */
export function detectLanguage(text: string): Labelled {
  const sample =
    text.length <= SAMPLE_CHARS
      ? text
      : `${text.slice(0, SAMPLE_CHARS / 2)}\n${text.slice(-SAMPLE_CHARS / 2)}`;
  const amounts = new Map<string, number>();
  const add = (language: string, amount: number): void => {
    if (amount > 0) amounts.set(language, (amounts.get(language) ?? 0) + amount);
  };
  // Code, addresses and tags are in no language.
  const prose = sample.replaceAll(/https?:\/\/\S{1,500}|`[^`]{1,500}`|<[^<>]{1,80}>/g, ' ');
  const latin = prose.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (latin > 0) for (const [language, share] of latinShares(prose)) add(language, latin * share);
  if (/[^\0-\u036f]/.test(prose)) addScripts(prose, add);
  return labelled(amounts);
}

function addScripts(text: string, add: (language: string, amount: number) => void): void {
  const kana = text.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  for (const [script, language, weight] of SCRIPT_LANGUAGES) {
    const amount = weight * (text.match(script)?.length ?? 0);
    if (amount === 0) continue;
    if (language === 'ru') add(cyrillicLanguage(text), amount);
    else if (language === 'ar') add(arabicLanguage(text), amount);
    else if (language === 'zh') {
      // Japanese writes one kana at least for every few Chinese characters.
      const japanese = Math.min(amount, kana * 2 * weight);
      add('ja', japanese);
      add('zh', amount - japanese);
    } else add(language, amount);
  }
}

/** Shares of the languages in Latin script, told sentence by sentence; they sum to 1. */
function latinShares(text: string): ReadonlyMap<string, number> {
  const whole = distribution(evidence(text.toLowerCase()));
  const sentences = text
    .split(/[.!?:\n"“”]+\s*/, MAX_SENTENCES)
    .filter((part) => /\p{Script=Latin}/u.test(part));
  const shares = new Map<string, number>();
  let letters = 0;
  if (sentences.length < 2) return whole;
  for (const sentence of sentences) {
    const found = evidence(sentence.toLowerCase());
    const own = isClear(found) ? distribution(found) : whole;
    for (const [language, share] of own) {
      shares.set(language, (shares.get(language) ?? 0) + share * sentence.length);
    }
    letters += sentence.length;
  }
  return new Map(Array.from(shares, ([language, share]) => [language, share / letters]));
}

/** Two words' worth for one language, and twice as much as for the next, make a sentence tell its own language. */
function isClear(found: ReadonlyMap<string, number>): boolean {
  const [first = 0, second = 0] = [...found.values()].sort((a, b) => b - a);
  return first >= 2 && first >= 2 * second;
}

function evidence(lower: string): ReadonlyMap<string, number> {
  const found = new Map(LANGUAGES.map((language) => [language, language === 'en' ? ENGLISH_HEAD_START : 0]));
  const add = (language: string, weight: number): void => {
    found.set(language, (found.get(language) ?? 0) + weight);
  };
  for (const word of lower.match(/\p{L}+/gu) ?? []) {
    const languages = LANGUAGES_OF_WORD.get(word) ?? [];
    const weight = (word.length === 1 ? LETTER_WEIGHT : WORD_WEIGHT) / (languages.length + 0.5);
    for (const language of languages) add(language, weight);
  }
  const marks = /[^\0-\x7f]/.test(lower) ? [...PLAIN_MARKS, ...ACCENT_MARKS] : PLAIN_MARKS;
  for (const [mark, weights] of marks) {
    const hits = lower.match(mark)?.length ?? 0;
    for (const [language, weight] of Object.entries(weights)) add(language, weight * hits);
  }
  return found;
}

/** Evidence to the fourth power: words that languages share would else make every text a mixture. */
function distribution(found: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const best = Math.max(...found.values());
  const powers = Array.from(found, ([language, weight]) => [language, (weight / best) ** 4] as const);
  const sum = powers.reduce((total, [, power]) => total + power, 0);
  return new Map(powers.map(([language, power]) => [language, power / sum]));
}

function labelled(amounts: ReadonlyMap<string, number>): Labelled {
  const sum = [...amounts.values()].reduce((total, amount) => total + amount, 0);
  const shares = Array.from(amounts, ([language, amount]) => [language, amount / sum] as const)
    .filter(([, share]) => share >= SMALLEST_SHARE)
    .sort(([, a], [, b]) => b - a);
  const kept = shares.reduce((total, [, share]) => total + share, 0);
  const [first] = shares;
  if (first === undefined) return { label: UNKNOWN_LANGUAGE, scores: { [UNKNOWN_LANGUAGE]: 1 } };
  return {
    label: first[0],
    scores: Object.fromEntries(shares.map(([language, share]) => [language, share / kept])),
  };
}
