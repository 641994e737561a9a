import { type AnswerPart, DELIVER_UNSEEN, toGateResponse } from './gate-response.js';
import type { GateAction, Gatekeeper, Judging } from './gatekeeper.js';
import { listenTo, type ProcessCall, type ProcessCallHandler, reply } from './process-call.js';
import { unchanged } from './processing-response.js';
import { readAttempt } from './read-attempt.js';
import type { ProcessingRequest } from './wire/processing-request.js';
import type { ProcessingResponse } from './wire/processing-response.js';

export interface GateStreamOptions {
  readonly gatekeeper: Gatekeeper;
  /** Told of whatever let an answer go on unjudged. */
  readonly onError: (error: unknown) => void;
}

const NO_BODY = Buffer.alloc(0);
const PASS: GateAction = { kind: 'pass' };

/** The filter's own `message_timeout`, in milliseconds, with room for the way here and back: what takes longer is announced. */
const UNANNOUNCED_MS = 1_500;

/** Handles `ExternalProcessor.Process` of a tier's gate: one stream is one attempt, whose whole answer is judged. */
export function gateHandler(options: GateStreamOptions): ProcessCallHandler {
  return (call) => {
    new GateStream(call, options).listen();
  };
}

class GateStream {
  readonly #call: ProcessCall;
  readonly #options: GateStreamOptions;
  #judging: Judging | undefined;
  #busy = false;

  constructor(call: ProcessCall, options: GateStreamOptions) {
    this.#call = call;
    this.#options = options;
  }

  listen(): void {
    listenTo(this.#call, {
      receive: (message) => {
        this.#receive(message);
      },
      isBusy: () => this.#busy,
    });
  }

  #receive(message: ProcessingRequest): void {
    switch (message.part) {
      case 'response_headers':
        this.#onHeaders(message);
        return;
      case 'response_body':
        void this.#judge('response_body', message.body);
        return;
      case undefined:
        this.#call.end();
        return;
      default:
        reply(this.#call, unchanged(message.part));
    }
  }

  #onHeaders(message: ProcessingRequest): void {
    try {
      this.#judging = this.#options.gatekeeper.judging(readAttempt(message, this.#call));
    } catch (error) {
      this.#options.onError(error);
    }
    if (this.#judging === undefined) {
      reply(this.#call, DELIVER_UNSEEN);
      this.#call.rest();
    } else if (message.endOfStream) {
      void this.#judge('response_headers', NO_BODY);
    } else {
      reply(this.#call, unchanged('response_headers'));
    }
  }

  async #judge(part: AnswerPart, body: Buffer): Promise<void> {
    const judging = this.#judging;
    this.#judging = undefined;
    if (judging === undefined) {
      reply(this.#call, unchanged(part));
      return;
    }
    this.#busy = true;
    if (judging.deadlineMs > UNANNOUNCED_MS) reply(this.#call, moreTime(judging.deadlineMs));
    let response: ProcessingResponse;
    try {
      response = toGateResponse(part, await judging.judge(body));
    } catch (error) {
      this.#options.onError(error);
      response = toGateResponse(part, PASS);
    }
    this.#busy = false;
    reply(this.#call, response);
    this.#call.rest();
  }
}

/** The filter's `max_message_timeout`: Envoy ignores a wish for more, and gives up after its usual two seconds. */
const MOST_SECONDS = 60;

/** Asks Envoy to wait for the answer to the part at hand, with a second for the way. */
export function moreTime(ms: number): ProcessingResponse {
  return { override_message_timeout: { seconds: Math.min(Math.ceil(ms / 1000) + 1, MOST_SECONDS) } };
}
