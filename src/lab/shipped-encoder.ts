import { join } from 'node:path';
import { type EncoderManifest, readEncoderManifest } from '../embed/manifest.js';
import { packageRoot } from '../package-root.js';

/** The encoder that comes with Dragoman, its files checked. */
export function shippedEncoder(): Promise<EncoderManifest> {
  return readEncoderManifest(join(packageRoot, 'models', 'all-minilm-l6-v2'));
}
