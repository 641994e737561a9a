import {
  decodeHealthCheck,
  encodeHealth,
  encodeHealthList,
  type HealthState,
} from './wire/health-messages.js';
import type { ServerCall } from './wire/server-call.js';
import { STATUS } from './wire/status.js';
import type { CallHandler } from './wire/wire-server.js';

/** The names that can be asked for; `liveness` holds while the process answers, all others follow readiness. */
const HEALTH_SERVICES = ['', 'liveness', 'readiness', 'envoy.service.ext_proc.v3.ExternalProcessor'] as const;

/** The gRPC health checking protocol: https://grpc.io/docs/guides/health-checking/ */
export interface HealthService {
  /** By path. */
  readonly methods: Readonly<Record<string, CallHandler>>;
  readonly setReady: (ready: boolean) => void;
  /** Ends every watch; one that never ends would hold up a drain. */
  readonly close: () => void;
}

/** Starts out not ready. */
export function createHealthService(): HealthService {
  const watches = new Map<ServerCall, string>();
  let ready = false;

  const stateOf = (service: string): HealthState | undefined => {
    if (!HEALTH_SERVICES.some((known) => known === service)) return undefined;
    return ready || service === 'liveness' ? 'SERVING' : 'NOT_SERVING';
  };
  const tell = (call: ServerCall, service: string): void => {
    call.write(encodeHealth(stateOf(service) ?? 'SERVICE_UNKNOWN'));
  };
  const check = (call: ServerCall, message: Buffer): void => {
    const service = decodeHealthCheck(message);
    const state = stateOf(service);
    if (state === undefined) {
      call.fail(STATUS.notFound, `No service "${service}" here.`);
      return;
    }
    call.write(encodeHealth(state));
    call.end();
  };
  const list = (call: ServerCall): void => {
    const states = HEALTH_SERVICES.map((name) => [name, stateOf(name) ?? 'UNKNOWN'] as const);
    call.write(encodeHealthList(Object.fromEntries(states)));
    call.end();
  };
  const watch = (call: ServerCall, message: Buffer): void => {
    const service = decodeHealthCheck(message);
    watches.set(call, service);
    call.whenOver(() => watches.delete(call));
    tell(call, service);
  };

  return {
    methods: {
      '/grpc.health.v1.Health/Check': answering(check),
      '/grpc.health.v1.Health/List': answering(list),
      '/grpc.health.v1.Health/Watch': answering(watch),
    },
    setReady(value) {
      if (value === ready) return;
      ready = value;
      for (const [call, service] of watches) if (service !== 'liveness') tell(call, service);
    },
    close() {
      for (const call of watches.keys()) call.end();
      watches.clear();
    },
  };
}

/** Handles a call with one message. */
function answering(answer: (call: ServerCall, message: Buffer) => void): CallHandler {
  return (call) => {
    let isAnswered = false;
    call.listen({
      onMessage: (message) => {
        if (isAnswered) return;
        isAnswered = true;
        answer(call, message);
      },
      onEnd: () => {
        if (!isAnswered) call.fail(STATUS.internal, 'The call has no message.');
      },
    });
  };
}
