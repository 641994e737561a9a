import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import type { Answer } from './ask.js';
import { eventually } from './eventually.js';
import type { Stack } from './stack.js';

/** Dragoman's log line of an answer's decision; it is written when Envoy has reported the finished request. */
export function decisionLine(stack: Pick<Stack, 'logs'>, { decision }: Answer): Promise<JsonObject> {
  return eventually(`the log line of decision ${decision ?? 'null'}`, () =>
    stack.logs().find((line) => line['msg'] === 'decision' && line['decision'] === decision),
  );
}

/** The `outcome` of a decision's log line. */
export function outcomeOf(line: JsonObject): JsonObject {
  return objectOf(line['outcome']);
}
