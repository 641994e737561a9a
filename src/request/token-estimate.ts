import { jsonLength, type JsonValue } from './json-value.js';
import type { RequestParts } from './request-parts.js';

/**
 * Weights in tokens: a heuristic, fitted once by least squares to the mean of the o200k and cl100k vocabularies over
 * English prose, chats, code, JSON, tool traffic and other languages. Accents, Hangul, Arabic, Hebrew, digits and very
 * long words are set by hand: there was too little of them to fit.
 */
const WORD = 1.06;
/** A letter of a word after the sixth; most long words are a few common pieces. */
const LATER_LETTER = 0.06;
/** An accented Latin letter, beside the word that it stands in: fewer words with accents are in a vocabulary. */
const ACCENT = 0.7;
/** A letter after the 20th: no word any more but base64, hashes or noise, which no vocabulary holds. */
const NOISE_LETTER = 0.35;
/** A run of digits, beside one token for every three of them. */
const DIGIT_RUN = 0.8;
const PUNCTUATION = 0.52;
/** A line break or tab, or a run of them and spaces; a single space belongs to the word behind it. */
const WHITESPACE_RUN = 1.12;

/** UTF-16 units that are read of all texts together. */
const MAX_UNITS = 4096;
/** Units of one window on texts that are too long to be read whole. */
const WINDOW = 256;
const WINDOWS = MAX_UNITS / WINDOW;

/**
 * Estimated tokens of some texts together, from 0, as a whole number. At most 4,096 UTF-16 units are read: more are read
 * through windows that are evenly spread from the first text's start to the last one's end, and the sum is scaled up.
 */
export function estimateTokens(texts: readonly string[]): number {
  const units = texts.reduce((sum, text) => sum + text.length, 0);
  if (units <= MAX_UNITS) {
    return Math.ceil(texts.reduce((sum, text) => sum + tokensBetween(text, 0, text.length), 0));
  }
  const stride = (units - WINDOW) / (WINDOWS - 1);
  let tokens = 0;
  let window = 0;
  // Where the text starts in all texts together.
  let offset = 0;
  for (const text of texts) {
    const end = offset + text.length;
    for (; window < WINDOWS; window++) {
      const start = Math.floor(window * stride);
      tokens += tokensBetween(
        text,
        Math.max(start - offset, 0),
        Math.min(start + WINDOW - offset, text.length),
      );
      // The rest of the window lies in the next text.
      if (start + WINDOW > end) break;
    }
    offset = end;
  }
  return Math.ceil((tokens / MAX_UNITS) * units);
}

const isAccented = (unit: number): boolean => unit >= 0xc0 && unit < 0x0250;
const isLetter = (unit: number): boolean => ((unit | 32) >= 97 && (unit | 32) <= 122) || isAccented(unit);
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;
const isSpace = (unit: number): boolean => unit === 32 || (unit >= 9 && unit <= 13);

function tokensBetween(text: string, start: number, end: number): number {
  let tokens = 0;
  for (let at = start; at < end;) {
    const first = text.charCodeAt(at);
    const runStart = at++;
    if (isLetter(first)) {
      if (isAccented(first)) tokens += ACCENT;
      for (; at < end && isLetter(text.charCodeAt(at)); at++) {
        if (isAccented(text.charCodeAt(at))) tokens += ACCENT;
      }
      tokens += tokensOfWord(at - runStart);
    } else if (isDigit(first)) {
      while (at < end && isDigit(text.charCodeAt(at))) at++;
      tokens += DIGIT_RUN + Math.ceil((at - runStart) / 3);
    } else if (isSpace(first)) {
      while (at < end && isSpace(text.charCodeAt(at))) at++;
      if (first !== 32 || at - runStart > 1) tokens += WHITESPACE_RUN;
    } else {
      tokens += first < 0x80 ? PUNCTUATION : tokensBeyondAscii(first);
    }
  }
  return tokens;
}

function tokensOfWord(letters: number): number {
  const later = Math.min(Math.max(letters - 6, 0), 14);
  return WORD + later * LATER_LETTER + Math.max(letters - 20, 0) * NOISE_LETTER;
}

/** Tokens of one UTF-16 unit beyond ASCII, by its script. */
function tokensBeyondAscii(unit: number): number {
  // Latin signs that are no letters.
  if (unit < 0x0250) return 1;
  // Greek, Cyrillic, Armenian.
  if (unit < 0x0590) return 0.4;
  // Hebrew, Arabic, Indic scripts, Thai, Georgian.
  if (unit < 0x1100) return 0.6;
  // Kana and Han.
  if (unit >= 0x3040 && unit < 0xac00) return 0.92;
  // Hangul.
  if (unit >= 0xac00 && unit < 0xd7b0) return 0.8;
  // Symbols, and the two halves of an emoji.
  return 1;
}

/** Units of compact JSON in a token: schemas and arguments are short keys and punctuation. */
const JSON_UNITS_PER_TOKEN = 4;

/** Estimated tokens of a JSON value such as a tool's schema or the arguments of a call; 0 for nothing. */
export function tokensOfJson(value: JsonValue | undefined): number {
  return Math.ceil(jsonLength(value) / JSON_UNITS_PER_TOKEN);
}

/**
 * What GPT-4o charges for one image of 1024 x 1024 in high detail; low detail is 85, and other models differ.
 * @see https://platform.openai.com/docs/guides/images-vision
 */
const TOKENS_PER_IMAGE = 765;

/**
 * Role and delimiters of a message, and the words that open the answer.
 * @see https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken
 */
const TOKENS_PER_MESSAGE = 4;
const TOKENS_OF_PRIMING = 3;

/** Estimated prompt tokens of a whole request: messages with their images and calls, and tools. */
export function tokensOfParts(parts: RequestParts): number {
  let tokens = TOKENS_OF_PRIMING;
  const texts: string[] = [];
  for (const message of parts.messages) {
    tokens += TOKENS_PER_MESSAGE + message.images * TOKENS_PER_IMAGE + message.otherTokens;
    for (const text of message.texts) texts.push(text);
  }
  for (const tool of parts.tools) tokens += tool.tokens;
  return tokens + estimateTokens(texts);
}
