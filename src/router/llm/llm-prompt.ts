import { cutMiddle } from '../../request/cut-middle.js';
import { letterAt, type LlmCandidate } from './llm-question.js';

/** Longest part of the text that is shown, in UTF-16 units: its head and its tail, where people say what they want. */
const MAX_TEXT = 2_000;
const MAX_DESCRIPTION = 300;
const MAX_EXAMPLE = 200;

const TASK = 'Which category fits the message best? Reply with its letter only.';
const NONE = 'none of these';

/**
 * The messages: under 50 tokens of our own, the routes, the examples, the text.
 *
 * @param examples most examples in all; each route's nearest first
 */
export function llmMessages(
  text: string,
  candidates: readonly LlmCandidate[],
  examples: number,
): readonly { readonly role: string; readonly content: string }[] {
  const shown = spread(candidates, examples);
  const lines = candidates.flatMap(({ route, description }, at) => [
    `${letterAt(at)}: ${oneLine(description === '' ? route : description, MAX_DESCRIPTION)}`,
    ...(shown[at] ?? []).map((example) => `- ${oneLine(example, MAX_EXAMPLE)}`),
  ]);
  const none = `${letterAt(candidates.length)}: ${NONE}`;
  return [
    { role: 'system', content: [TASK, ...lines, none].join('\n') },
    { role: 'user', content: `Message:\n${cutMiddle(text, MAX_TEXT)}\n\nLetter:` },
  ];
}

/** The nearest example of each route, then the second nearest, until there are enough. */
function spread(candidates: readonly LlmCandidate[], most: number): readonly (readonly string[])[] {
  const shown = candidates.map((): string[] => []);
  const longest = Math.max(0, ...candidates.map(({ examples }) => examples.length));
  let left = most;
  for (let rank = 0; rank < longest; rank += 1) {
    for (const [at, { examples }] of candidates.entries()) {
      const example = examples[rank];
      if (example === undefined || left === 0) continue;
      shown[at]?.push(example);
      left -= 1;
    }
  }
  return shown;
}

/** A cut may leave half a surrogate pair, which not every tokenizer survives: U+FFFD takes its place. */
function oneLine(text: string, most: number): string {
  return Buffer.from(text.slice(0, most)).toString().replaceAll(/\s+/g, ' ').trim();
}
