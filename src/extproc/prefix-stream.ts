import { moreTime, toGateResponse } from './gate-response.js';
import type { GateStreamOptions } from './gate-stream.js';
import { type GateAction, PASS, type PrefixWatch } from './gatekeeper.js';
import { attempt, listenTo, type ProcessStream, reply } from './process-stream.js';
import { unchanged } from './processing-response.js';
import { readAttempt } from './read-attempt.js';
import type { ProcessingRequest } from './wire/processing-request.js';
import type { ServerCall } from './wire/server-call.js';
import type { CallHandler } from './wire/wire-server.js';

/** The longest that Envoy's filter can be told to wait for a held head, its `max_message_timeout` with room for the way. */
const MOST_WAIT_MS = 58_000;

/**
 * Handles `ExternalProcessor.Process` of a tier's streamed answers: one stream is one attempt. The answer's head is held
 * while its first chunks are looked at; held chunks are let go one by one, and then the conversation ends, so that the
 * rest flows past Dragoman. Needs `send_body_without_waiting_for_header_response`.
 */
export function prefixHandler(options: GateStreamOptions): CallHandler {
  return (call) => {
    listenTo(call, new PrefixStream(call, options));
  };
}

class PrefixStream implements ProcessStream {
  readonly #call: ServerCall;
  readonly #options: GateStreamOptions;
  #watch: PrefixWatch | undefined;
  #held = 0;
  #timer: NodeJS.Timeout | undefined;
  #settled = false;

  constructor(call: ServerCall, options: GateStreamOptions) {
    this.#call = call;
    this.#options = options;
  }

  receive(message: ProcessingRequest): void {
    switch (message.part) {
      case 'response_headers':
        this.#onHeaders(message);
        return;
      case 'response_body':
        this.#onChunk(message.body, message.endOfStream);
        return;
      case undefined:
        this.#call.end();
        return;
      default:
        reply(this.#call, unchanged(message.part));
    }
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #onHeaders(message: ProcessingRequest): void {
    const { gatekeeper, onError } = this.#options;
    const watch = attempt(() => gatekeeper.watching(readAttempt(message, this.#call)), onError);
    this.#watch = watch;
    if (watch === undefined) this.#settle(PASS);
    else if (message.endOfStream) this.#push(watch, message.body, true);
    else this.#awaitFirstByte(watch);
  }

  /** Envoy would give up on the held head after two seconds, and it hears of more time once: of silence and holding together. */
  #awaitFirstByte(watch: PrefixWatch): void {
    const silenceMs = Math.min(watch.silenceMs, MOST_WAIT_MS - holdOf(watch));
    reply(this.#call, moreTime(silenceMs + holdOf(watch)));
    this.#settleAfter(silenceMs, () => watch.stall());
  }

  #onChunk(chunk: Buffer, end: boolean): void {
    if (this.#settled || this.#watch === undefined) {
      reply(this.#call, unchanged('response_body'));
      return;
    }
    const watch = this.#watch;
    if (this.#held === 0) this.#settleAfter(holdOf(watch), () => watch.expire());
    this.#held += 1;
    this.#push(watch, chunk, end);
  }

  #push(watch: PrefixWatch, chunk: Buffer, end: boolean): void {
    const action = attempt(() => ({ say: watch.push(chunk, end) }), this.#options.onError);
    if (action === undefined) this.#settle(PASS);
    else if (action.say !== undefined) this.#settle(action.say);
    else if (end) this.#settle(PASS);
  }

  /** In place of what was to happen before. */
  #settleAfter(ms: number, say: () => GateAction): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#settle(attempt(say, this.#options.onError) ?? PASS);
    }, ms);
  }

  /** Lets the held answer go, or has it thrown away. */
  #settle(action: GateAction): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    // The head is with Envoy alone: an answer that is being streamed cannot be replaced.
    reply(this.#call, toGateResponse('response_headers', action.kind === 'replace' ? PASS : action));
    if (action.kind !== 'escalate') {
      for (let chunk = 0; chunk < this.#held; chunk++) reply(this.#call, unchanged('response_body'));
    }
    this.#call.end();
  }
}

/** Half of the wait at most: the other half is for the first byte. */
function holdOf({ holdMs }: PrefixWatch): number {
  return Math.min(holdMs, MOST_WAIT_MS / 2);
}
