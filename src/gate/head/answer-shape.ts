/** Properties of an answer's text that need more than counting signs. */
export interface AnswerShape {
  /** Different words among the words, and different runs of three words among such runs; 1 for none. */
  readonly distinctWords: number;
  readonly distinctRuns: number;
  /** Share of the prompt's words of four letters and more that the answer holds. */
  readonly covered: number;
  /** Share of the answer's own such words that the prompt holds. */
  readonly echoed: number;
  /** Words of doubt, of turning back, and of certainty, each a 100 words. */
  readonly doubts: number;
  readonly turns: number;
  readonly certainties: number;
  /** Says `I`, or speaks of itself as a model. */
  readonly speaksOfItself: boolean;
  /** Names with a capital letter inside sentences, and years, each a 100 words. */
  readonly names: number;
  readonly years: number;
  /** The last sign ends a sentence, a block or a formula. */
  readonly isFinished: boolean;
  /** Lines of Python-like code that define, return, print or assert, and those that leave something out. */
  readonly definitions: number;
  readonly returns: number;
  readonly loops: number;
  readonly examples: number;
  readonly placeholders: number;
  readonly comments: number;
}

const WORD = /[\p{L}\p{N}']+/gu;
const DOUBTS = new Set(
  (
    'maybe perhaps possibly probably might may could seems seem appears unclear unsure likely assume assumes assuming ' +
    'assumption approximately about around estimate estimated guess ambiguous'
  ).split(' '),
);
const TURNS = new Set(
  (
    "however but wait actually instead although mistake incorrect correction apologize apologise sorry unfortunately none cannot can't " +
    'closest'
  ).split(' '),
);
const CERTAINTIES = new Set(
  'therefore thus hence so since because mean means which equals equal know'.split(' '),
);
const SELF =
  /\b(?:I am|I'm|I cannot|I can't|I don't|I do not|as an? (?:ai|language)|my (?:knowledge|training)|I apologi[sz]e)\b/i;
const SELF_CHARS = 400;
const NAME = /[a-z,;] [A-Z][a-z]{2}/g;
const YEAR = /\b(?:1[5-9]|20)\d\d\b/g;
const FINISHED = /[.!?:;)\]}"'`*$”’。！？）」…\d]$|(?:^|[^A-Za-z])[A-Za-z]\)?$/;
const END_CHARS = 8;
const CODE_LINES = {
  definitions: /^[ \t]*(?:async )?(?:def|class|function|fn|func|public|private|static)\b/gm,
  returns: /^[ \t]*(?:return|yield)\b/gm,
  loops: /^[ \t]*(?:for|while)\b/gm,
  examples: /^[ \t]*(?:>>>|print|assert|console\.log|#\s*(?:example|test|output))/gim,
  placeholders: /^[ \t]*(?:pass|\.\.\.|#\s*(?:todo|your code|rest of|add)|\/\/\s*(?:todo|your code))/gim,
  comments: /^[ \t]*(?:#|\/\/)/gm,
} as const;

const NO_CODE = { definitions: 0, returns: 0, loops: 0, examples: 0, placeholders: 0, comments: 0 };

/**
 * Looks at an answer beside its prompt. Linear in their lengths.
 *
 * @param hasCode whether lines of the answer look like code; without any, they are not counted
 */
export function answerShapeOf(prompt: string, text: string, hasCode: boolean): AnswerShape {
  const words = text.toLowerCase().match(WORD) ?? [];
  const [asked, own] = [longWords(prompt.toLowerCase().match(WORD) ?? []), longWords(words)];
  const rate = (found: number): number => (100 * found) / Math.max(words.length, 20);
  const among = (set: ReadonlySet<string>): number => words.filter((word) => set.has(word)).length;
  return {
    distinctWords: distinct(words),
    distinctRuns: distinct(runsOf(words)),
    covered: overlap(asked, own),
    echoed: overlap(own, asked),
    doubts: rate(among(DOUBTS)),
    turns: rate(among(TURNS)),
    certainties: rate(among(CERTAINTIES)),
    speaksOfItself: SELF.test(text.slice(0, SELF_CHARS)) || SELF.test(text.slice(-SELF_CHARS)),
    names: rate(count(text, NAME)),
    years: rate(count(text, YEAR)),
    isFinished: FINISHED.test(text.trimEnd().slice(-END_CHARS)),
    ...(hasCode ? codeOf(text) : NO_CODE),
  };
}

function codeOf(text: string): typeof NO_CODE {
  return {
    definitions: count(text, CODE_LINES.definitions),
    returns: count(text, CODE_LINES.returns),
    loops: count(text, CODE_LINES.loops),
    examples: count(text, CODE_LINES.examples),
    placeholders: count(text, CODE_LINES.placeholders),
    comments: count(text, CODE_LINES.comments),
  };
}

/** Runs of three words, each as a hash of the words' places among the different ones. */
function runsOf(words: readonly string[]): number[] {
  const places = new Map<string, number>();
  const ids = words.map((word) => {
    const place = places.get(word) ?? places.size;
    places.set(word, place);
    return place;
  });
  // Of 30 bits: larger numbers are objects, which a set handles slowly.
  return ids.slice(2).map((id, at) => {
    const hash = Math.imul(Math.imul(ids[at] ?? 0, 0x9e3779b1) ^ (ids[at + 1] ?? 0), 0x85ebca6b) ^ id;
    return hash >>> 2;
  });
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function distinct(items: readonly unknown[]): number {
  return items.length === 0 ? 1 : new Set(items).size / items.length;
}

function longWords(words: readonly string[]): Set<string> {
  return new Set(words.filter(({ length }) => length >= 4));
}

function overlap(of: ReadonlySet<string>, within: ReadonlySet<string>): number {
  let shared = 0;
  for (const word of of) if (within.has(word)) shared += 1;
  return of.size === 0 ? 0 : shared / of.size;
}
