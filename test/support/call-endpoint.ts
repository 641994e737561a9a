import assert from 'node:assert/strict';
import type { AdminEndpoint, AdminReply } from '../../src/admin/endpoint.js';

/** Calls one endpoint of a table as the server would, but for what the server checks. */
export async function callEndpoint(
  endpoints: readonly AdminEndpoint[],
  what: string,
  given: {
    readonly parts?: Readonly<Record<string, string>>;
    readonly query?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  } = {},
): Promise<AdminReply> {
  const endpoint = endpoints.find(({ method, path }) => `${method} ${path}` === what);
  assert.ok(endpoint, `there is no ${what}`);
  const { parts = {}, query = '', headers = {}, body } = given;
  return endpoint.handle({
    parts,
    query: new URLSearchParams(query),
    headers,
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? null)),
    signal: new AbortController().signal,
  });
}

/** The status and the body of an answer in JSON. */
export function jsonReply(reply: AdminReply): readonly [status: number, body: unknown] {
  assert.ok(reply.kind === 'json', `the answer is ${reply.kind}`);
  return [reply.status, JSON.parse(JSON.stringify(reply.body))];
}

/** The status, code and message of an answer that is a problem. */
export function problemOf(reply: AdminReply): {
  readonly status: number;
  readonly code: string;
  readonly message: string;
} {
  const [status, body] = jsonReply(reply);
  const { error } = body as { readonly error: { readonly code: string; readonly message: string } };
  return { status, ...error };
}
