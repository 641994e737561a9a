import { logVerbosity, Server, ServerCredentials, setLogVerbosity } from '@grpc/grpc-js';
import { DragomanError } from '../errors.js';
import type { Outcome } from '../outcome/outcome.js';
import { createAccessLogStreams } from './access-log-stream.js';
import type { AnswerObserver } from './answer-observer.js';
import type { Decider } from './decider.js';
import type { Gatekeeper } from './gatekeeper.js';
import { createHealthService } from './health-service.js';
import { trackStreams } from './open-streams.js';
import { processHandler, processHandlers } from './process-handler.js';
import { loadServiceDefinitions } from './service-definitions.js';
import { clearStaleSocket, restrictSocket, socketPathOf } from './unix-socket.js';

/** What a message may hold besides the body: headers, metadata, framing. */
const MESSAGE_HEADROOM = 1024 * 1024;

/** A connection whose streams have ended should close; one that has not by then is cut. */
const CUT_AFTER_MS = 500;

const NO_GATE: Gatekeeper = { judging: () => undefined, watching: () => undefined };
const NO_OBSERVER: AnswerObserver = {
  wants: () => false,
  observed: () => undefined,
  missed: () => undefined,
};

export interface ExtProcOptions {
  /** `unix:/path` or `host:port`; port 0 takes a free one. */
  readonly bind: string;
  /** The largest request body, in bytes; Envoy's own limit should be the same. A larger one passes undecided. */
  readonly maxBodyBytes: number;
  readonly decider: Decider;
  /** Default: every answer is delivered unseen. */
  readonly gatekeeper?: Gatekeeper;
  /** Default: no answer is looked at. */
  readonly observer?: AnswerObserver;
  /** Given each batch of finished requests that Envoy reports; never an empty one. */
  readonly onOutcomes: (outcomes: readonly Outcome[]) => void;
  /** `true` when an Envoy begins to report outcomes, `false` when the last one stops. */
  readonly onReporting: (reporting: boolean) => void;
  /** Told of whatever made a request pass undecided or an answer unjudged, and of broken streams. */
  readonly onError: (error: unknown) => void;
}

export interface ExtProcServer {
  /** What Envoy connects to: `unix:/path` or `host:port` with the real port. */
  readonly address: string;
  /** Answers the health checks; a new server is not ready. */
  setReady(ready: boolean): void;
  /**
   * Stops well: not ready, no new connections, decisions in flight are finished. A stream still open after the grace
   * time (in milliseconds) is ended, and its request goes on undecided.
   */
  drain(graceMs: number): Promise<void>;
}

/**
 * Starts the gRPC server that Envoy talks to: decisions (ext_proc), outcomes (access log) and health.
 *
 * @throws {DragomanError} `address_unavailable`
 */
export async function startExtProcServer(options: ExtProcOptions): Promise<ExtProcServer> {
  const { bind, maxBodyBytes, decider, onOutcomes, onReporting, onError } = options;
  const { gatekeeper = NO_GATE, observer = NO_OBSERVER } = options;
  const limit = maxBodyBytes + MESSAGE_HEADROOM;
  // Its own messages to standard error tell nothing that our errors do not.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({
    'grpc.max_receive_message_length': limit,
    'grpc.max_send_message_length': limit,
    'grpc.enable_channelz': 0,
  });
  const services = loadServiceDefinitions();
  const handlers = processHandlers({ decider, gatekeeper, observer, onError });
  const decisions = trackStreams(handlers.awaited);
  const looks = trackStreams(handlers.observed);
  const reports = createAccessLogStreams({ onOutcomes, onReporting, onError });
  const health = createHealthService();
  server.addService(services.externalProcessor, {
    Process: processHandler({ awaited: decisions.handler, observed: looks.handler }),
  });
  server.addService(services.accessLog, { StreamAccessLogs: reports.handler });
  server.addService(services.health, health.handlers);
  const address = await listen(server, bind);

  return {
    address,
    setReady: health.setReady,
    async drain(graceMs) {
      health.setReady(false);
      // Nobody waits for a comparison.
      looks.endAll();
      // Before tryShutdown, which hides the connections from drain and from forceShutdown (grpc-js 1.14).
      server.drain(address, graceMs + CUT_AFTER_MS);
      const closed = new Promise<void>((resolve) => {
        server.tryShutdown(() => {
          resolve();
        });
      });
      const timer = setTimeout(() => {
        decisions.endAll();
      }, graceMs);
      // These never end by themselves; reports are taken while requests are being decided.
      health.close();
      void decisions.idle().then(reports.close);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function listen(server: Server, bind: string): Promise<string> {
  const path = socketPathOf(bind);
  if (path !== undefined) await clearStaleSocket(path);
  else if (!/:\d{1,5}$/.test(bind)) {
    throw new DragomanError(
      'address_unavailable',
      `Cannot listen on "${bind}": use unix:/path or host:port.`,
    );
  }
  const port = await bindServer(server, bind);
  if (path === undefined) return bind.replace(/\d+$/, String(port));
  await restrictSocket(path);
  return bind;
}

function bindServer(server: Server, bind: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(bind, ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(new DragomanError('address_unavailable', `Cannot listen on ${bind}: ${error.message}`));
    });
  });
}
