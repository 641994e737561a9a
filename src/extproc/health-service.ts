import { status } from '@grpc/grpc-js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { HealthCheckRequest__Output } from '../gen/grpc/health/v1/HealthCheckRequest.js';
import type { HealthCheckResponse } from '../gen/grpc/health/v1/HealthCheckResponse.js';
import type { HealthHandlers } from '../gen/grpc/health/v1/Health.js';

/** The names that can be asked for; `liveness` holds while the process answers, all others follow readiness. */
const HEALTH_SERVICES = ['', 'liveness', 'readiness', 'envoy.service.ext_proc.v3.ExternalProcessor'] as const;

type WatchCall = ServerWritableStream<HealthCheckRequest__Output, HealthCheckResponse>;

/** The gRPC health checking protocol: https://grpc.io/docs/guides/health-checking/ */
export interface HealthService {
  readonly handlers: HealthHandlers;
  readonly setReady: (ready: boolean) => void;
  /** Ends every watch; one that never ends would hold up a drain. */
  readonly close: () => void;
}

/** Starts out not ready. */
export function createHealthService(): HealthService {
  const watches = new Map<WatchCall, string>();
  let ready = false;

  const stateOf = (service: string): HealthCheckResponse | undefined => {
    if (!HEALTH_SERVICES.some((known) => known === service)) return undefined;
    return { status: ready || service === 'liveness' ? 'SERVING' : 'NOT_SERVING' };
  };
  const tell = (call: WatchCall, service: string): void => {
    call.write(stateOf(service) ?? { status: 'SERVICE_UNKNOWN' });
  };

  return {
    handlers: {
      Check: (call, respond) => {
        const service = call.request.service ?? '';
        const state = stateOf(service);
        if (state !== undefined) respond(null, state);
        else respond({ code: status.NOT_FOUND, details: `No service "${service}" here.` });
      },
      List: (_call, respond) => {
        respond(null, {
          statuses: Object.fromEntries(HEALTH_SERVICES.map((name) => [name, stateOf(name) ?? {}])),
        });
      },
      Watch: (call) => {
        const service = call.request.service ?? '';
        watches.set(call, service);
        call.on('close', () => watches.delete(call));
        call.on('cancelled', () => watches.delete(call));
        tell(call, service);
      },
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
