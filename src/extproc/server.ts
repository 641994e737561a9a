import type { Outcome } from '../outcome/outcome.js';
import { createAccessLogStreams } from './access-log-stream.js';
import type { AnswerObserver } from './answer-observer.js';
import type { Decider } from './decider.js';
import type { Gatekeeper } from './gatekeeper.js';
import { createHealthService } from './health-service.js';
import { trackStreams } from './open-streams.js';
import { notListening, placeOf } from './listen-address.js';
import { processHandler, processHandlers } from './process-handler.js';
import { restrictSocket } from './unix-socket.js';
import { createWireServer, type WireServer } from './wire/wire-server.js';

const PROCESS = '/envoy.service.ext_proc.v3.ExternalProcessor/Process';
const STREAM_ACCESS_LOGS = '/envoy.service.accesslog.v3.AccessLogService/StreamAccessLogs';

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
  const handlers = processHandlers({ decider, gatekeeper, observer, onError });
  const decisions = trackStreams(handlers.awaited);
  const looks = trackStreams(handlers.observed);
  const reports = createAccessLogStreams({ onOutcomes, onReporting, onError });
  const health = createHealthService();
  const server = createWireServer({
    methods: {
      [PROCESS]: processHandler({ awaited: decisions.handler, observed: looks.handler }),
      [STREAM_ACCESS_LOGS]: reports.handler,
      ...health.methods,
    },
    maxMessageBytes: maxBodyBytes + MESSAGE_HEADROOM,
    onError,
  });
  const address = await listen(server, bind);

  return {
    address,
    setReady: health.setReady,
    async drain(graceMs) {
      health.setReady(false);
      // Nobody waits for a comparison.
      looks.endAll();
      const closed = server.close();
      const timers = [
        setTimeout(() => {
          decisions.endAll();
        }, graceMs),
        setTimeout(() => {
          server.destroy();
        }, graceMs + CUT_AFTER_MS),
      ];
      // These never end by themselves; reports are taken while requests are being decided.
      health.close();
      void decisions.idle().then(reports.close);
      await closed;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

async function listen(server: WireServer, bind: string): Promise<string> {
  const place = await placeOf(bind);
  const port = await server.listen(place).catch((cause: unknown) => {
    throw notListening(bind, cause);
  });
  if (place.path === undefined) return bind.replace(/:\d+$/, `:${port}`);
  await restrictSocket(place.path);
  return bind;
}
