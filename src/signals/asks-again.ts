import type { RequestView } from '../request/request-view.js';
import type { Labelled } from './builtin.js';

/**
 * Probability at which a turn counts as asking again. High: of the turns that only go on, a wrong word costs a dearer model
 * for the rest of the conversation.
 */
const SURE = 0.9;
/** Probability that is enough for a turn that also says in so many words that the answer was no good. */
const LIKELY = 0.5;

/** UTF-16 units of a turn in which a complaint stands. */
const COMPLAINT_CHARS = 200;

/** A word on the answer itself. A bare "no" is none: it also begins a change of mind ("No, make it two tickets"). */
const PLAIN_COMPLAINT = new RegExp(
  [
    String.raw`^\W*(?:no\W+)?(?:wrong|incorrect|not (?:right|correct|true)|try (?:it )?again|think again)\b`,
    String.raw`\b(?:that|this|it|your (?:answer|response|reply|result|solution|code|calculation|math))(?:['’]?s| is| was| looks| seems)(?: still| just| all| simply| completely| totally| clearly)* (?:wrong|incorrect|not (?:right|correct|true|what i)|mistaken|false|useless|nonsense)`,
    String.raw`\b(?:that|this|it|the (?:answer|code|solution))(?: still)? (?:does ?n['’]?t|does not|did ?n['’]?t|did not|is ?n['’]?t|was ?n['’]?t) (?:right|correct|what i|answer|work|help|add up|make sense)`,
    String.raw`\bnot what i (?:asked|meant|wanted|said)\b`,
    String.raw`\byou (?:misunderst\w+|misread|ignored|made (?:a|an) (?:mistake|error)|got (?:it|that|this) wrong|did(?:n['’]?t| not) (?:answer|read|understand|do what))`,
    String.raw`\b(?:try (?:it )?again|recalculate|think again|still (?:wrong|incorrect|not (?:right|correct|working)))\b`,
  ].join('|'),
  'i',
);

/** How a turn begins that turns the answer down. */
const REFUSAL = /^\W*(?:no|nope|nah|again|once more|hm+|ugh|seriously|come on|what\?)\b/i;

const NUMBER_WORD =
  /^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million)$/;

/** UTF-16 units of a turn that are compared, and earlier turns that are. */
const COMPARED_CHARS = 4_000;
const EARLIER_TURNS = 4;
/** Words up to which one word more can make it another question: "the weather in Rome" after "the weather in Paris". */
const SHORT_WORDS = 12;
/** Letters of the words that count, and of those by which they are compared. */
const LEAST_LETTERS = 4;
const STEM_LETTERS = 5;

/** Stems that are never news. */
const COURTESY = ['pleas', 'again', 'repea', 'quest'];

/**
 * Whether the last user turn is sure to ask again: what the signal `reask` says, held to more the less plainly it is said.
 * Whoever asks again asks about the same things: a new name, number or, in a short turn, word makes it another question.
 * Measured in docs/feedback.md.
 */
export function asksAgain({ messages, lastUserText }: RequestView, { scores }: Labelled): boolean {
  const probability = scores['yes'] ?? 0;
  if (probability < LIKELY) return false;
  if (PLAIN_COMPLAINT.test(lastUserText.slice(0, COMPLAINT_CHARS))) return true;
  if (probability < SURE) return false;
  const turns = messages.filter(({ role }) => role === 'user').slice(-1 - EARLIER_TURNS);
  const [last = [], ...before] = turns.map(({ text }) => wordsOf(text)).reverse();
  const earlier = before.flat();
  const known = new Set([...COURTESY, ...earlier.map(({ stem }) => stem)]);
  const isShort = last.length <= SHORT_WORDS && !REFUSAL.test(lastUserText);
  return last.every(({ stem, isAnchor, isLong }) => known.has(stem) || !(isAnchor || (isShort && isLong)));
}

interface Word {
  readonly stem: string;
  /** A number, or a name: a word with a capital within a sentence. */
  readonly isAnchor: boolean;
  readonly isLong: boolean;
}

function wordsOf(text: string): readonly Word[] {
  const found = text.slice(0, COMPARED_CHARS).matchAll(/([.!?:\n"“(]?)\s*(\p{L}+|\d+(?:[.,:]\d+)*)/gu);
  return [...found].map(([, before = '', word = ''], at) => {
    const lower = word.toLowerCase();
    const isName = at > 0 && before === '' && lower !== word && word.length > 1;
    return {
      stem: lower.slice(0, STEM_LETTERS),
      isAnchor: isName || /^\d/.test(word) || NUMBER_WORD.test(lower),
      isLong: word.length >= LEAST_LETTERS,
    };
  });
}
