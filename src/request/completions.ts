import { ok, type Result } from '../errors.js';
import { badText, itemPath, readTokenLimit } from './fields.js';
import { isJsonArray, type JsonObject, type JsonValue } from './json-value.js';
import { NO_CONTENT, type Content, type RequestParts } from './request-parts.js';
import { readResponseFormat } from './response-format.js';

/**
 * Reads a body of the legacy `POST /v1/completions`. The prompt, and the suffix if there is one, become one user
 * message; a prompt given as token ids has no text and counts its tokens.
 * @see https://platform.openai.com/docs/api-reference/completions/create
 */
export function readCompletions(body: JsonObject): Result<RequestParts> {
  const prompt = readPrompt(body['prompt']);
  if (!prompt.ok) return prompt;
  const suffix = body['suffix'] ?? '';
  if (typeof suffix !== 'string') return badText('suffix', 'a string', suffix);
  // vLLM takes response_format here as well.
  const format = readResponseFormat(body['response_format'], 'response_format');
  if (!format.ok) return format;
  // With echo and logprobs, 0 asks for the score of the prompt alone.
  const limit = readTokenLimit(body, ['max_tokens'], 0);
  if (!limit.ok) return limit;
  const texts = suffix === '' ? prompt.value.texts : [...prompt.value.texts, suffix];
  return ok({
    messages: [{ ...prompt.value, role: 'user', texts }],
    tools: [],
    ...format.value,
    ...limit.value,
  });
}

const WANTED = 'a string, an array of strings, or arrays of token ids';

function readPrompt(prompt: JsonValue | undefined): Result<Content> {
  if (typeof prompt === 'string') return ok({ ...NO_CONTENT, texts: [prompt] });
  if (!isJsonArray(prompt) || prompt.length === 0) return badText('prompt', WANTED, prompt);
  const texts: string[] = [];
  let tokens = 0;
  for (const [index, item] of prompt.entries()) {
    if (typeof item !== typeof prompt[0])
      return badText(itemPath('prompt', index), 'items of one kind', item);
    if (typeof item === 'string') texts.push(item);
    else if (isTokenId(item)) tokens++;
    else if (isJsonArray(item) && item.every(isTokenId)) tokens += item.length;
    else return badText(itemPath('prompt', index), WANTED, item);
  }
  return ok({ ...NO_CONTENT, texts, otherTokens: tokens });
}

function isTokenId(value: JsonValue): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
