import type { Encoder } from '../../embed/encoder.js';
import { createEncoderPool } from '../../embed/encoder-pool.js';
import { rememberRecent } from '../../embed/remember-recent.js';
import { type EmbeddedTexts, embedTexts } from '../../router/compile/embed-texts.js';
import { openVectorStore } from '../../router/compile/vector-store.js';
import type { EvidenceSettings } from './evidence-settings.js';

/** Embeds as many texts as there is time for; what was embedded is remembered for the next question. */
export type EmbedSome = (texts: readonly string[]) => Promise<EmbeddedTexts>;

/**
 * Begins a question. Loads the encoder when it is first called; `undefined` without one.
 *
 * @throws DragomanError `encoder_invalid`
 */
export type EvidenceEmbedder = () => Promise<EmbedSome | undefined>;

/** Time that a question has for new embeddings, in milliseconds: it is answered within a minute. */
const BUDGET_MS = 40_000;

/** Texts whose vectors are remembered from one question to the next: 13 MB. */
const REMEMBERED = 8_192;

/** One thread, as serving has the others; examples come from the server's cache where it keeps one. */
export function evidenceEmbedder({ encoderDirectory, cacheDirectory }: EvidenceSettings): EvidenceEmbedder {
  let opening: Promise<Encoder> | undefined;
  const load = async (directory: string): Promise<Encoder> => {
    const queue = Number.MAX_SAFE_INTEGER;
    return rememberRecent(await createEncoderPool({ directory, workers: 1, queue }), REMEMBERED);
  };
  return async () => {
    if (encoderDirectory === null) return undefined;
    opening ??= load(encoderDirectory).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    const encoder = await opening;
    const findKept = await keptVectors(encoder, cacheDirectory);
    const end = performance.now() + BUDGET_MS;
    return async (texts) => {
      const distinct = new Set(texts);
      const kept = await findKept([...distinct]);
      const budgetMs = Math.max(0, end - performance.now());
      return embedTexts(distinct, encoder, { known: (text) => kept.get(text), budgetMs });
    };
  };
}

/** What cannot be read is embedded again. */
async function keptVectors(
  encoder: Encoder,
  directory: string | null,
): Promise<(texts: readonly string[]) => Promise<ReadonlyMap<string, Float32Array>>> {
  if (directory === null) return () => Promise.resolve(new Map());
  const store = await openVectorStore({ directory, encoder, onFault: () => undefined });
  return (texts) => store.find(texts);
}
