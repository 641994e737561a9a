import type { Check } from './check.js';
import { wishedLength } from './wishes/wished-length.js';

/** Share of what was asked for under which an answer is much too short. */
const TOO_LITTLE = 0.5;
/** Letters of a script without spaces that make a word. */
const LETTERS_PER_WORD = 1.7;

/** Less than half of the words, sentences, paragraphs or entries that the prompt asks for. */
export const checkTooShort: Check = (ask, answer, { text, codes }) => {
  if (text === '' || codes.length > 0 || answer.finish === 'length') return undefined;
  const { words, sentences, paragraphs, items } = wishedLength(ask.prompt);
  if (words === undefined && sentences === undefined && paragraphs === undefined && items === undefined) {
    return undefined;
  }
  const parts = [
    [countWords(text), words],
    [countSentences(text), sentences],
    // A paragraph has two sentences at least; so has hardly an entry more than one line.
    [countSentences(text) / 2, paragraphs],
    [countEntries(text), items],
  ] as const;
  const least = Math.min(...parts.map(([has, wants]) => (wants === undefined ? 1 : has / wants)));
  return least < TOO_LITTLE ? { reason: 'too_short', strength: 0.85 } : undefined;
};

function countWords(text: string): number {
  const words = text.split(/\s+/).length;
  if (!/[\u0e00-\u0e7f\u3040-\u9fff]/.test(text)) return words;
  const letters = text.match(/[\u0e00-\u0e7f\u3040-\u9fff]/g)?.length ?? 0;
  return words + letters / LETTERS_PER_WORD;
}

function countSentences(text: string): number {
  return Math.max(
    text.match(/[.!?。！？…]["')\]]?(?:\s|$)|[。！？]/gu)?.length ?? 0,
    text.split(/\n+/).length,
  );
}

/** Lines, sentences or members that commas or semicolons part: whichever there are most of. */
function countEntries(text: string): number {
  const members = (text.match(/[,;、，；]|\band\b|\bor\b/g)?.length ?? 0) + 1;
  return Math.max(countSentences(text), members);
}
