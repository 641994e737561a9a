import { DragomanError } from '../../errors.js';
import type { EmbedAll } from '../../lab/drift/route-space.js';
import type { EmbedSome } from './evidence-embedder.js';

/**
 * For what would be wrong of a part of the texts.
 *
 * @returns what throws a DragomanError `evidence_failed` where there was no time for all; `undefined` without an encoder
 */
export function embedWholly(embed: EmbedSome | undefined): EmbedAll | undefined {
  if (embed === undefined) return undefined;
  return async (texts) => {
    const { vectors, missing } = await embed(texts);
    if (missing === undefined) return vectors;
    const what = `${vectors.size} of ${new Set(texts).size} texts are embedded`;
    throw new DragomanError(
      'evidence_failed',
      `${what}, and there was no time for more; ask again to go on.`,
    );
  };
}
