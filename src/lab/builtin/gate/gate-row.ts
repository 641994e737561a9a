import type { Answer } from '../../../gate/answer.js';
import type { Ask } from '../../../gate/ask.js';

/** An answer that somebody judged. */
export interface GateRow {
  readonly id: string;
  readonly ask: Ask;
  readonly answer: Answer;
  readonly isGood: boolean;
  /** Rows of one source are left out together. */
  readonly source: string;
  /** What is wrong with it; `none` for a good one. */
  readonly defect: string;
  readonly licence: string;
  /** False for rows that only measure: their licence keeps them out of what ships. */
  readonly fit: boolean;
}

/** The request that a prompt alone makes; JSON that is asked for may stand in a code fence. */
export function askOfPrompt(prompt: string, expectsJson = false): Ask {
  const format = expectsJson ? ({ responseFormat: 'json_object', jsonMayBeWrapped: true } as const) : TEXT;
  return { prompt, system: '', tools: [], ...format };
}

const TEXT = { responseFormat: 'text' } as const;

/** An answer of text alone, which does not say how it ended. */
export function answerOfText(text: string): Answer {
  return { text, finish: 'unknown', toolCalls: [], hasMedia: false };
}
