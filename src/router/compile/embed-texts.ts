import { setTimeout as sleep } from 'node:timers/promises';
import type { Encoder, EncoderFailure } from '../../embed/encoder.js';
import { createPace } from '../../heads/pace.js';
import type { MissingIndex } from '../snapshot.js';

export interface EmbedOptions {
  /** Embeddings of the same encoder that need not be made again; default none. */
  readonly known?: (text: string) => Float32Array | undefined;
  /**
   * Longest time for new embeddings, in milliseconds; default 10,000. Time lost
   * on texts that fail does not count, so that each call gets on.
   */
  readonly budgetMs?: number;
  /** Ends the work: the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface EmbeddedTexts {
  /** Without the few texts that the encoder failed on, and without those that it did not come to. */
  readonly vectors: ReadonlyMap<string, Float32Array>;
  /** Why not all texts were tried; `undefined` when they were. */
  readonly missing: MissingIndex | undefined;
}

const BUDGET_MS = 10_000;
/** An example may wait long: it is embedded in the background, behind live requests. */
const DEADLINE_MS = 60_000;
/** A worker that crashed is back by the second or third attempt; one that live requests keep busy may take its time. */
const ATTEMPTS: Readonly<Record<EncoderFailure, number>> = { down: 3, busy: 60, late: 3 };
const RETRY_MS = 500;
/** Texts in a row that may fail all their attempts before the encoder is taken to be dead, and the rest is not tried. */
const MAX_FAILED = 2;
/** A text that no encoder fails on. */
const PROBE = 'Good morning!';

/** Embeds as many texts at once as the encoder has threads, so that a live request never waits behind more than one of them. */
export async function embedTexts(
  texts: Iterable<string>,
  encoder: Encoder,
  { known, budgetMs = BUDGET_MS, signal }: EmbedOptions,
): Promise<EmbeddedTexts> {
  const pace = createPace(signal);
  const vectors = new Map<string, Float32Array>();
  const untried = texts[Symbol.iterator]();
  let missing: MissingIndex | undefined;
  let spentMs = 0;
  let failed = 0;
  const lane = async (): Promise<void> => {
    for (let next = untried.next(); next.done !== true; next = untried.next()) {
      await pace();
      const text = next.value;
      let vector = known?.(text);
      if (vector === undefined && spentMs >= budgetMs) missing ??= 'loading';
      if (vector === undefined && missing === undefined) {
        const start = performance.now();
        vector = await embedOne(text, encoder, signal);
        if (vector !== undefined) spentMs += (performance.now() - start) / encoder.threads;
        failed = vector === undefined ? failed + 1 : 0;
        if (failed > MAX_FAILED) missing = 'down';
      }
      if (vector !== undefined) vectors.set(text, vector);
    }
  };
  await Promise.all(Array.from({ length: encoder.threads }, lane));
  // The last texts may be at fault, or the encoder: only one more text can tell.
  if (failed > 0 && missing === undefined && (await embedOne(PROBE, encoder, signal)) === undefined) {
    missing = 'down';
  }
  return { vectors, missing };
}

async function embedOne(
  text: string,
  encoder: Encoder,
  signal: AbortSignal | undefined,
): Promise<Float32Array | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    const embedding = await encoder.embed(text, DEADLINE_MS);
    if (embedding.ok) return embedding.vector;
    if (attempt >= ATTEMPTS[embedding.failure]) return undefined;
    await sleep(RETRY_MS, undefined, signal && { signal });
  }
}
