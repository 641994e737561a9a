import { isJsonArray, isJsonObject } from '../../request/json-value.js';
import type { Answer } from '../answer.js';
import type { Ask } from '../ask.js';
import type { Finding } from '../finding.js';
import { keepsSchema } from './check-schema.js';
import { findJson } from './find-json.js';

/** What breaks the JSON format that the request asks for; `undefined` when nothing does, or none was asked for. */
export function brokenFormat(ask: Ask, answer: Answer): Finding | undefined {
  if (ask.responseFormat === 'text') return undefined;
  const found = findJson(answer.text);
  if (found === undefined || (!found.isExact && ask.jsonMayBeWrapped !== true)) return INVALID;
  if (ask.responseFormat === 'json_object') {
    return isJsonObject(found.value) || isJsonArray(found.value) ? undefined : INVALID;
  }
  if (ask.schema === undefined || keepsSchema(ask.schema, found.value) !== false) return undefined;
  return { reason: 'schema_mismatch', strength: 1 };
}

const INVALID: Finding = { reason: 'invalid_json', strength: 1 };
