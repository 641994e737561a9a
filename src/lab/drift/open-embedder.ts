import { availableParallelism } from 'node:os';
import { createEncoderPool } from '../../embed/encoder-pool.js';
import { embedTexts } from '../../router/compile/embed-texts.js';
import type { EmbedAll } from './route-space.js';

export interface Embedder {
  readonly embedAll: EmbedAll;
  close(): Promise<void>;
}

/** Told of a batch of texts, and of each that is done. */
export type ShowProgress = (total: number) => { advance(): void; finish(): void };

/**
 * Opens an encoder for texts that are not to be kept: nothing is written to disk, and each text is embedded once.
 *
 * @throws DragomanError `encoder_invalid`
 */
export async function openEmbedder(directory: string, show: ShowProgress): Promise<Embedder> {
  const encoder = await createEncoderPool({
    directory,
    workers: availableParallelism(),
    queue: Number.MAX_SAFE_INTEGER,
  });
  const known = new Map<string, Float32Array>();
  return {
    embedAll: async (texts) => {
      const distinct = new Set(texts);
      const progress = show(distinct.size);
      const { vectors } = await embedTexts(distinct, encoder, {
        known: (text) => {
          progress.advance();
          return known.get(text);
        },
        budgetMs: Infinity,
      });
      progress.finish();
      for (const [text, vector] of vectors) known.set(text, vector);
      return vectors;
    },
    close: () => encoder.close(),
  };
}
