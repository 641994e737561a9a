import type { Encoder } from '../../embed/encoder.js';
import { openVectorStore, type VectorStore } from '../../router/compile/vector-store.js';
import type { Logger } from '../../telemetry/logger.js';

/**
 * Opens the folder that keeps the embeddings of examples; without a folder or an encoder there is nothing to keep.
 *
 * @throws DragomanError `folder_unwritable`
 */
export async function startVectorStore(
  encoder: Encoder | undefined,
  { cacheDirectory, logger }: { readonly cacheDirectory: string | undefined; readonly logger: Logger },
): Promise<VectorStore | undefined> {
  if (encoder === undefined || cacheDirectory === undefined) return undefined;
  return openVectorStore({
    directory: cacheDirectory,
    encoder,
    onFault: (error) => {
      logger.warn({ err: error }, 'embeddings of examples are not kept; the next start makes them again');
    },
  });
}
