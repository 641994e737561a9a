import type { handleBidiStreamingCall } from '@grpc/grpc-js';
import type { ProcessingRequest__Output } from '../gen/envoy/service/ext_proc/v3/ProcessingRequest.js';
import type { ProcessingResponse } from '../gen/envoy/service/ext_proc/v3/ProcessingResponse.js';
import { HEADERS } from '../mutation/wire-names.js';
import { decideHandler, type DecideStreamOptions } from './decide-stream.js';
import { gateHandler, type GateStreamOptions } from './gate-stream.js';
import { observeHandler, type ObserveStreamOptions } from './observe-stream.js';
import { prefixHandler } from './prefix-stream.js';

type Handler = handleBidiStreamingCall<ProcessingRequest__Output, ProcessingResponse>;

/** Handlers of streams whose requests wait for us, and of those that nobody waits for. */
export interface ProcessHandlers {
  readonly awaited: Handler;
  readonly observed: Handler;
}

export function processHandlers(
  options: DecideStreamOptions & GateStreamOptions & ObserveStreamOptions,
): ProcessHandlers {
  const decide = decideHandler(options);
  const gate = gateHandler(options);
  const prefix = prefixHandler(options);
  return {
    observed: observeHandler(options),
    awaited: (call) => {
      const role = call.metadata.get(HEADERS.role)[0];
      if (role === 'gate') gate(call);
      else if (role === 'prefix') prefix(call);
      else decide(call);
    },
  };
}

/**
 * Handles `ExternalProcessor.Process`: which conversation a stream is, its filter says in the stream's gRPC metadata. A
 * stream that says nothing decides.
 */
export function processHandler({ awaited, observed }: ProcessHandlers): Handler {
  return (call) => {
    const role = call.metadata.get(HEADERS.role)[0];
    if (role === 'delivered' || role === 'shadow') observed(call);
    else awaited(call);
  };
}
