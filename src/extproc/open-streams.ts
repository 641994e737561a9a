import type { ServerCall } from './wire/server-call.js';
import type { CallHandler } from './wire/wire-server.js';

/** The streams that a handler has open. */
export interface OpenStreams {
  readonly handler: CallHandler;
  /** Resolves when there is no stream on which something is still to be said. */
  idle(): Promise<void>;
  /** Ends every stream well, whatever it still waits for. */
  endAll(): void;
}

export function trackStreams(handler: CallHandler): OpenStreams {
  const open = new Set<ServerCall>();
  const waiting: (() => void)[] = [];
  return {
    handler: (call) => {
      open.add(call);
      call.whenOver(() => {
        if (open.delete(call) && open.size === 0) for (const resolve of waiting.splice(0)) resolve();
      });
      handler(call);
    },
    idle: () =>
      new Promise((resolve) => {
        if (open.size === 0) resolve();
        else waiting.push(resolve);
      }),
    endAll: () => {
      for (const call of open) call.end();
    },
  };
}
