import { toChain } from '../../src/extproc/chain-metadata.js';
import { gateHandler } from '../../src/extproc/gate-stream.js';
import type { Attempt, GateAction, Gatekeeper } from '../../src/extproc/gatekeeper.js';
import { createHealthService } from '../../src/extproc/health-service.js';
import { prefixHandler } from '../../src/extproc/prefix-stream.js';
import type { ObservedAnswer } from '../../src/extproc/answer-observer.js';
import { observeHandler } from '../../src/extproc/observe-stream.js';
import { listenTo, reply } from '../../src/extproc/process-stream.js';
import { setHeader, unchanged } from '../../src/extproc/processing-response.js';
import type { ProcessingResponse } from '../../src/extproc/wire/processing-response.js';
import type { ServerCall } from '../../src/extproc/wire/server-call.js';
import { createWireServer } from '../../src/extproc/wire/wire-server.js';
import { HEADERS } from '../../src/mutation/wire-names.js';

/** What a request tells the stand-in to decide, in its own body. */
export interface Orders {
  /** `chain`, `cascade`, `cascade-prefix`; none: the first cluster, as a plain decision. */
  readonly mode?: string | undefined;
  readonly clusters: readonly string[];
  /** Besides those that the mode needs. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Besides the decision's id. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** What goes on to the models. */
  readonly body: string;
}

/** A Dragoman that does as it is told, and calls answers bad in which it finds `BAD`. */
export interface ScriptedDragoman {
  /** The attempts whose answers were shown to a gate. */
  readonly attempts: Attempt[];
  /** The answers that it was shown and nobody waited for. */
  readonly observed: ObservedAnswer[];
  /** Ends at once, with everything under way. */
  readonly kill: () => void;
  isDead(): boolean;
}

export async function startScriptedDragoman(socket: string): Promise<ScriptedDragoman> {
  const attempts: Attempt[] = [];
  const observed: ObservedAnswer[] = [];
  const observer = {
    wants: () => true,
    observed: (answer: ObservedAnswer) => void observed.push(answer),
    missed: () => undefined,
  };
  const options = { gatekeeper: gatekeeper(attempts), observer, onError: () => undefined };
  const observe = observeHandler(options);
  const handlers = {
    ...{ gate: gateHandler(options), prefix: prefixHandler(options) },
    ...{ delivered: observe, shadow: observe },
  };
  const health = createHealthService();
  health.setReady(true);
  const server = createWireServer({
    methods: {
      ...health.methods,
      '/envoy.service.ext_proc.v3.ExternalProcessor/Process': (call) => {
        const role = call.metadata(HEADERS.role);
        const handle = Object.entries(handlers).find(([name]) => name === role)?.[1] ?? decide;
        handle(call);
      },
    },
    maxMessageBytes: 64e6,
    onError: () => undefined,
  });
  await server.listen({ path: socket });
  let dead = false;
  return {
    ...{ attempts, observed },
    kill: () => {
      dead = true;
      void server.close();
      server.destroy();
    },
    isDead: () => dead,
  };
}

function decide(call: ServerCall): void {
  listenTo(call, {
    receive: ({ part, body }) => {
      if (part === 'request_headers') reply(call, unchanged(part));
      else if (part === 'request_body') {
        reply(call, obey(JSON.parse(body.toString()) as Orders));
        call.end();
      }
    },
  });
}

function obey({ mode, clusters, headers = {}, metadata = {}, body }: Orders): ProcessingResponse {
  const route: Record<string, string> =
    mode === undefined
      ? { [HEADERS.cluster]: clusters[0] ?? '' }
      : { [HEADERS.mode]: mode, [HEADERS.maxRetries]: String(clusters.length - 1) };
  const all = { ...route, ...headers, 'content-length': String(Buffer.byteLength(body)) };
  return {
    request_body: {
      response: {
        status: 'CONTINUE',
        header_mutation: { set_headers: Object.entries(all).map(([name, value]) => setHeader(name, value)) },
        body_mutation: { body: Buffer.from(body) },
        clear_route_cache: true,
      },
    },
    dynamic_metadata: {
      dragoman: { decision: 'd1', ...metadata },
      'dragoman.chain': toChain(clusters),
    },
  };
}

function gatekeeper(attempts: Attempt[]): Gatekeeper {
  const verdict = (body: Buffer): GateAction => ({ kind: body.includes('BAD') ? 'escalate' : 'pass' });
  return {
    judging: (attempt) => {
      attempts.push(attempt);
      if (attempt.status !== 200) return undefined;
      return { deadlineMs: 100, judge: (body) => Promise.resolve(verdict(body)) };
    },
    watching: (attempt) => {
      attempts.push(attempt);
      if (attempt.status !== 200) return undefined;
      let seen = Buffer.alloc(0);
      return {
        silenceMs: 59_000,
        stall: () => ({ kind: 'pass' }),
        holdMs: 10_000,
        push: (chunk, end) => {
          seen = Buffer.concat([seen, chunk]);
          return end || seen.toString().split('data:').length > 4 ? verdict(seen) : undefined;
        },
        expire: () => ({ kind: 'pass' }),
      };
    },
  };
}
