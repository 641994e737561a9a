import { decodeProcessingRequest, type ProcessingRequest } from './wire/processing-request.js';
import { encodeProcessingResponse, type ProcessingResponse } from './wire/processing-response.js';
import type { ServerCall } from './wire/server-call.js';
import type { CallHandler } from './wire/wire-server.js';

/** One stream of `ExternalProcessor.Process`, and what handles it. */
export type ProcessCall = ServerCall;
export type ProcessCallHandler = CallHandler;

export interface ProcessListener {
  readonly receive: (message: ProcessingRequest) => void;
  /** Whether a reply is still to come when Envoy has said its last: who sends it ends the call. Default: none is. */
  readonly isBusy?: () => boolean;
  /** Called once the stream is over, however it ended. */
  readonly onClose?: () => void;
}

/** Listens to Envoy's side of a stream until it ends. */
export function listenTo(call: ProcessCall, { receive, isBusy, onClose }: ProcessListener): void {
  call.listen({
    onMessage: (message) => {
      receive(decodeProcessingRequest(message));
    },
    onEnd: () => {
      if (isBusy?.() !== true) call.end();
    },
    ...(onClose && { onClose }),
  });
}

/** Sends a reply, unless the client is gone by now. */
export function reply(call: ProcessCall, response: ProcessingResponse): void {
  call.write(encodeProcessingResponse(response));
}
