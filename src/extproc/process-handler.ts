import type { handleBidiStreamingCall } from '@grpc/grpc-js';
import type { ProcessingRequest__Output } from '../gen/envoy/service/ext_proc/v3/ProcessingRequest.js';
import type { ProcessingResponse } from '../gen/envoy/service/ext_proc/v3/ProcessingResponse.js';
import { HEADERS } from '../mutation/wire-names.js';
import { decideHandler, type DecideStreamOptions } from './decide-stream.js';
import { gateHandler, type GateStreamOptions } from './gate-stream.js';
import { prefixHandler } from './prefix-stream.js';

/**
 * Handles `ExternalProcessor.Process`: which conversation a stream is, its filter says in the stream's gRPC metadata. A
 * stream that says nothing decides.
 */
export function processHandler(
  options: DecideStreamOptions & GateStreamOptions,
): handleBidiStreamingCall<ProcessingRequest__Output, ProcessingResponse> {
  const decide = decideHandler(options);
  const gate = gateHandler(options);
  const prefix = prefixHandler(options);
  return (call) => {
    const role = call.metadata.get(HEADERS.role)[0];
    if (role === 'gate') gate(call);
    else if (role === 'prefix') prefix(call);
    else decide(call);
  };
}
