import type { Check } from './check.js';

/** What models write where they have nothing to say. */
const PLACEHOLDER =
  /^[\s"'`*([]*(?:n\/?a|none|null|nil|undefined|no (?:answer|response|output)|[.…-]{1,6})[\s"'`*)\].]*$/i;
const LONGEST_PLACEHOLDER = 24;

/** No text, nothing that anybody could see, or a placeholder that nobody asked for. */
export const checkEmpty: Check = (ask, _answer, { text }) => {
  if (text === '') return { reason: 'empty', strength: 1 };
  if (text.length > LONGEST_PLACEHOLDER || !PLACEHOLDER.test(text)) return undefined;
  const bare = text.replaceAll(/[\s"'`*()[\].]/g, '').toLowerCase();
  const isOffered = bare !== '' && `${ask.system}\n${ask.prompt}`.toLowerCase().includes(bare);
  return isOffered ? undefined : { reason: 'empty', strength: 0.97 };
};
