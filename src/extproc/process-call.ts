import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import type { ProcessingRequest__Output } from '../gen/envoy/service/ext_proc/v3/ProcessingRequest.js';
import type { ProcessingResponse } from '../gen/envoy/service/ext_proc/v3/ProcessingResponse.js';

/** One stream of `ExternalProcessor.Process`, and what handles it. */
export type ProcessCall = ServerDuplexStream<ProcessingRequest__Output, ProcessingResponse>;
export type ProcessCallHandler = handleBidiStreamingCall<ProcessingRequest__Output, ProcessingResponse>;

export interface ProcessListener {
  readonly receive: (message: ProcessingRequest__Output) => void;
  readonly onError: (error: unknown) => void;
  /** Whether a reply is still to come when Envoy has said its last: who sends it ends the call. Default: none is. */
  readonly isBusy?: () => boolean;
}

/** Listens to Envoy's side of a stream until it ends. */
export function listenTo(call: ProcessCall, { receive, onError, isBusy }: ProcessListener): void {
  call.on('data', receive);
  call.on('end', () => {
    if (isBusy?.() !== true) call.end();
  });
  // A reset by the client, `cancelled`, is how Envoy ends every stream: no listener, it is no error.
  call.on('error', onError);
}

/** Sends a reply, unless the client is gone by now. */
export function reply(call: ProcessCall, response: ProcessingResponse): void {
  if (call.writable && !call.cancelled) call.write(response);
}
