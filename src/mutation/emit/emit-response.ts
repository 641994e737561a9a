import type { Emitter } from './emitter.js';
import { isMapping, type Mapping } from './json-shape.js';
import { itemEvents, type ResponseEvent } from './response-items.js';

/** The event that ends a response, by its status. */
const ENDS: ReadonlyMap<unknown, string> = new Map([
  ['completed', 'response.completed'],
  ['incomplete', 'response.incomplete'],
  ['failed', 'response.failed'],
]);

/** Events of responses: https://platform.openai.com/docs/api-reference/responses-streaming */
export const emitResponse: Emitter = (answer) => {
  const { output, status } = answer;
  const end = ENDS.get(status ?? 'completed');
  if (end === undefined || !Array.isArray(output) || !output.every(isMapping)) return undefined;
  const begun: Mapping = { ...answer, status: 'in_progress', output: [], usage: null };
  const events: readonly ResponseEvent[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...output.flatMap(itemEvents),
    { type: end, response: answer },
  ];
  return events.map((event, at) => {
    const { type, ...members } = event;
    return { name: type, data: { type, sequence_number: at, ...members } };
  });
};
