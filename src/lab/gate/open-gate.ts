import { readEncoderManifest } from '../../embed/manifest.js';
import { loadStaticEncoder } from '../../embed/static-encoder.js';
import { DragomanError } from '../../errors.js';
import { readGateScorer } from '../../gate/head/gate-head.js';
import type { GateScorer } from '../../gate/gate-scorer.js';

/**
 * Loads the shipped gate as `serve` does.
 *
 * @param directory the encoder's folder; without one the gate does without vectors
 * @throws DragomanError `encoder_invalid`, `head_invalid`
 */
export async function openGate(directory: string | undefined): Promise<GateScorer> {
  const manifest = directory === undefined ? undefined : await readEncoderManifest(directory);
  const scorer = await readGateScorer(manifest && (await loadStaticEncoder(manifest)));
  if (!scorer.ok) throw new DragomanError(scorer.problem.code, scorer.problem.message);
  return scorer.value;
}
