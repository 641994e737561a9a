import assert from 'node:assert/strict';
import { objectOf, type JsonObject } from '../../demo/stand-in/json.js';
import { HEADERS } from '../../src/mutation/wire-names.js';

export interface AskOptions {
  /** Default: `/v1/chat/completions`. */
  readonly path?: string;
  /** Default: `POST`. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a client sees of one request. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The decision's id, route, model and reason; each `null` when nobody decided. */
  readonly decision: string | null;
  readonly route: string | null;
  readonly model: string | null;
  readonly reason: string | null;
}

/** Sends a body (an object as JSON, bytes or text as they are) and reads the answer to its end. */
export async function ask(
  base: string,
  body: JsonObject | string | Buffer | undefined,
  options: AskOptions = {},
): Promise<Answer> {
  const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const response = await fetch(base + (options.path ?? '/v1/chat/completions'), {
    method: options.method ?? 'POST',
    headers: { 'content-type': 'application/json', ...options.headers },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
  });
  const { status, headers } = response;
  return {
    status,
    headers,
    text: await response.text(),
    decision: headers.get(HEADERS.decision),
    route: headers.get(HEADERS.route),
    model: headers.get(HEADERS.model),
    reason: headers.get(HEADERS.reason),
  };
}

/** A chat request with one user turn; `more` adds members or replaces them. */
export function chat(text: string, more: JsonObject = {}): JsonObject {
  return { model: 'auto', messages: [{ role: 'user', content: text }], ...more };
}

/** The answer's body; fails the test when it is no JSON object. */
export function jsonOf({ text }: Answer): JsonObject {
  return objectOf(JSON.parse(text));
}

/** Fails the test unless the answer is an error in the OpenAI shape with this status and code. */
export function assertOpenAiError(answer: Answer, status: number, code: string): void {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  const error = objectOf(jsonOf(answer)['error']);
  assert.equal(error['code'], code);
  assert.deepEqual(Object.keys(error).sort(), ['code', 'message', 'param', 'type']);
  assert.equal(typeof error['message'], 'string');
}
