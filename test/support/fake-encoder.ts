import type { Embedding, Encoder, EncoderFailure } from '../../src/embed/encoder.js';

/** An encoder without a model: texts that share words get vectors that share directions. */
export interface FakeEncoder extends Encoder {
  /** Every text that was asked for, in order. */
  readonly asked: readonly string[];
  /** From now on answers with this failure; `undefined` heals it. */
  failWith(failure: EncoderFailure | undefined): void;
}

const DIMENSIONS = 64;

export function fakeEncoder(): FakeEncoder {
  const asked: string[] = [];
  let failure: EncoderFailure | undefined;
  return {
    dimensions: DIMENSIONS,
    checksum: 'fake',
    threads: 1,
    asked,
    failWith(next) {
      failure = next;
    },
    embed(text) {
      asked.push(text);
      const embedding: Embedding =
        failure === undefined
          ? { ok: true, vector: hashWords(text), microseconds: 1 }
          : { ok: false, failure };
      return Promise.resolve(embedding);
    },
    close: () => Promise.resolve(),
  };
}

/** A unit vector: each word adds 1 to the place that its hash names. */
export function hashWords(text: string): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    const place = hash(word) % DIMENSIONS;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  return unit(vector);
}

/** The vector scaled to length 1. */
export function unit(values: ArrayLike<number>): Float32Array {
  const vector = Float32Array.from(values);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** FNV-1a over UTF-16 units. */
function hash(word: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1)
    value = Math.imul(value ^ word.charCodeAt(at), 0x01000193) >>> 0;
  return value;
}
