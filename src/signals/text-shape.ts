/** Counts of one text, made in one pass. */
export interface TextShape {
  readonly units: number;
  readonly letters: number;
  readonly upper: number;
  readonly digits: number;
  readonly numbers: number;
  readonly spaces: number;
  readonly words: number;
  readonly longWords: number;
  readonly longestWord: number;
  readonly sentences: number;
  readonly questionMarks: number;
  readonly exclamations: number;
  readonly commas: number;
  readonly colons: number;
  readonly quotes: number;
  readonly operators: number;
  readonly brackets: number;
  readonly money: number;
  readonly backslashes: number;
  /** Latin letters with an accent, and letters and signs of no Latin script. */
  readonly accented: number;
  readonly foreign: number;
}

type Counts = { -readonly [name in keyof TextShape]: TextShape[name] };

type Kind = Exclude<keyof TextShape, 'units' | 'letters' | 'numbers' | 'words' | 'longWords' | 'longestWord'>;

const SIGNS: readonly (readonly [signs: string, kind: Kind])[] = [
  ['.;', 'sentences'],
  ['?？', 'questionMarks'],
  ['!！', 'exclamations'],
  [',，、', 'commas'],
  [':：', 'colons'],
  ['"“”«»„', 'quotes'],
  ['+*/=<>^|&%~', 'operators'],
  ['{}[]()_`', 'brackets'],
  ['$€£¥₹', 'money'],
  ['\\', 'backslashes'],
];

const KIND_OF_SIGN: ReadonlyMap<number, Kind> = new Map(
  SIGNS.flatMap(([signs, kind]) => Array.from(signs, (sign) => [sign.charCodeAt(0), kind] as const)),
);

/** Letters from which a word counts as long. */
const LONG_WORD = 8;

/** Counts what a text is made of, in UTF-16 units; linear in its length. */
export function shapeOf(text: string): TextShape {
  const counts = noCounts(text.length);
  let wordLetters = 0;
  let inNumber = false;
  for (let at = 0; at <= text.length; at += 1) {
    const unit = at < text.length ? text.charCodeAt(at) : 32;
    const isDigit = unit >= 48 && unit <= 57;
    if (isDigit && !inNumber) counts.numbers += 1;
    inNumber = isDigit || (inNumber && (unit === 46 || unit === 44));
    if (countLetter(counts, unit)) {
      wordLetters += 1;
      continue;
    }
    // An apostrophe or a hyphen does not end a word.
    if (wordLetters > 0 && (unit === 39 || unit === 45)) continue;
    if (wordLetters > 0) countWord(counts, wordLetters);
    wordLetters = 0;
    if (isDigit) counts.digits += 1;
    else if (unit <= 32) counts.spaces += 1;
    else countSign(counts, unit);
  }
  return counts;
}

function noCounts(units: number): Counts {
  return {
    units,
    ...{ letters: 0, upper: 0, digits: 0, numbers: 0, spaces: 0, words: 0, longWords: 0, longestWord: 0 },
    ...{ sentences: 0, questionMarks: 0, exclamations: 0, commas: 0, colons: 0, quotes: 0, operators: 0 },
    ...{ brackets: 0, money: 0, backslashes: 0, accented: 0, foreign: 0 },
  };
}

/** Whether the unit was a letter. */
function countLetter(counts: Counts, unit: number): boolean {
  const lower = unit | 32;
  const isAscii = unit < 0x80 && lower >= 97 && lower <= 122;
  if (isAscii) {
    counts.letters += 1;
    if (unit < 97) counts.upper += 1;
    return true;
  }
  if (unit < 0xc0) return false;
  if (unit < 0x250) {
    counts.letters += 1;
    counts.accented += 1;
    return true;
  }
  // General punctuation and full-width signs are no letters.
  if ((unit >= 0x2000 && unit < 0x2c00) || (unit >= 0x3000 && unit < 0x3040) || unit >= 0xff00) return false;
  counts.letters += 1;
  counts.foreign += 1;
  return true;
}

function countWord(counts: Counts, letters: number): void {
  counts.words += 1;
  if (letters >= LONG_WORD) counts.longWords += 1;
  if (letters > counts.longestWord) counts.longestWord = letters;
}

function countSign(counts: Counts, unit: number): void {
  const kind = KIND_OF_SIGN.get(unit);
  if (kind !== undefined) counts[kind] += 1;
}
