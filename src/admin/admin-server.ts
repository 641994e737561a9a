import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseHostPort } from '../envoy/address.js';
import { DragomanError, ERRORS, fail, ok, type Problem, type Result } from '../errors.js';
import { type Access, checkAccess, isLoopbackHost, readToken } from './access.js';
import { checkQuery } from './query/check-query.js';
import { boundConnections } from './bound-connections.js';
import type { AdminEndpoint, AdminReply } from './endpoint.js';
import { type EndpointMatch, matchEndpoints } from './match-endpoint.js';
import { problemReply } from './problem-reply.js';
import { readBody } from './read-body.js';
import { sendReply } from './send-reply.js';

/** The HTTP port for probes and people. It never shows keys; prompts only as far as they are recorded. */
export interface AdminServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface AdminServerOptions {
  /** `host:port`; port 0 takes a free one. */
  readonly address: string;
  readonly endpoints: readonly AdminEndpoint[];
  /** Asked for where others than this machine can reach the port; `undefined` or empty: none is set. */
  readonly token?: string | undefined;
  /** Told what became a 500. */
  readonly onError: (error: unknown) => void;
}

/** Time-outs in milliseconds: for a request's head, for all of it, and for a connection on which nothing moves. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
const SILENCE_MS = 120_000;
const CHECK_MS = 5_000;

/** See {@link boundConnections}. */
const MOST_CONNECTIONS = 256;

/** Clients that may have events streamed to them at a time. */
const MOST_STREAMS = 16;

/**
 * Serves the endpoints over HTTP.
 *
 * @throws {DragomanError} `usage` for a malformed address or token, `address_unavailable` for one that cannot be had
 */
export async function startAdminServer(options: AdminServerOptions): Promise<AdminServer> {
  const { host } = parseHostPort('--admin', options.address);
  const token = readToken(options.token);
  const desk = createDesk(options, { isLoopback: isLoopbackHost(host), token });
  const server = createServer({ connectionsCheckingInterval: CHECK_MS }, (request, response) => {
    desk(request, response).catch((error: unknown) => {
      if (!response.destroyed) options.onError(error);
      response.destroy();
    });
  });
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.timeout = SILENCE_MS;
  boundConnections(server, MOST_CONNECTIONS);
  const port = await listen(server, options.address);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

type Desk = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What answers one request. */
function createDesk({ endpoints, onError }: AdminServerOptions, access: Access): Desk {
  let streams = 0;
  return async (request, response) => {
    const [path, search] = splitUrl(request.url ?? '/');
    const found = findEndpoint(endpoints, path, request.method ?? '');
    const allowed = checkAccess(access, request.headers, !found.ok || found.value.endpoint.isOpen === true);
    if (!allowed.ok) return refuse(request, response, allowed.problem);
    if (!found.ok) return refuse(request, response, found.problem, endpoints, path);
    const reply = await answer(found.value, new URLSearchParams(search), request, response, onError);
    if (reply.kind !== 'events') return sendReply(request, response, reply);
    if (streams >= MOST_STREAMS) {
      const message = `${MOST_STREAMS} clients watch already; close one of them.`;
      return refuse(request, response, { code: 'too_many_streams', message });
    }
    streams++;
    try {
      await sendReply(request, response, reply);
    } finally {
      streams--;
    }
  };
}

function splitUrl(url: string): readonly [path: string, search: string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}

function findEndpoint(
  endpoints: readonly AdminEndpoint[],
  path: string,
  method: string,
): Result<EndpointMatch> {
  const there = matchEndpoints(endpoints, path);
  const wanted = method === 'HEAD' ? 'GET' : method;
  const match = there.find(({ endpoint }) => endpoint.method === wanted);
  if (match !== undefined) return ok(match);
  if (there.length === 0) {
    const known = new Set(endpoints.map((endpoint) => endpoint.path));
    const hint = path.startsWith('/v1/') ? ' Prompts go to Envoy; this is the admin port.' : '';
    return fail(
      'path_not_found',
      `There is nothing at this path.${hint} Known paths: ${[...known].join(', ')}.`,
    );
  }
  return fail('method_not_allowed', `${method} is not known here. Use ${allowOf(there)}.`);
}

function allowOf(matches: readonly EndpointMatch[]): string {
  return matches
    .map(({ endpoint }) => (endpoint.method === 'GET' ? 'GET, HEAD' : endpoint.method))
    .join(', ');
}

async function answer(
  { endpoint, parts }: EndpointMatch,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
  onError: (error: unknown) => void,
): Promise<AdminReply> {
  const checked = checkQuery(endpoint, query);
  if (!checked.ok) return problemReply(checked.problem);
  const body = endpoint.method === 'GET' ? ok(Buffer.alloc(0)) : await readBody(request);
  if (!body.ok) return problemReply(body.problem);
  const left = new AbortController();
  response.once('close', () => {
    left.abort();
  });
  try {
    const { headers } = request;
    return await endpoint.handle({ parts, query, headers, body: body.value, signal: left.signal });
  } catch (error) {
    if (error instanceof DragomanError && ERRORS[error.code].status > 0) {
      return problemReply(error);
    }
    if (!left.signal.aborted) onError(error);
    return problemReply({
      code: 'internal_error',
      message: "Something went wrong; Dragoman's log says what.",
    });
  }
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { code, message }: Problem,
  endpoints: readonly AdminEndpoint[] = [],
  path = '',
): Promise<void> {
  const more = {
    ...(code === 'token_invalid' && { 'www-authenticate': 'Bearer realm="dragoman admin"' }),
    ...(code === 'method_not_allowed' && { allow: allowOf(matchEndpoints(endpoints, path)) }),
  };
  return sendReply(request, response, problemReply({ code, message }), more);
}

function listen(server: Server, address: string): Promise<number> {
  const { host, port } = parseHostPort('--admin', address);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new DragomanError(
          'address_unavailable',
          `--admin ${address}: ${error.message}; stop what listens there, or name another address.`,
          { cause: error },
        ),
      );
    });
    server.listen(port, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
