import { isJsonObject, type JsonObject, type JsonValue } from '../../../request/json-value.js';

/** The choice with the index 0; a choice without an index has it. Absent when there is none. */
export function firstChoice(choices: readonly JsonValue[]): JsonObject | undefined {
  return choices.filter(isJsonObject).find((choice) => (choice['index'] ?? 0) === 0);
}
