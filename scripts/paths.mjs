import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Keeps downloads; git ignores it. */
export const cacheDir = join(root, '.cache');
