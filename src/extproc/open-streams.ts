import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';

/** The streams that a handler has open. */
export interface OpenStreams<Request, Response> {
  readonly handler: handleBidiStreamingCall<Request, Response>;
  /** Resolves when no stream is open. */
  idle(): Promise<void>;
  /** Ends every stream well, whatever it still waits for. */
  endAll(): void;
}

export function trackStreams<Request, Response>(
  handler: handleBidiStreamingCall<Request, Response>,
): OpenStreams<Request, Response> {
  const open = new Set<ServerDuplexStream<Request, Response>>();
  const waiting: (() => void)[] = [];
  return {
    handler: (call) => {
      const close = (): void => {
        if (open.delete(call) && open.size === 0) for (const resolve of waiting.splice(0)) resolve();
      };
      open.add(call);
      // A stream that we ended is over with `finish`; one that was reset only ever closes.
      call.once('finish', close);
      call.once('close', close);
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
