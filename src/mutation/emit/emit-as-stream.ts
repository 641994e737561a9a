import { emitChatCompletion } from './emit-chat-completion.js';
import { emitCompletion } from './emit-completion.js';
import { emitMessage } from './emit-message.js';
import { emitResponse } from './emit-response.js';
import type { Emitter } from './emitter.js';
import { isMapping, type Mapping } from './json-shape.js';
import { protectIntegers, restoreIntegers } from './long-integers.js';
import { writeEvents } from './server-sent-events.js';
import { readStreamShape } from './stream-shape.js';

const EMITTERS: ReadonlyMap<string, Emitter> = new Map([
  ['chat-completions', emitChatCompletion],
  ['completions', emitCompletion],
  ['responses', emitResponse],
  ['messages', emitMessage],
]);

/**
 * Turns an answer that came whole into the event stream that its endpoint would have sent. Nothing of the answer is lost:
 * members that this code does not know are carried along.
 *
 * @param shape see `StreamShape`
 * @returns `undefined` when the body is no such answer, or of no endpoint that is known: it is then best delivered as it is
 */
export function emitAsStream(shape: string, body: Buffer): Buffer | undefined {
  const { endpoint, includesUsage } = readStreamShape(shape);
  const emit = EMITTERS.get(endpoint);
  const answer = emit && readAnswer(body);
  if (emit === undefined || answer === undefined) return undefined;
  const events = emit(answer, includesUsage);
  return events && Buffer.from(restoreIntegers(writeEvents(events)), 'utf8');
}

function readAnswer(body: Buffer): Mapping | undefined {
  try {
    const value: unknown = JSON.parse(protectIntegers(body.toString('utf8')));
    return isMapping(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
