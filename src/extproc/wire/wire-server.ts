import { createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { ListenOptions } from 'node:net';
import { startLingering } from './lingering.js';
import { ServerCall } from './server-call.js';
import { trackSessions } from './sessions.js';
import { STATUS } from './status.js';

/** Takes a call. It is called while the stream is new, so that no byte is missed when it listens at once. */
export type CallHandler = (call: ServerCall) => void;

export interface WireOptions {
  /** By path: `/package.Service/Method`. */
  readonly methods: Readonly<Record<string, CallHandler>>;
  /** Of one message, without its prefix. */
  readonly maxMessageBytes: number;
  /** A connection whose other end has not answered for so long is cut, in milliseconds; at most twice that. Default 30,000. */
  readonly keepaliveMs?: number;
  /** Told of messages that could not be read and of handlers that throw. */
  readonly onError: (error: unknown) => void;
}

/** A gRPC server over HTTP/2 without TLS. */
export interface WireServer {
  /** Starts to listen; rejects with the system's error. @returns the port, 0 for a socket's path */
  listen(place: ListenOptions): Promise<number>;
  /** Takes no new connection, and asks clients to open no more calls. Resolves when every connection is closed. */
  close(): Promise<void>;
  /** Cuts every connection. */
  destroy(): void;
}

/** Bytes that a stream may send ahead of what is read of it: most requests whole. */
const STREAM_WINDOW = 1024 * 1024;

/** Calls of one connection at once. Envoy opens no more than 500 on one; see `max_requests_per_connection`. */
const MOST_CALLS = 1024;

/** Far more than the workers of some Envoys need. */
const MOST_CONNECTIONS = 4096;

export function createWireServer(wireOptions: WireOptions): WireServer {
  const { methods, maxMessageBytes, keepaliveMs = 30_000, onError } = wireOptions;
  const handlers = new Map(Object.entries(methods));
  const lingering = startLingering();
  const server = createServer({
    settings: { initialWindowSize: STREAM_WINDOW, maxConcurrentStreams: MOST_CALLS },
    // In megabytes. Each message has a limit already, and a connection over this one would refuse calls.
    maxSessionMemory: 4000,
  });
  server.maxConnections = MOST_CONNECTIONS;
  const sessions = trackSessions(server, keepaliveMs);
  const options = { maxMessageBytes, lingering, onError };

  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders & { ':path'?: string }) => {
    // A reset is how Envoy ends most calls, and is no error; without a listener it would end the process.
    stream.on('error', () => undefined);
    if (headers['content-type']?.startsWith('application/grpc') !== true) {
      stream.respond({ ':status': 415 }, { endStream: true });
      // Not at once: from Node 22 the reset would overtake the answer.
      lingering.add({
        linger: () => {
          stream.close();
        },
      });
      return;
    }
    const call = new ServerCall(stream, headers, options);
    const path = headers[':path'] ?? '';
    const handle = handlers.get(path);
    try {
      if (handle === undefined) call.fail(STATUS.unimplemented, `No method ${path} here.`);
      else handle(call);
    } catch (error) {
      onError(error);
      call.fail(STATUS.internal, 'The call could not be taken.');
    }
  });

  return {
    listen: (place) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(place, () => {
          server.off('error', reject);
          // A connection that the system could not give us must not end the process.
          server.on('error', onError);
          const address = server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : 0);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        // An error says that it was closed before: then it is closed when its connections are.
        server.close(() => {
          lingering.stop();
          resolve();
        });
        sessions.close();
      }),
    destroy: () => {
      sessions.destroy();
    },
  };
}
