import { choicesOf, type Chunk, finish } from './completion-chunks.js';
import type { Emitter } from './emitter.js';
import type { Mapping } from './json-shape.js';

/** Chunks of completions: https://platform.openai.com/docs/api-reference/completions */
export const emitCompletion: Emitter = (answer, includesUsage) => {
  const choices = choicesOf(answer);
  if (choices?.every(({ text }) => typeof text === 'string') !== true) return undefined;
  return finish(answer, { object: 'text_completion', includesUsage }, choices.flatMap(chunksOf));
};

function chunksOf({ index, text, logprobs, finish_reason: reason, ...others }: Mapping): Chunk[] {
  return [
    { choice: { index, text, logprobs: logprobs ?? null, finish_reason: null } },
    { choice: { index, text: '', logprobs: null, ...others, finish_reason: reason ?? 'stop' } },
  ];
}
