import { type AnswerObserver, MAX_OBSERVED_BYTES, type ObservedAnswer } from './answer-observer.js';
import { attempt, listenTo, type ProcessStream } from './process-stream.js';
import { readObservedHead } from './read-attempt.js';
import type { ProcessingRequest } from './wire/processing-request.js';
import type { ServerCall } from './wire/server-call.js';
import type { CallHandler } from './wire/wire-server.js';

export interface ObserveStreamOptions {
  readonly observer: AnswerObserver;
  readonly onError: (error: unknown) => void;
}

/**
 * Handles `ExternalProcessor.Process` in observability mode: one stream is one answer, and Envoy waits for no word of ours.
 */
export function observeHandler(options: ObserveStreamOptions): CallHandler {
  return (call) => {
    listenTo(call, new ObserveStream(call, options));
  };
}

class ObserveStream implements ProcessStream {
  readonly #call: ServerCall;
  readonly #options: ObserveStreamOptions;
  #head: Omit<ObservedAnswer, 'body'> | undefined;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(call: ServerCall, options: ObserveStreamOptions) {
    this.#call = call;
    this.#options = options;
  }

  receive(message: ProcessingRequest): void {
    if (message.part === 'response_headers') {
      const head = readObservedHead(message, this.#call);
      if (head !== undefined && this.#options.observer.wants(head.requestId)) this.#head = head;
      if (message.endOfStream) this.#finish();
    } else if (message.part === 'response_body') {
      this.#add(message.body);
      if (message.endOfStream) this.#finish();
    }
  }

  close(): void {
    this.#miss();
  }

  #add(chunk: Buffer): void {
    if (this.#head === undefined) return;
    this.#bytes += chunk.length;
    if (this.#bytes <= MAX_OBSERVED_BYTES) this.#chunks.push(chunk);
    else this.#miss();
  }

  #finish(): void {
    const head = this.#head;
    const body = Buffer.concat(this.#chunks);
    this.#forget();
    if (head === undefined) return;
    const { observer, onError } = this.#options;
    attempt(() => {
      observer.observed({ ...head, body });
    }, onError);
  }

  #miss(): void {
    if (this.#head !== undefined) this.#options.observer.missed(this.#head.requestId);
    this.#forget();
  }

  #forget(): void {
    this.#head = undefined;
    this.#chunks = [];
  }
}
