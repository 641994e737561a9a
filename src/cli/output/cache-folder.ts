import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for embeddings. */
export interface CacheFolder {
  readonly path: string;
  /** Removes the folder where it was made for this run alone. */
  close(): Promise<void>;
}

/** The folder that `--cache` names; without the flag one that lasts as long as the run. */
export async function openCacheFolder(flag: string | undefined): Promise<CacheFolder> {
  if (flag !== undefined) return { path: flag, close: () => Promise.resolve() };
  const path = await mkdtemp(join(tmpdir(), 'dragoman-cache-'));
  return { path, close: () => rm(path, { recursive: true, force: true }) };
}
