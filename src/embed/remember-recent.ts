import type { Encoder } from './encoder.js';
import { cutText } from './window.js';

/** Texts whose vectors are kept: those of the requests of the last seconds. */
const RECENT = 512;

/**
 * The same encoder, which remembers what it embedded last: who asks for a text again gets the same vector at once.
 *
 * @param most texts remembered
 */
export function rememberRecent(encoder: Encoder, most: number = RECENT): Encoder {
  // Insertion order is age.
  const recent = new Map<string, Float32Array>();
  return {
    dimensions: encoder.dimensions,
    checksum: encoder.checksum,
    threads: encoder.threads,
    async embed(text, deadlineMs) {
      const cut = cutText(text);
      const known = recent.get(cut);
      if (known !== undefined) return { ok: true, vector: known, microseconds: 0 };
      const embedding = await encoder.embed(text, deadlineMs);
      if (!embedding.ok) return embedding;
      recent.set(cut, embedding.vector);
      for (const oldest of recent.size > most ? recent.keys() : []) {
        recent.delete(oldest);
        break;
      }
      return embedding;
    },
    close: () => encoder.close(),
  };
}
