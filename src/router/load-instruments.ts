import type { Encoder } from '../embed/encoder.js';
import { readEncoderManifest } from '../embed/manifest.js';
import { loadStaticEncoder } from '../embed/static-encoder.js';
import type { Problem } from '../errors.js';
import { readBuiltinHeads } from '../signals/builtin-heads.js';
import type { Instruments } from './snapshot.js';

export interface LoadedInstruments {
  readonly instruments: Instruments;
  /** Why the built-in heads are not among them; `undefined` when they are. */
  readonly problem: Problem | undefined;
}

/**
 * Loads what goes with an encoder: its static table and the built-in heads that were fitted on it. With another encoder,
 * or none, the heads serve without embeddings or not at all.
 *
 * @param directory the encoder's folder; `undefined` for none
 * @throws DragomanError `encoder_invalid` for a damaged folder
 */
export async function loadInstruments(
  encoder: Encoder | undefined,
  directory: string | undefined,
): Promise<LoadedInstruments> {
  const table =
    directory === undefined ? undefined : await loadStaticEncoder(await readEncoderManifest(directory));
  const builtin = await readBuiltinHeads(encoder?.checksum);
  return {
    instruments: { encoder, table, builtin: builtin.ok ? builtin.value : undefined },
    problem: builtin.ok ? undefined : builtin.problem,
  };
}
