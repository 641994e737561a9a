import { PREFIX_BYTES } from './protobuf.js';
import { CallFailure, STATUS } from './status.js';

/**
 * Cuts gRPC's messages, each with its prefix, out of a stream of bytes that may be cut anywhere:
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
export class MessageReader {
  readonly #mostBytes: number;
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Bytes of the message at hand with its prefix; of the prefix alone until that is there. */
  #wanted = PREFIX_BYTES;

  /** @param mostBytes of one message, without its prefix */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /**
   * Takes the next bytes, and gives each message that they complete.
   *
   * @throws {CallFailure} for a message that is too large or compressed: refused by its prefix, before it is there
   */
  push(chunk: Buffer, onMessage: (message: Buffer) => void): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes >= this.#wanted) {
      const bytes = this.#joined();
      if (this.#wanted === PREFIX_BYTES) {
        this.#wanted += this.#lengthIn(bytes);
        if (this.#bytes < this.#wanted) return;
      }
      const message = bytes.subarray(PREFIX_BYTES, this.#wanted);
      const rest = bytes.subarray(this.#wanted);
      this.#chunks = rest.length === 0 ? [] : [rest];
      this.#bytes = rest.length;
      this.#wanted = PREFIX_BYTES;
      onMessage(message);
    }
  }

  #joined(): Buffer {
    const [first] = this.#chunks;
    if (first !== undefined && this.#chunks.length === 1) return first;
    const bytes = Buffer.concat(this.#chunks);
    this.#chunks = [bytes];
    return bytes;
  }

  #lengthIn(prefix: Buffer): number {
    if (prefix[0] !== 0) {
      throw new CallFailure(STATUS.unimplemented, 'Compressed messages are not read here.');
    }
    const length = prefix.readUInt32BE(1);
    if (length > this.#mostBytes) {
      const message = `A message has ${length} bytes, the limit is ${this.#mostBytes}.`;
      throw new CallFailure(STATUS.resourceExhausted, message);
    }
    return length;
  }
}
