import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';

export interface RecordedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A stand-in for a model's server: answers `usage` and keeps what it was asked. */
export interface Upstream {
  readonly port: number;
  readonly requests: RecordedRequest[];
  /** What it answers; at first 200 and a short completion. With status 0 it never answers. */
  reply: { status: number; type: string; body: string };
  last(): RecordedRequest;
  stop(): Promise<void>;
}

/** @param tls certificate and key; with them it speaks TLS, HTTP/2 and HTTP/1.1 */
export async function startUpstream(tls?: {
  readonly cert: string;
  readonly key: string;
}): Promise<Upstream> {
  const server: Server | Http2SecureServer =
    tls === undefined ? createServer() : createSecureServer({ ...tls, allowHTTP1: true });
  const requests: RecordedRequest[] = [];
  const upstream: Upstream = {
    port: 0,
    requests,
    reply: {
      status: 200,
      type: 'application/json',
      body: '{"usage":{"prompt_tokens":7,"completion_tokens":5}}',
    },
    last: () => {
      const request = requests.at(-1);
      if (request === undefined) throw new Error('The upstream was not asked.');
      return request;
    },
    stop: async () => {
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await Promise.resolve();
    },
  };
  (server as Server).on('request', (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      requests.push({ path, headers, body: Buffer.concat(chunks).toString() });
      if (upstream.reply.status === 0) return;
      response.writeHead(upstream.reply.status, { 'content-type': upstream.reply.type });
      response.end(upstream.reply.body);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(upstream, { port: (server.address() as AddressInfo).port });
}
