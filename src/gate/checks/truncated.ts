import type { AnswerText } from './answer-text.js';
import type { Ask } from '../ask.js';
import type { Check } from './check.js';

/** A line with fewer words may be a heading, a verse, an item or a result. */
const FEWEST_WORDS = 7;
/** Words that no sentence ends with. */
const OPEN_WORD =
  /(?:^|[\s("'])(?:the|an?|and|or|of|to|in|for|with|by|from|as|at|on|is|are|was|were|that|which|who|because|so|if|but|its|their|his|her|your|our|my|this|these|be|will|would|can|could|should|than|then|into|we|they|he|she|has|have|had|not|der|die|das|und|oder|ein|eine|mit|von|zu|le|la|les|des|du|et|ou|un|une|de|el|los|las|y|il|che|e|o)$/i;

/** Prompts whose answers need not end like sentences. */
const VERSE =
  /\b(?:poem|verse|rap|haiku|limerick|lyrics?|songs?|rhymes?|acrostic|lists?|titles?|tweet|headlines?|slogans?|names?|bibliography)\b/i;
/** Most that an open end weighs where the model says that it stopped of itself. */
const ENDED = 0.7;
/** UTF-16 units at the end that are read of the lines before, and of the last word. */
const MAX_ENDING_CHARS = 2_000;
const MAX_WORD_CHARS = 60;
/** How a sentence of an argument starts. */
const STARTER =
  /^(?:so|then|therefore|thus|hence|next|now|first|second|finally|since|if|because|to|from|in|this|these|that|the|there|we|they|he|she|it|and|but|however|here|as|after|let's|let us)\b/i;

/** The answer met its token limit, or ends in the middle of a sentence. */
export const checkTruncated: Check = (ask, answer, text) => {
  if (answer.finish === 'length') {
    // What the client cut itself, the next model would meet as well.
    const isOwnLimit = ask.maxTokens !== undefined && (answer.outputTokens ?? 0) >= ask.maxTokens;
    return { reason: 'truncated', strength: isOwnLimit ? 0.6 : 0.97 };
  }
  const strength = strengthOfEnd(ask, text);
  if (strength === undefined) return undefined;
  // A model that says it stopped of itself may only be careless.
  return { reason: 'truncated', strength: answer.finish === 'stop' ? Math.min(strength, ENDED) : strength };
};

function strengthOfEnd(ask: Ask, { text, prose, codes }: AnswerText): number | undefined {
  const end = text.slice(-MAX_WORD_CHARS);
  if (codes.at(-1)?.isClosed === false || !/[\p{L}\p{N},(=+*/×÷-]$/u.test(end)) return undefined;
  if (/#[\p{L}\p{N}_]+$/u.test(end)) return undefined;
  const line = prose.slice(Math.max(prose.lastIndexOf('\n') + 1, prose.length - MAX_ENDING_CHARS)).trim();
  const words = line.split(/\s+/).length;
  if (/[,(=+*/×÷]$/.test(end) || (OPEN_WORD.test(end) && words > 2)) return 0.97;
  if (STARTER.test(line) && !/\d/.test(line)) return 0.97;
  if (words < FEWEST_WORDS || !isSentence(line)) return undefined;
  return endsOtherLines(prose) && !VERSE.test(ask.prompt) ? 0.95 : 0.55;
}

/** Whether a line is prose: it starts like a sentence, and holds no code. */
function isSentence(line: string): boolean {
  return /^(?:[-*\d.)\s]{0,6})["'(]?\p{Lu}/u.test(line) && !/[{}=<>\\|]|::|\/\//.test(line);
}

/** Whether the lines before end like sentences. */
function endsOtherLines(prose: string): boolean {
  const lines = prose
    .slice(-MAX_ENDING_CHARS)
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.trim().split(/\s+/).length >= FEWEST_WORDS);
  const ended = lines.filter((line) => /[.!?:…)"'`。！？|]\s*$/.test(line)).length;
  return ended >= lines.length * 0.8;
}
