import { randomUUID } from 'node:crypto';
import { type Mutation, PASS } from '../mutation/mutation.js';
import type { RequestHead } from '../request/request-head.js';
import type { DecideContext, Decider, TraceHeaders } from './decider.js';
import { listenTo, type ProcessStream, reply } from './process-stream.js';
import { toProcessingResponse, unchanged } from './processing-response.js';
import { readRequestHead } from './request-head.js';
import type { ProcessingRequest } from './wire/processing-request.js';
import { encodeProcessingResponse } from './wire/processing-response.js';
import type { ServerCall } from './wire/server-call.js';
import type { CallHandler } from './wire/wire-server.js';

export interface DecideStreamOptions {
  readonly decider: Decider;
  /** Told of whatever made a request pass undecided; the request itself goes on. */
  readonly onError: (error: unknown) => void;
}

/** Handles `ExternalProcessor.Process`: one stream is one request. */
export function decideHandler(options: DecideStreamOptions): CallHandler {
  return (call) => {
    listenTo(call, new DecideStream(call, options));
  };
}

class DecideStream implements ProcessStream {
  readonly #call: ServerCall;
  readonly #options: DecideStreamOptions;
  #head: RequestHead | undefined;
  #arrivedAt = 0;
  /** Nothing is left to decide: every later part goes on unchanged. */
  #settled = false;
  #isDeciding = false;

  constructor(call: ServerCall, options: DecideStreamOptions) {
    this.#call = call;
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#isDeciding;
  }

  receive(message: ProcessingRequest): void {
    const { part, requestBodyMode: bodyMode } = message;
    if (bodyMode !== undefined && bodyMode !== 'BUFFERED' && bodyMode !== 'NONE' && !this.#settled) {
      this.#settled = true;
      this.#options.onError(
        new Error(`Envoy's ext_proc filter has request_body_mode ${bodyMode}; set it to BUFFERED.`),
      );
    }
    switch (part) {
      case 'request_headers':
        this.#onHeaders(message);
        return;
      case 'request_body':
        this.#onBody(message.body);
        return;
      case undefined:
        // A part newer than our protos has no answer we could name. Envoy goes on by itself when the stream ends well.
        this.#settled = true;
        this.#call.end();
        return;
      default:
        reply(this.#call, unchanged(part));
    }
  }

  #onHeaders(message: ProcessingRequest): void {
    if (this.#settled || this.#head !== undefined) {
      reply(this.#call, unchanged('request_headers'));
      return;
    }
    const head = readRequestHead(message.headers);
    this.#head = head;
    this.#arrivedAt = performance.now();
    let mutation: Mutation | undefined;
    try {
      mutation = this.#options.decider.onHeaders(head);
    } catch (error) {
      this.#options.onError(error);
      mutation = PASS;
    }
    if (mutation !== undefined) {
      this.#settled = true;
      this.#answer('request_headers', mutation);
    } else if (message.endOfStream) {
      void this.#decide('request_headers', head, message.body);
    } else {
      reply(this.#call, unchanged('request_headers'));
    }
  }

  #onBody(body: Buffer): void {
    if (this.#settled || this.#head === undefined) {
      reply(this.#call, unchanged('request_body'));
      return;
    }
    void this.#decide('request_body', this.#head, body);
  }

  async #decide(part: 'request_headers' | 'request_body', head: RequestHead, body: Buffer): Promise<void> {
    this.#settled = true;
    this.#isDeciding = true;
    let mutation: Mutation;
    try {
      const context = contextOf(head, this.#call);
      const waited = part === 'request_body' && { arrivedAt: this.#arrivedAt };
      mutation = await this.#options.decider.onBody(head, body, { ...context, ...waited });
    } catch (error) {
      this.#options.onError(error);
      mutation = PASS;
    }
    this.#isDeciding = false;
    this.#answer(part, mutation);
  }

  /** Says the last word. A mutation that cannot be said lets the request pass. */
  #answer(part: 'request_headers' | 'request_body', mutation: Mutation): void {
    this.#head = undefined;
    let response: Buffer;
    try {
      response = encodeProcessingResponse(toProcessingResponse(part, mutation));
    } catch (error) {
      this.#options.onError(error);
      response = encodeProcessingResponse(toProcessingResponse(part, PASS));
    }
    this.#call.write(response);
    this.#call.rest();
  }
}

function contextOf(head: RequestHead, call: ServerCall): DecideContext {
  return {
    requestId: head.headers.get('x-request-id') ?? randomUUID(),
    traceHeaders:
      traceHeaders((name) => call.metadata(name)) ?? traceHeaders((name) => head.headers.get(name)) ?? {},
  };
}

/** Both headers from one source: a `tracestate` belongs to its `traceparent`. */
function traceHeaders(read: (name: string) => string | undefined): TraceHeaders | undefined {
  const traceparent = read('traceparent');
  if (traceparent === undefined) return undefined;
  const tracestate = read('tracestate');
  return tracestate === undefined ? { traceparent } : { traceparent, tracestate };
}
