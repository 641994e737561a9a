import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AdminReply } from './endpoint.js';
import { streamEvents } from './event-stream.js';

/** On every answer: nothing is guessed, told on, framed, or read by another site. */
const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** For what is no page. */
const DATA_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const;

/**
 * Writes an answer; one to HEAD is without its body.
 *
 * @param more headers besides the answer's own
 * @returns resolves when it was handed over, or, for events, when the client has left
 */
export async function sendReply(
  request: IncomingMessage,
  response: ServerResponse,
  reply: AdminReply,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const headers = { ...SAFE_HEADERS, ...DATA_HEADERS, ...more };
  if (reply.kind === 'events') {
    response.writeHead(200, { ...headers, 'content-type': 'text/event-stream' });
    if (request.method !== 'HEAD') await streamEvents(response, reply.subscribe);
    response.end();
    return;
  }
  const content = Buffer.from(reply.kind === 'json' ? `${JSON.stringify(reply.body)}\n` : reply.content);
  response.writeHead(reply.status, {
    ...headers,
    'content-type': reply.kind === 'json' ? 'application/json' : reply.contentType,
    ...(reply.kind === 'content' && reply.headers),
    ...(reply.status !== 304 && { 'content-length': content.length }),
  });
  response.end(request.method === 'HEAD' ? undefined : content);
}
