import type { LanguageHint } from './request-view.js';

/** Letters beyond ASCII by Unicode block: first and last code point, and the script. Sorted; source: Blocks-16.0. */
const RANGES: readonly (readonly [first: number, last: number, script: string])[] = [
  [0x00c0, 0x00d6, 'latin'],
  [0x00d8, 0x00f6, 'latin'],
  [0x00f8, 0x024f, 'latin'],
  [0x0370, 0x03ff, 'greek'],
  [0x0400, 0x052f, 'cyrillic'],
  [0x0590, 0x05ff, 'hebrew'],
  [0x0600, 0x06ff, 'arabic'],
  [0x0750, 0x077f, 'arabic'],
  [0x0870, 0x08ff, 'arabic'],
  [0x0900, 0x097f, 'devanagari'],
  [0x0e00, 0x0e7f, 'thai'],
  [0x1100, 0x11ff, 'hangul'],
  [0x1c80, 0x1c8f, 'cyrillic'],
  [0x1e00, 0x1eff, 'latin'],
  [0x1f00, 0x1fff, 'greek'],
  [0x2de0, 0x2dff, 'cyrillic'],
  [0x3040, 0x30ff, 'kana'],
  [0x3130, 0x318f, 'hangul'],
  [0x31f0, 0x31ff, 'kana'],
  [0x3400, 0x4dbf, 'han'],
  [0x4e00, 0x9fff, 'han'],
  [0xa640, 0xa69f, 'cyrillic'],
  [0xac00, 0xd7ff, 'hangul'],
  [0xf900, 0xfaff, 'han'],
  [0xfb1d, 0xfb4f, 'hebrew'],
  [0xfb50, 0xfdff, 'arabic'],
  [0xfe70, 0xfeff, 'arabic'],
  [0xff21, 0xff5a, 'latin'],
  [0xff66, 0xff9d, 'kana'],
  [0xffa0, 0xffdc, 'hangul'],
];

const SCRIPTS: readonly string[] = ['other', ...new Set(RANGES.map(([, , script]) => script))];

/** For every UTF-16 unit the index of its script in {@link SCRIPTS}; 0 where no range says. */
const SCRIPT_OF_UNIT = new Uint8Array(0x10000);
for (const [first, last, script] of RANGES) SCRIPT_OF_UNIT.fill(SCRIPTS.indexOf(script), first, last + 1);
const LATIN = SCRIPTS.indexOf('latin');
const HAN = SCRIPTS.indexOf('han');
const NONE = -1;

const LETTER = /\p{L}/u;
const ASCII_LETTER = /[a-z]/i;
const BEYOND_ASCII = /[^\0-\x7f]/;
const ALL_LATIN: readonly LanguageHint[] = [{ script: 'latin', share: 1 }];

function scriptOf(codePoint: number): number {
  if (codePoint < 0xc0) return (codePoint | 32) >= 97 && (codePoint | 32) <= 122 ? LATIN : NONE;
  if (codePoint >= 0x20000 && codePoint <= 0x323af) return HAN;
  const script = codePoint < 0x10000 ? (SCRIPT_OF_UNIT[codePoint] ?? 0) : 0;
  if (script > 0) return script;
  // Punctuation (general, CJK), and the planes of emoji: no letters, and frequent.
  if ((codePoint >= 0x2000 && codePoint < 0x2070) || (codePoint >= 0x3000 && codePoint < 0x3040)) return NONE;
  if (codePoint >= 0x1f000 && codePoint < 0x20000) return NONE;
  return LETTER.test(String.fromCodePoint(codePoint)) ? 0 : NONE;
}

/** UTF-16 units that are looked at, half from the start of the text and half from its end. */
const MAX_SAMPLE = 1024;

function sampleOf(text: string): string {
  return text.length <= MAX_SAMPLE ? text : text.slice(0, MAX_SAMPLE / 2) + text.slice(-MAX_SAMPLE / 2);
}

/**
 * The scripts of a text with their share of its letters, largest first; empty for a text without letters. Scripts are
 * `latin`, `cyrillic`, `greek`, `arabic`, `hebrew`, `han`, `kana`, `hangul`, `thai`, `devanagari` and `other`. It looks
 * at no more than 1,024 UTF-16 units.
 */
export function languagesOf(text: string): readonly LanguageHint[] {
  const sample = sampleOf(text);
  // Most turns: several times as fast as a look at every letter.
  if (!BEYOND_ASCII.test(sample)) return ASCII_LETTER.test(sample) ? ALL_LATIN : [];
  const counts = new Uint32Array(SCRIPTS.length);
  let letters = 0;
  for (let at = 0; at < sample.length; at++) {
    const codePoint = sample.codePointAt(at) ?? 0;
    if (codePoint > 0xffff) at++;
    const script = scriptOf(codePoint);
    if (script === NONE) continue;
    letters++;
    counts[script] = (counts[script] ?? 0) + 1;
  }
  return SCRIPTS.map((script, index) => ({ script, share: (counts[index] ?? 0) / letters }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share);
}
