import { MAX_TEXT_CHARS } from './request-view.js';

/** A text that may have been cut. */
export interface CutText {
  readonly text: string;
  readonly cut: boolean;
}

/** Joins texts by newlines and keeps the first {@link MAX_TEXT_CHARS} units; never cuts a surrogate pair in two. */
export function joinAndCut(texts: readonly string[]): CutText {
  let text = texts[0] ?? '';
  for (let index = 1; index < texts.length && text.length <= MAX_TEXT_CHARS; index++) {
    text += `\n${texts[index] ?? ''}`;
  }
  if (text.length <= MAX_TEXT_CHARS) return { text, cut: false };
  return { text: startOfText(text, MAX_TEXT_CHARS), cut: true };
}

/** The first UTF-16 units of a text, at most so many; never half of a surrogate pair. */
export function startOfText(text: string, most: number): string {
  const last = text.charCodeAt(most - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? most - 1 : most);
}
