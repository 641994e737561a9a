import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

/** The encoder that Dragoman ships. */
export const modelDirectory: string = join(packageRoot, 'models', 'all-minilm-l6-v2');

/** Hands `use` a copy of the encoder's folder that it may damage, and removes the copy afterwards. */
export async function withModelCopy(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'dragoman-encoder-'));
  try {
    for (const name of await readdir(modelDirectory)) {
      await copyFile(join(modelDirectory, name), join(directory, name));
    }
    await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}
