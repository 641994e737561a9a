import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint } from '../../config/fingerprint.js';
import { isDocumentName, MAX_EXAMPLES_BYTES, versionFolder } from '../../config/source-folder.js';
import { DragomanError, reasonOf } from '../../errors.js';
import type { MirrorFile } from './mirror.js';
import { hashOf } from '../resources/resource.js';

/** Files that documents may name, such as examples, as they are mirrored beside the documents. */
export interface RegistryFiles {
  readonly files: ReadonlyMap<string, MirrorFile>;
  /** Documents among them, which are left out: the custom resources are the registry. */
  readonly leftOut: readonly string[];
}

/**
 * Reads the files directly in a folder, such as a mounted ConfigMap, all of one version. Names with a dot in front are skipped.
 *
 * @throws {DragomanError} `registry_unreadable`
 */
export async function readRegistryFiles(folder: string): Promise<RegistryFiles> {
  try {
    const version = versionFolder(folder) ?? folder;
    const names = (await readdir(version)).filter((name) => !name.startsWith('.')).sort();
    const files = new Map<string, MirrorFile>();
    for (const name of names.filter((known) => !isDocumentName(known))) {
      const { size, isFile } = await sizeOf(join(version, name));
      if (!isFile) continue;
      if (size > MAX_EXAMPLES_BYTES) throw new Error(`${name} is larger than ${MAX_EXAMPLES_BYTES} bytes`);
      const content = await readFile(join(version, name));
      files.set(name, { content, hash: hashOf(content) });
    }
    return { files, leftOut: names.filter(isDocumentName) };
  } catch (error) {
    throw new DragomanError(
      'registry_unreadable',
      `${folder}: its files cannot be read: ${reasonOf(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** Pause between two looks, in milliseconds. */
const POLL_MS = 1_000;

/** Calls `onChange` when files in the folder change, a swap of a mounted ConfigMap included. @returns what ends that */
export function watchRegistryFiles(folder: string, onChange: () => void): () => void {
  let seen: string | undefined;
  const look = async (): Promise<void> => {
    const names = await readdir(folder).catch(() => []);
    const now = fingerprint(folder, names);
    if (seen !== undefined && now !== seen) onChange();
    seen = now;
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, POLL_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

async function sizeOf(path: string): Promise<{ size: number; isFile: boolean }> {
  const stats = await stat(path);
  return { size: stats.size, isFile: stats.isFile() };
}
