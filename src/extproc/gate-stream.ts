import { type AnswerPart, DELIVER_UNSEEN, moreTime, toGateResponse } from './gate-response.js';
import { type Gatekeeper, type AnswerJudge, PASS } from './gatekeeper.js';
import { attempt, listenTo, type ProcessStream, reply } from './process-stream.js';
import { unchanged } from './processing-response.js';
import { readAttempt } from './read-attempt.js';
import type { ProcessingRequest } from './wire/processing-request.js';
import type { ProcessingResponse } from './wire/processing-response.js';
import type { ServerCall } from './wire/server-call.js';
import type { CallHandler } from './wire/wire-server.js';

export interface GateStreamOptions {
  readonly gatekeeper: Gatekeeper;
  /** Told of whatever let an answer go on unjudged. */
  readonly onError: (error: unknown) => void;
}

/** The filter's own `message_timeout`, in milliseconds, with room for the way here and back: what takes longer is announced. */
const UNANNOUNCED_MS = 1_500;

/** Handles `ExternalProcessor.Process` of a tier's gate: one stream is one attempt, whose whole answer is judged. */
export function gateHandler(options: GateStreamOptions): CallHandler {
  return (call) => {
    listenTo(call, new GateStream(call, options));
  };
}

class GateStream implements ProcessStream {
  readonly #call: ServerCall;
  readonly #options: GateStreamOptions;
  #judging: AnswerJudge | undefined;
  #isBusy = false;

  constructor(call: ServerCall, options: GateStreamOptions) {
    this.#call = call;
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  receive(message: ProcessingRequest): void {
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
    const { gatekeeper, onError } = this.#options;
    this.#judging = attempt(() => gatekeeper.judging(readAttempt(message, this.#call)), onError);
    if (this.#judging === undefined) {
      reply(this.#call, DELIVER_UNSEEN);
      this.#call.rest();
    } else if (message.endOfStream) {
      void this.#judge('response_headers', message.body);
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
    this.#isBusy = true;
    if (judging.deadlineMs > UNANNOUNCED_MS) reply(this.#call, moreTime(judging.deadlineMs));
    let response: ProcessingResponse;
    try {
      response = toGateResponse(part, await judging.judge(body));
    } catch (error) {
      this.#options.onError(error);
      response = toGateResponse(part, PASS);
    }
    this.#isBusy = false;
    reply(this.#call, response);
    this.#call.rest();
  }
}
