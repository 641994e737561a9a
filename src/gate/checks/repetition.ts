import type { Check } from './check.js';
import { longestLoopAtEnd, longestRun, repeatedShares } from './loops.js';

const WANTS_REPETITION =
  /\brepeat|\brepetit|\b(?:\d{2,}|hundred|thousand|many) times\b|\bover and over\b|\bwiederhol|\brépét|\brepet|\bripet|重复|重複|繰り返|повтор|\bchorus\b|\bmantra\b|\blyrics?\b|\bsongs?\b|\bascii\b|\bpattern of\b/iu;

/** A run of one character that is no line drawn for a table or a heading. */
const LONGEST_RUN = 60;
const LONGEST_DRAWN_RUN = 400;
/** A loop at the end: this often, and this long in all, in UTF-16 units. */
const FEWEST_ROUNDS = 3;
const SHORTEST_LOOP = 60;
const LONG_LOOP = 200;
/** Share of the words that stand in a passage of words which was there before. */
const REPEATED_SHARE = 0.5;
/** The same where all numbers count as one: step after step of a calculation that leads nowhere. */
const COUNTED_SHARE = 0.8;

/** The answer repeats itself: one character, a loop at its end, or the same passages again and again. */
export const checkRepetition: Check = (ask, _answer, { text, prose, codes }) => {
  if (WANTS_REPETITION.test(ask.prompt)) return undefined;
  const run = longestRun(text);
  if (run.length > (/[-=_*#.~+|─━═\s]/u.test(run.sign) ? LONGEST_DRAWN_RUN : LONGEST_RUN)) {
    return { reason: 'repetition', strength: 0.97 };
  }
  const loop = longestLoopAtEnd(text);
  // Rows of a table, or of code, may end a text in a short loop.
  if (loop.rounds >= FEWEST_ROUNDS && loop.chars >= SHORTEST_LOOP) {
    return { reason: 'repetition', strength: loop.chars >= LONG_LOOP ? 0.98 : 0.93 };
  }
  const share = repeatedShares(codes.length > 0 ? prose : text);
  const isRepeated = share.exact >= REPEATED_SHARE || share.mergedNumbers >= COUNTED_SHARE;
  return isRepeated ? { reason: 'repetition', strength: 0.93 } : undefined;
};
