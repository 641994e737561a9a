import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Lingering } from './lingering.js';
import { MessageReader } from './message-reader.js';
import { CallFailure, STATUS } from './status.js';

/** What is told of the other side of a call. */
export interface CallListener {
  /** Called for each message. What it throws ends the call with `INTERNAL`, and is told to {@link CallOptions.onError}. */
  readonly onMessage: (message: Buffer) => void;
  /** Called when the client has said its last; not when it went away. */
  readonly onEnd: () => void;
  /** Called once the call is over, however it ended. */
  readonly onClose?: () => void;
}

export interface CallOptions {
  readonly maxMessageBytes: number;
  readonly lingering: Lingering;
  readonly onError: (error: unknown) => void;
}

const HEAD = { ':status': 200, 'content-type': 'application/grpc' } as const;
const WITH_TRAILERS = { waitForTrailers: true } as const;

const WELL = { 'grpc-status': String(STATUS.ok) } as const;

/** A client that reads so slowly that the last word is not out by then, 30 to 60 seconds later, is reset. */
const MOST_LINGERS = 600;

/** One call of a gRPC method: a stream of HTTP/2. Nothing that the client does makes it throw. */
export class ServerCall {
  readonly #stream: ServerHttp2Stream;
  readonly #headers: IncomingHttpHeaders;
  readonly #options: CallOptions;
  #listener: CallListener | undefined;
  #isOver = false;
  #onOver: (() => void) | undefined;
  #lingers = 0;

  constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, options: CallOptions) {
    this.#stream = stream;
    this.#headers = headers;
    this.#options = options;
  }

  /** The metadata of this name, which is in lower case. */
  metadata(name: string): string | undefined {
    const value = this.#headers[name];
    return typeof value === 'string' ? value : value?.[0];
  }

  /** Whether the client has gone before the call was over: nobody would hear what is said. */
  get cancelled(): boolean {
    return this.#stream.aborted || this.#stream.destroyed;
  }

  /** Starts reading. To be called once. */
  listen(listener: CallListener): void {
    const stream = this.#stream;
    const messages = new MessageReader(this.#options.maxMessageBytes);
    const onMessage = (message: Buffer): void => {
      if (this.#listener !== undefined) listener.onMessage(message);
    };
    this.#listener = listener;
    stream.on('data', (chunk: Buffer) => {
      if (this.#listener === undefined) return;
      try {
        messages.push(chunk, onMessage);
      } catch (error) {
        this.#refuse(error);
      }
    });
    stream.on('end', () => {
      if (this.#listener !== undefined) listener.onEnd();
    });
    stream.on('close', () => {
      this.#over();
      // Envoy ends a stream within a millisecond: what lingers would outlive two collections of young garbage.
      this.#options.lingering.forget(this);
      listener.onClose?.();
    });
  }

  /** Calls back once nothing more will be said here, at once when that is so already. Only the last callback counts. */
  whenOver(callback: () => void): void {
    if (this.#isOver) callback();
    else this.#onOver = callback;
  }

  /** Sends a message with its prefix, unless the client is gone by now. */
  write(frame: Buffer): void {
    const stream = this.#stream;
    if (!stream.writable) return;
    if (!stream.headersSent) stream.respond(HEAD, WITH_TRAILERS);
    stream.write(frame);
  }

  /** Ends the call well. */
  end(): void {
    this.#end(STATUS.ok, '');
  }

  /**
   * Has said its last, and leaves it to the client to end the call: Envoy does at once. For one that does not, the call is
   * ended a moment later.
   */
  rest(): void {
    this.#over();
    this.#options.lingering.add(this);
  }

  /** Ends the call with another status than `OK`. */
  fail(code: number, details: string): void {
    this.#listener = undefined;
    this.#end(code, details);
  }

  /** Is called some time after the last word: ends what is still open, and later resets what the client keeps open. */
  linger(): void {
    const stream = this.#stream;
    if (stream.destroyed) return;
    this.#lingers += 1;
    if (stream.writable) this.end();
    else if (stream.writableFinished) stream.close();
    else if (this.#lingers > MOST_LINGERS) stream.close(constants.NGHTTP2_CANCEL);
    else this.#options.lingering.add(this);
  }

  #end(code: number, details: string): void {
    this.#over();
    const stream = this.#stream;
    if (!stream.writable) return;
    const trailers = trailersOf(code, details);
    if (stream.headersSent) {
      stream.on('wantTrailers', () => {
        // It may have been reset meanwhile.
        if (!stream.destroyed && !stream.closed) stream.sendTrailers(trailers);
      });
      stream.end();
    } else {
      stream.respond({ ...HEAD, ...trailers }, { endStream: true });
    }
    this.#options.lingering.add(this);
  }

  #refuse(error: unknown): void {
    this.#options.onError(error);
    if (error instanceof CallFailure) this.fail(error.code, error.message);
    else this.fail(STATUS.internal, 'A message could not be read.');
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#onOver?.();
  }
}

/** `grpc-message` is percent-encoded. */
function trailersOf(code: number, details: string): Readonly<Record<string, string>> {
  if (code === STATUS.ok) return WELL;
  return { 'grpc-status': String(code), 'grpc-message': encodeURIComponent(details) };
}
