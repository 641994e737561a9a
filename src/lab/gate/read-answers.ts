import { fail, ok, type Result } from '../../errors.js';
import type { JsonLine, JsonObject } from '../read-jsonl.js';
import type { Answer } from '../../gate/answer.js';
import type { Ask } from '../../gate/ask.js';
import { answerOfText, askOfPrompt } from '../builtin/gate/gate-row.js';

/** A row of a file of answers. */
export interface AnswerRow {
  readonly id: string | number;
  readonly ask: Ask;
  readonly answer: Answer;
  /** `label` of the row: 1 for a good answer, 0 for a bad one; absent where it has none. */
  readonly isGood?: boolean;
}

/** Reads a row `{id, prompt, answer, expects?, label?}`; `expects: "json"` means that the request asked for a JSON object. */
export function readAnswerRow(line: JsonLine): Result<AnswerRow> {
  if (!line.ok) return fail('field_invalid', line.message);
  const { id = line.line, prompt, answer, expects, label } = line.value;
  if (typeof id !== 'string' && typeof id !== 'number') return wrong(line.value, 'id', 'text or a number');
  if (typeof prompt !== 'string') return wrong(line.value, 'prompt', 'text');
  if (typeof answer !== 'string') return wrong(line.value, 'answer', 'text');
  if (expects !== undefined && expects !== null && expects !== 'json') {
    return wrong(line.value, 'expects', '"json", or absent');
  }
  if (![undefined, null, 0, 1, true, false].includes(label as number)) {
    return wrong(line.value, 'label', '0 or 1, or absent');
  }
  const known = label === undefined || label === null ? {} : { isGood: label === 1 || label === true };
  return ok({ id, ask: askOfPrompt(prompt, expects === 'json'), answer: answerOfText(answer), ...known });
}

function wrong(row: JsonObject, name: string, must: string): Result<never> {
  const found = row[name] === undefined ? 'absent' : JSON.stringify(row[name]);
  return fail('field_invalid', `${name} is ${found}, must be ${must}`);
}
