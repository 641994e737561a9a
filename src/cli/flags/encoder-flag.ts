import { join } from 'node:path';
import { packageRoot } from '../../package-root.js';

/** Folder of the encoder that `--encoder` names; the one that ships without the flag, `undefined` for `none`. */
export function encoderDirectoryOf(flag: string | undefined): string | undefined {
  if (flag === 'none') return undefined;
  return flag ?? join(packageRoot, 'models', 'all-minilm-l6-v2');
}
