import type { EncoderManifest } from '../../embed/manifest.js';
import { loadStaticEncoder, type StaticEncoder } from '../../embed/static-encoder.js';
import { fail, type Problem, type Result } from '../../errors.js';
import { readGateScorer } from '../../gate/head/gate-head.js';
import type { GateScorer } from '../../gate/gate-scorer.js';
import { readBuiltinHeads, withoutVectors } from '../../signals/builtin-heads.js';
import type { Instruments } from '../snapshot.js';

export interface LoadedInstruments {
  readonly instruments: Pick<Instruments, 'table' | 'builtin' | 'gate'>;
  /** Why the built-in heads or the gate are not among them, or do without vectors. */
  readonly problems: readonly Problem[];
}

/**
 * Loads what goes with an encoder: its static table, and the built-in heads and the gate that were fitted on it. With another
 * encoder, or none, they serve without embeddings. The encoder itself may be loading meanwhile.
 *
 * @param manifest of the encoder; `undefined` for none
 * @throws DragomanError `encoder_invalid` for a damaged table
 */
export async function loadInstruments(manifest: EncoderManifest | undefined): Promise<LoadedInstruments> {
  const table = manifest && (await loadStaticEncoder(manifest));
  const { builtin, problem } = await readBuiltin(manifest?.checksum);
  const gate = await readGate(table);
  return {
    instruments: { table, builtin, gate: gate.ok ? gate.value : undefined },
    problems: [...(problem ? [problem] : []), ...(gate.ok ? [] : [gate.problem])],
  };
}

/** Heads that were fitted on another encoder still read features and n-grams: what rules ask for safety's sake must not go missing. */
async function readBuiltin(
  encoder: string | undefined,
): Promise<Pick<Instruments, 'builtin'> & { readonly problem?: Problem }> {
  const fitted = await readBuiltinHeads(encoder);
  if (fitted.ok) return { builtin: fitted.value };
  const plain = encoder === undefined ? fitted : await readBuiltinHeads();
  if (!plain.ok) return { problem: plain.problem };
  const message = 'the built-in heads were fitted on another encoder; they serve without its vectors';
  return { builtin: withoutVectors(plain.value), problem: fail('head_invalid', message).problem };
}

/** A gate that was fitted with other vectors still has its features. */
async function readGate(table: StaticEncoder | undefined): Promise<Result<GateScorer>> {
  const gate = await readGateScorer(table);
  return gate.ok || table === undefined ? gate : readGateScorer();
}
