/** The least that a prompt asks for. */
export interface WishedLength {
  readonly words?: number;
  readonly sentences?: number;
  readonly paragraphs?: number;
  /** Entries of a list. */
  readonly items?: number;
}

const NUMBERS: readonly string[] = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const COUNT = String.raw`(\d{1,4}|${NUMBERS.slice(2).join('|')})`;
/** Words before a number that make it an upper bound, or no bound. */
const AT_MOST =
  /(?:\b(?:at most|no more than|not more than|less than|fewer than|under|below|up to|within|maximum(?: of)?|max\.?|limit\w*(?: \w+){0,3} to|or|to|than)|[-–<≤])\s*$/i;
/** What leads up to a length that is asked for. */
const BEFORE = String.raw`\b(?:write|compose|draft|create|generate|describe|explain|summari[sz]e|tell|give|provide|in|using|with|at least|minimum(?: of)?|exactly|about|around) (?:me )?(?:an? )?`;
const UNITS = {
  words: new RegExp(
    String.raw`${BEFORE}${COUNT}[- ]words?\b(?! or (?:less|fewer)| max| limit| per| a |\/)`,
    'i',
  ),
  sentences: new RegExp(
    String.raw`${BEFORE}${COUNT}[- ](?:\w+[- ])?sentences?\b(?! or (?:less|fewer)| max| per| each)`,
    'i',
  ),
  paragraphs: new RegExp(
    String.raw`${BEFORE}${COUNT}[- ](?:\w+[- ])?paragraphs?\b(?! or (?:less|fewer)| max)`,
    'i',
  ),
  items: new RegExp(
    String.raw`\b(?:list|name|give|suggest|generate|provide|write|identify|create|come up with|tell me|offer|describe|propose|find)\s(?:me |us |of |out )?(?:a list of |at least |exactly |about |the )?(?:top )?${COUNT} (?!words?\b|sentences?\b|paragraphs?\b|lines?\b|minutes?\b|hours?\b|days?\b|weeks?\b|months?\b|years?\b|people\b|times\b|percent\b|dollars?\b|over\b|as\b|of\b)(?:\p{L}+ ){0,2}\p{L}+s\b`,
    'iu',
  ),
} as const;
/** What nobody writes in a line, and the fewest words of one. */
const LONG_FORMS: readonly (readonly [RegExp, number])[] = [
  [
    /\b(?:write|compose|draft|create|generate)\b[^.?!\n]{0,40}\b(?:essay|article|blog ?post|report|research paper|speech|chapter)\b/i,
    100,
  ],
  [
    /\b(?:write|compose|draft|create|generate|tell)\b[^.?!\n]{0,40}\b(?:story|letter|cover letter|email|dialogue|paragraph)\b/i,
    30,
  ],
];
const SHORT_FORM =
  /\b(?:short|brief|concise|one[- ]sentence|single|tweet|title|headline|outline|summary|summari[sz]e|topic|subject|name of|question|first line|opening|idea|template|rewrite|edit|correct|proofread|fix|classify|identify|given|following|this|complete|continue)\b/i;

/** What length a prompt asks for; empty where it says nothing. Upper bounds are no wish for length. */
export function wishedLength(prompt: string): WishedLength {
  const asked = prompt.slice(0, 2_000);
  const wish: { -readonly [name in keyof WishedLength]: WishedLength[name] } = {};
  for (const unit of ['words', 'sentences', 'paragraphs', 'items'] as const) {
    const found = UNITS[unit].exec(asked);
    if (found === null || AT_MOST.test(asked.slice(0, found.index))) continue;
    const said = (found[1] ?? '').toLowerCase();
    const count = NUMBERS.includes(said) ? NUMBERS.indexOf(said) : Number(said);
    if (count > 1) wish[unit] = count;
  }
  if (wish.words === undefined && !SHORT_FORM.test(asked)) {
    const form = LONG_FORMS.find(([pattern]) => pattern.test(asked));
    if (form !== undefined) wish.words = form[1];
  }
  return wish;
}
