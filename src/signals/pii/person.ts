import { REFUSED, type PiiKind } from './kind.js';

const NUMERIC_DATE = String.raw`\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}`;
const MONTH = String.raw`(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?`;
const DATE = String.raw`(?:${NUMERIC_DATE}|\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH},? \d{2,4}|${MONTH} \d{1,2}(?:st|nd|rd|th)?,? \d{2,4})`;

const BIRTH: PiiKind = {
  type: 'DATE_OF_BIRTH',
  pattern: new RegExp(
    String.raw`\b(?:(?:dob|d\.o\.b\.|date of birth|birth ?date|birthday)(?: is| was|:|,| -)?(?: on)? ?|i was born(?: on)? |born(?: on)? (?=${NUMERIC_DATE}))(${DATE})`,
    'gi',
  ),
  judge: (match) => ({
    confidence: 0.9,
    start: match[0].length - (match[1] ?? '').length,
    length: (match[1] ?? '').length,
  }),
};

const STREET_WORD = String.raw`(?:street|avenue|road|boulevard|drive|lane|court|square|terrace|highway|parkway|crescent|turnpike)`;
const STREET_ABBREVIATION = String.raw`(?:st|ave|rd|blvd|dr|ln|ct|sq|ter|hwy|pkwy)\.?(?=[\s,;)]|$)`;
/** Postal addresses of United States forces: PSC, unit or ship, and a post office of theirs. */
const MILITARY: PiiKind = {
  type: 'STREET_ADDRESS',
  pattern:
    /(?<![\p{L}\d])(?:(?:psc|unit) \d{3,5},? ?box \d{3,5}|us(?:s|ns|nv|cgc) \p{L}{2,30})\s{1,4}(?:apo|fpo|dpo) a[aep] \d{5}/giu,
  judge: () => ({ confidence: 0.95 }),
};

const UNIT = String.raw`(?:[ ,\n]{1,4}(?:apt|apartment|suite|unit|flat|floor|box)\.? ?#?\d{1,5}[a-z]?)`;

/** Number, up to four words with capitals, and a word for a way; or a flat's number with a street before it. */
const STREET: PiiKind = {
  type: 'STREET_ADDRESS',
  pattern: new RegExp(
    String.raw`(?<![\p{L}\d.,$])\d{1,5}[a-z]?(?: \d{1,5})? (?:\p{Lu}[\p{L}.'’-]{0,24} ){1,4}(?:${STREET_WORD}\b|${STREET_ABBREVIATION})${UNIT}?`,
    'giu',
  ),
  judge: ([match], { before }) => {
    if (NO_STREET.test(match)) return REFUSED;
    const [, ...words] = match.split(' ');
    // The pattern ignores case; a name does not.
    if (words.some((word) => /^\p{Ll}/u.test(word))) {
      return { confidence: ADDRESS_CONTEXT.test(before) ? 0.8 : 0 };
    }
    return { confidence: 0.85 };
  },
};

/** "September 25 in St. George", "10 p.m. CT", "the 600 block of", "10 Downing Street". */
const NO_STREET = /^\d+ (?:in|on|at|of|and|a\.?m|p\.?m|block|downing|wall|sesame|miles?|percent|people)\b/i;

const ADDRESS_CONTEXT =
  /\b(?:address(?:es)?(?: (?:is|to|are|here they are))?|lives? (?:at|on|in)|located (?:at|on)|office is (?:at|on)|sent to|send (?:it|a new one|this|them)? ?to|deliver(?:ed)? (?:it )?to|ship(?:ped)? (?:it )?to|meet me at|reside[sd]? at|station is on)\b[^\n]{0,24}\s{0,8}$/i;

const FLAT: PiiKind = {
  type: 'STREET_ADDRESS',
  pattern:
    /(?<![\p{L}\d])(?:\d{1,6} )?\p{L}[\p{L}.'’ -]{2,40} \d{1,5}[,\s]{1,6}(?:apt|suite)\.? \d{1,5}|(?<![\p{L}\d])(?:apt\.|suite) \d{1,5}(?=[,\s])/giu,
  judge: () => ({ confidence: 0.85 }),
};

const ANNOUNCEMENT = [
  String.raw`(?:billing |home |postal |mailing |shipping |(?:his|her|my|our|their|new|\p{L}{1,30}'s) )address(?:es)?(?: is|:)?`,
  String.raw`addresses?,? here they are:|address linked to my credit card to|had given \p{L}{1,30} \p{L}{3,5} address:`,
  String.raw`lives? (?:at|on)|located (?:at|on)|office is (?:at|on)|sent to|(?:send|ship|deliver) (?:it|a new one|this|them) to`,
  String.raw`this to be sent to\? user:|resid(?:es?|ing) at|meet me at|station is on|what's the address\?[^\d\n]{0,60}it's in`,
].join('|');

const WORD = String.raw`\p{L}[\p{L}.,'’/-]{0,30}`;
const NUMBER = String.raw`\d{1,6}[a-z]?\b\.?`;

/** After words that announce an address: words and at least one number, or a corner of two streets. */
const ANNOUNCED: PiiKind = {
  type: 'STREET_ADDRESS',
  pattern: new RegExp(
    String.raw`(?<!\p{L})(?:${ANNOUNCEMENT})\s{1,8}((?:the corner of |unit |${WORD} and )?(?:(?:${NUMBER} ){1,2}${WORD}(?: (?:${WORD}|${NUMBER},?)){0,7}|(?:${WORD} ){1,5}${NUMBER})(?:,?\s{1,3}[\p{L}\d ]{2,30}){0,3})`,
    'giu',
  ),
  judge: (match, { before }) => {
    const address = match[1] ?? '';
    const start = match[0].length - address.length;
    const length = address.length;
    // Times, counts and sums are given in the same words.
    if (NO_PLACE.test(address)) return REFUSED;
    const hasName = /\p{Lu}/u.test(address);
    const isTold = /address|lives|office|sent to|restaurant/i.test(
      `${before.slice(-24)}${match[0].slice(0, start)}`,
    );
    return {
      confidence: hasName ? 0.75 : isTold && /^\d{2,6} .*\d|^\d{1,6} \d/.test(address) ? 0.6 : 0.45,
      start,
      length,
    };
  },
};

const NO_PLACE =
  /^(?:noon|\d{1,2} ?(?:a\.?m|p\.?m|o'clock|percent|years?|days?|times|people|friends|of|different|miles?|houses?|feet|meters?|km)\b|the (?:age|end|same|rate|bottom|top|beginning))/i;

/** The lines of a letter: number and street, town, post code; only where two of them stand together. */
const LINES: PiiKind = {
  type: 'STREET_ADDRESS',
  pattern:
    /(?<=^|\n)[> ]{0,8}(?:\d{1,6} )?\p{Lu}[\p{L}.'’ -]{2,40} \d{1,5}\.?\n[> ]{0,8}\p{Lu}[\p{L}.'’ -]{1,40}(?:\n?,? ?(?:\p{Lu}{2,3}|nan))?\n?[> ]{0,8}(?:\p{Lu}[\p{L} ]{2,40} )?\d{3,6}(?=\s|$)/gu,
  // The years and lettered answers of an examination look alike.
  judge: ([match]) =>
    /^[> ]*[A-Z]\. |\b(?:of|in|about|than|the|for) \d|\b(?:1[5-9]|20)\d\d\b/.test(match)
      ? REFUSED
      : { confidence: 0.8 },
};

const ZIP: PiiKind = {
  type: 'ZIP_CODE',
  pattern:
    /\b(?:zip(?: ?code)?|post(?:al)? ?code|plz|c[oó]digo postal|code postal)(?: is| was|:|=)? ?((?=[a-z\d -]{0,9}\d)[a-z\d]{2,5}(?:[ -][a-z\d]{2,5})?)\b/gi,
  judge: (match) => {
    const code = (match[1] ?? '').replace(/[ -][a-z]+$/i, '');
    if (!/\d/.test(code)) return REFUSED;
    return { confidence: 0.8, start: match[0].length - (match[1] ?? '').length, length: code.length };
  },
};

/** Where somebody lives and when they were born. */
export const PERSON_KINDS: readonly PiiKind[] = [BIRTH, MILITARY, STREET, FLAT, ANNOUNCED, LINES, ZIP];
