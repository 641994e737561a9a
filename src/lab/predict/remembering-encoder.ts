import type { Encoder } from '../../embed/encoder.js';
import { cutText } from '../../embed/window.js';
import type { VectorFile } from '../vector-file.js';

/**
 * An encoder that runs the model once a text.
 * @param file vectors of the same encoder from earlier runs; new ones are added. Closed with the encoder
 */
export function rememberingEncoder(encoder: Encoder, file?: VectorFile): Encoder {
  const known = new Map<string, Float32Array>();
  return {
    dimensions: encoder.dimensions,
    checksum: encoder.checksum,
    threads: encoder.threads,
    async embed(text, deadlineMs) {
      const cut = cutText(text);
      const vector = known.get(cut) ?? file?.get(cut);
      if (vector !== undefined) return { ok: true, vector, microseconds: 0 };
      const embedding = await encoder.embed(text, deadlineMs);
      if (!embedding.ok) return embedding;
      known.set(cut, embedding.vector);
      await file?.add([[cut, embedding.vector]]);
      return embedding;
    },
    async close() {
      await encoder.close();
      await file?.close();
    },
  };
}
