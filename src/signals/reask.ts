import type { RequestView } from '../request/request-view.js';
import type { Labelled } from './builtin.js';
import { focusOf } from './focus/focus.js';

/** Words that say that the last answer did not do. */
const COMPLAINT = new RegExp(
  [
    String.raw`^\W*(?:no|nope|nah|wrong|incorrect|false|not (?:quite|right|correct|true|what)|try again|again|redo|retry|hm+|ugh|seriously|come on|what\?)\b(?!\s+(?:problem|worries|thanks?|thank|i\b|need))`,
    String.raw`\b(?:that|this|it|your (?:answer|response|reply|result|calculation|math|solution|code))(?:['’]?s| is| was| seems| looks)(?: still| just| all| completely| totally| clearly)* (?:wrong|incorrect|not (?:right|correct|true|what|it|helpful|working|good)|mistaken|false|useless|nonsense|off)`,
    String.raw`\b(?:isn['’]?t|wasn['’]?t|doesn['’]?t|didn['’]?t) (?:right|correct|what i|answer|make sense|work|help|add up|seem right|look right)`,
    String.raw`\byou (?:did(?:n['’]?t| not)|have(?:n['’]?t| not)|are not|aren['’]?t|missed|misunderst\w+|misread|ignored|forgot|made (?:a|an) (?:mistake|error)|got (?:it|that|this) wrong|keep|failed|still)\b`,
    String.raw`\b(?:i (?:already |just )?(?:said|asked|told you|meant|wanted)|as i said|like i said|not what i|my question was|i['’]?m asking|i repeat|let me (?:repeat|rephrase|try again))\b`,
    String.raw`\b(?:try (?:it )?again|are you sure|check (?:it |that |this |your \w+ )?again|double[- ]check|recalculate|recheck|redo|once more|one more time|answer (?:the|my) (?:actual )?question|still (?:wrong|not|no|doesn['’]?t)|doesn['’]?t work|read (?:it|that|the question|my question) again|think again)\b`,
  ].join('|'),
  'i',
);

/** UTF-16 units of a turn in which complaints stand, and that are compared. */
const COMPLAINT_CHARS = 200;
const COMPARED_CHARS = 4_000;
/** Earlier user turns that are compared. */
const EARLIER_TURNS = 4;
/** Content words below which two turns are too short to tell a repetition, unless they are equal. */
const FEW_WORDS = 3;

/**
 * Logistic weights, set on the development cases: a third of the content words shared is even odds, a complaint alone is
 * likely, both together are near certain.
 */
const BIAS = -5.6;
const OVERLAP_WEIGHT = 16;
const COMPLAINT_WEIGHT = 6.8;

/**
 * Whether the last user turn asks again: it repeats an earlier one in other words, or complains about the answer.
 */
export function reaskSignal(view: RequestView): Labelled {
  const turns = view.messages.filter(({ role, text }) => role === 'user' && text !== '');
  const last = focusOf(view).instruction;
  const yes =
    turns.length < 2 || last === ''
      ? 0
      : probability(
          last,
          turns.slice(0, -1).map(({ text }) => text),
        );
  return { label: yes >= 0.5 ? 'yes' : 'no', scores: { no: 1 - yes, yes } };
}

function probability(last: string, earlier: readonly string[]): number {
  const words = contentWords(last);
  const overlaps = earlier.slice(-EARLIER_TURNS).map((turn) => overlap(words, contentWords(turn)));
  const shared = Math.max(...overlaps);
  const complains = COMPLAINT.test(last.slice(0, COMPLAINT_CHARS)) ? 1 : 0;
  return 1 / (1 + Math.exp(-(BIAS + OVERLAP_WEIGHT * shared + COMPLAINT_WEIGHT * complains)));
}

const FUNCTION_WORDS = new Set(
  (
    'a an the of to in on at by for from with and or but if then than that this these those it its is are was were be been do does did ' +
    'has have had i you he she they we my your his her their our me him them us what which who when where why how many much will ' +
    'would can could should shall may might not no so as there here up out about into over some any all each per please tell give'
  ).split(' '),
);

/** Stems (five letters) and numbers of a turn. */
function contentWords(text: string): ReadonlySet<string> {
  const words =
    text
      .slice(0, COMPARED_CHARS)
      .toLowerCase()
      .match(/\p{L}+|\d+(?:[.,]\d+)*/gu) ?? [];
  return new Set(words.filter((word) => !FUNCTION_WORDS.has(word)).map((word) => word.slice(0, 5)));
}

/** Share of common words: the mean of Jaccard's index and the part of the smaller set. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const smaller = Math.min(a.size, b.size);
  let common = 0;
  for (const word of a) if (b.has(word)) common += 1;
  if (smaller < FEW_WORDS) return smaller > 0 && common === a.size && common === b.size ? 1 : 0;
  return (common / (a.size + b.size - common) + common / smaller) / 2;
}
