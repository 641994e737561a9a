import { type IncomingHttpHeaders, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { DragomanError, fetchReasonOf } from '../../errors.js';
import { shownOf } from './bundle-source.js';

export interface GetOptions {
  readonly accept?: string;
  /** Sent to the host of the URL, and to no other one that it leads to. */
  readonly authorization?: string | undefined;
  /** Most bytes of a body. */
  readonly maxBytes: number;
  /** Ends the request. */
  readonly signal: AbortSignal;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As they were sent: nothing is unpacked. */
  readonly body: Buffer;
  /** Where the answer came from in the end, without its query. */
  readonly from: string;
}

const MOST_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Gets what is at a URL, and follows up to five redirects. The authorization stays with its own origin (scheme, host and
 * port), as https://fetch.spec.whatwg.org/#http-redirect-fetch has it, and nothing leads from TLS to no TLS.
 *
 * @throws DragomanError `bundle_unreachable`
 */
export async function httpGet(start: URL, options: GetOptions): Promise<HttpReply> {
  let url = start;
  let authorization = options.authorization;
  for (let followed = 0; ; followed += 1) {
    const reply = await getOnce(url, { ...options, authorization });
    const { location } = reply.headers;
    if (!REDIRECTS.includes(reply.status) || location === undefined) return reply;
    if (followed === MOST_REDIRECTS) {
      throw unreachable(`${shownOf(start)} leads on more than ${MOST_REDIRECTS} times`);
    }
    const next = targetOf(location, url);
    if (next.origin !== url.origin) authorization = undefined;
    url = next;
  }
}

function targetOf(location: string, from: URL): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isWeb = to?.protocol === 'https:' || to?.protocol === 'http:';
  if (to === undefined || !isWeb) throw unreachable(`${shownOf(from)} leads to what is no web address`);
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw unreachable(`${shownOf(from)} leads from TLS to ${shownOf(to)} without it`);
  }
  return to;
}

async function getOnce(url: URL, options: GetOptions): Promise<HttpReply> {
  const { accept = '*/*', authorization, maxBytes, signal } = options;
  const headers = {
    ...{ accept, 'accept-encoding': 'identity', 'user-agent': 'dragoman' },
    ...(authorization !== undefined && { authorization }),
  };
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = url.protocol === 'https:' ? requestSecure : requestPlain;
      request(url, { headers, signal, agent: false }, resolve).once('error', reject).end();
    });
    const { statusCode: status = 0, headers: received } = response;
    return { status, headers: received, body: await bodyOf(response, maxBytes), from: shownOf(url) };
  } catch (error) {
    if (error instanceof DragomanError) throw error;
    throw unreachable(`${shownOf(url)} cannot be fetched: ${faultOf(error, signal)}`, error);
  }
}

async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const tooLarge = (): DragomanError =>
    unreachable(`it is larger than ${maxBytes} bytes, more than a bundle has`);
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
    response.destroy();
    throw tooLarge();
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    // Leaving the loop ends the connection.
    if (bytes > maxBytes) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function faultOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'it took too long; raise --timeout if that is meant';
  return fetchReasonOf(error);
}

export function unreachable(message: string, cause?: unknown): DragomanError {
  return new DragomanError('bundle_unreachable', message, { cause });
}
