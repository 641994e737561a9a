import { decodeProcessingRequest, type ProcessingRequest } from './wire/processing-request.js';
import { encodeProcessingResponse, type ProcessingResponse } from './wire/processing-response.js';
import type { ServerCall } from './wire/server-call.js';

/** What handles one stream of `ExternalProcessor.Process`. */
export interface ProcessStream {
  receive(message: ProcessingRequest): void;
  /** Whether a reply is still to come when Envoy has said its last: who sends it ends the call. Default: none is. */
  readonly isBusy?: boolean;
  /** Called once the stream is over, however it ended. */
  close?(): void;
}

/** Hands Envoy's side of a call to the stream until it ends. */
export function listenTo(call: ServerCall, stream: ProcessStream): void {
  call.listen({
    onMessage: (message) => {
      stream.receive(decodeProcessingRequest(message));
    },
    onEnd: () => {
      if (stream.isBusy !== true) call.end();
    },
    onClose: () => stream.close?.(),
  });
}

/** Sends a reply, unless the client is gone by now. */
export function reply(call: ServerCall, response: ProcessingResponse): void {
  call.write(encodeProcessingResponse(response));
}

/** What the work gives; `undefined` where it throws, which is told: the request or the answer then goes on as it is. */
export function attempt<T>(work: () => T, onError: (error: unknown) => void): T | undefined {
  try {
    return work();
  } catch (error) {
    onError(error);
    return undefined;
  }
}
