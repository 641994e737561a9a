import type { Mapping } from './json-shape.js';
import type { ServerSentEvent } from './server-sent-events.js';

/**
 * Makes the events of an answer that came whole.
 *
 * @param includesUsage whether a chunk with the token counts was asked for; only (chat) completions know such a wish
 * @returns `undefined` when it is no answer of the endpoint
 */
export type Emitter = (answer: Mapping, includesUsage: boolean) => readonly ServerSentEvent[] | undefined;
