import { packageVersion } from '../../package-root.js';
import type { Snapshot } from '../snapshot.js';

/** Read once, with the first request. */
let program: string | undefined;

/**
 * Names all that scores follow from, besides the request: registry, bundle, encoder, and the program that reads them. Two
 * replicas of the same version score alike; two of different ones, as in a roll-out, must not use each other's scores.
 */
export function scoringVersion({ registry, bundle, instruments }: Snapshot): string {
  program ??= packageVersion();
  const heads = bundle === undefined ? '' : `${bundle.version} ${bundle.parts.join('+')}`;
  return `${program}/${registry.version}/${heads}/${instruments.encoder?.checksum ?? ''}`;
}
