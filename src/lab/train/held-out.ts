import { createHash } from 'node:crypto';

/**
 * Whether a text is kept for the test, by its hash alone: one that was held out once is held out in every later training,
 * so that a bundle and its parent are both judged on texts that neither has seen.
 *
 * @param share of all texts, in [0, 1]
 */
export function isHeldOut(text: string, share: number): boolean {
  const digest = createHash('sha256').update('held out\n').update(text, 'utf8').digest();
  return digest.readUInt32BE(0) / 2 ** 32 < share;
}
