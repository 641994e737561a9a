import { HEADERS } from '../mutation/wire-names.js';
import { decideHandler, type DecideStreamOptions } from './decide-stream.js';
import { gateHandler, type GateStreamOptions } from './gate-stream.js';
import { observeHandler, type ObserveStreamOptions } from './observe-stream.js';
import { prefixHandler } from './prefix-stream.js';
import type { CallHandler } from './wire/wire-server.js';

/** Handlers of streams whose requests wait for us, and of those that nobody waits for. */
export interface ProcessHandlers {
  readonly awaited: CallHandler;
  readonly observed: CallHandler;
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
      const role = call.metadata(HEADERS.role);
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
export function processHandler({ awaited, observed }: ProcessHandlers): CallHandler {
  return (call) => {
    const role = call.metadata(HEADERS.role);
    if (role === 'delivered' || role === 'shadow') observed(call);
    else awaited(call);
  };
}
