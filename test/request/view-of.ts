import assert from 'node:assert/strict';
import type { Problem } from '../../src/errors.js';
import { parseRequest } from '../../src/request/parse-request.js';
import type { RequestView } from '../../src/request/request-view.js';

export const LIMITS = { maxDepth: 100, maxBodyBytes: 16 * 1024 * 1024 };

export const CHAT = '/v1/chat/completions';

const bytesOf = (body: unknown): Buffer =>
  Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));

/** Parses a body, given as bytes, JSON text or a value, that must be good. */
export function viewOf(path: string, body: unknown): RequestView {
  const parsed = parseRequest({ method: 'POST', path, headers: new Map() }, bytesOf(body), LIMITS);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.problem.message);
  return parsed.value;
}

/** Parses a body that must be bad. */
export function problemOf(path: string, body: unknown): Problem {
  const parsed = parseRequest({ method: 'POST', path, headers: new Map() }, bytesOf(body), LIMITS);
  assert.ok(!parsed.ok, 'the body was taken');
  return parsed.problem;
}

/** Asserts that a view has these fields with these values; says nothing about the others. */
export function assertView(view: RequestView, expected: Partial<RequestView>): void {
  const names = Object.keys(expected) as (keyof RequestView)[];
  assert.deepEqual(Object.fromEntries(names.map((name) => [name, view[name]])), expected);
}
