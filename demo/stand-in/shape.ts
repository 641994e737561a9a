import type { Answer } from './answer.js';
import type { ServerEvent } from './event-stream.js';
import type { JsonObject } from './json.js';

/** How one endpoint dresses an answer. `id` is unique to the answer. */
export interface Shape {
  /** Name of the required field that the body lacks. */
  missing(body: JsonObject): string | undefined;
  /** The answer in one piece. */
  whole(answer: Answer, id: string): JsonObject;
  /** The answer as server-sent events, the closing one included. */
  events(answer: Answer, id: string, body: JsonObject): readonly ServerEvent[];
}
