import type { RequestView } from '../request/request-view.js';

/** Numbers of the request itself, used in rules (`when`) and shown on spans, and what each counts. */
export const FEATURE_MEANINGS = {
  tokens: 'Estimated prompt tokens.',
  turns: 'User messages in the conversation.',
  tools: 'Tools offered.',
  toolCalls: 'Tool calls made so far.',
  images: 'Images in the conversation.',
  codeLines: 'Lines of the last user turn that look like program code.',
  digits: 'Decimal digits in the last user turn.',
} as const;

export type FeatureName = keyof typeof FEATURE_MEANINGS;

export type Features = Readonly<Record<FeatureName, number>>;

/** Beyond this many UTF-16 units of the last user turn, code lines and digits are no longer counted. */
const SAMPLE_CHARS = 16_384;

const CODE_LINE =
  /^\s*(?:```|[{}[\]()]+;?$|(?:def|class|function|func|fn|public|private|static|const|let|var|import|from|#include|package|using|return|SELECT|INSERT|UPDATE|DELETE|CREATE)\b.*[({;:=]|.*[;{}]$|.*=>.*)/;

/** Measures a view; linear in its length up to a fixed sample. */
export function measureFeatures(view: RequestView): Features {
  const sample = view.lastUserText.slice(0, SAMPLE_CHARS);
  return {
    tokens: view.tokenEstimate,
    turns: view.turns,
    tools: view.tools.length,
    toolCalls: view.toolCalls,
    images: view.images,
    codeLines: countCodeLines(sample),
    digits: countDigits(sample),
  };
}

function countCodeLines(text: string): number {
  let count = 0;
  for (const line of text.split('\n')) {
    // A minified bundle on one line is code anyway; testing its head keeps the pattern's cost bounded.
    if (CODE_LINE.test(line.slice(0, 200).trimEnd())) count += 1;
  }
  return count;
}

function countDigits(text: string): number {
  // Five times as fast as a look at every character.
  return text.replaceAll(/\D+/g, '').length;
}
