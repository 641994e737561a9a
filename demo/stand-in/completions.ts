import { piecesOf, type Answer } from './answer.js';
import { usageEvents, usageOf } from './chat-completions.js';
import type { ServerEvent } from './event-stream.js';
import type { JsonObject } from './json.js';
import type { Shape } from './shape.js';

/** https://platform.openai.com/docs/api-reference/completions (legacy). */
export const completions: Shape = {
  missing: (body) => (body['prompt'] === undefined ? 'prompt' : undefined),
  whole: (answer, id) => ({
    ...head(answer, id),
    choices: [choiceOf(answer.text, finishReason(answer))],
    usage: usageOf(answer),
  }),
  events: (answer, id, body) => {
    const chunk = (text: string, finish: string | null): ServerEvent => ({
      data: { ...head(answer, id), choices: [choiceOf(text, finish)] },
    });
    return [
      ...piecesOf(answer).map((text) => chunk(text, null)),
      chunk('', finishReason(answer)),
      ...usageEvents(answer, body, head(answer, id)),
      { data: '[DONE]' },
    ];
  },
};

function head(answer: Answer, id: string): JsonObject {
  const created = Math.floor(Date.now() / 1000);
  return { id: `cmpl-${id}`, object: 'text_completion', created, model: answer.model };
}

function choiceOf(text: string, finish: string | null): JsonObject {
  return { index: 0, text, logprobs: null, finish_reason: finish };
}

function finishReason(answer: Answer): string {
  return answer.cut ? 'length' : 'stop';
}
