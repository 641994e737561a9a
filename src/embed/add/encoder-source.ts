import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { SourceFile } from './source-file.js';
import { openZip } from './zip-file.js';

/** Files that an encoder is taken from, by their paths with `/`. */
export interface EncoderSource {
  readonly files: ReadonlyMap<string, SourceFile>;
  close(): Promise<void>;
}

/** Files looked at in one folder; more is not an encoder's. */
const MAX_FILES = 10_000;

/**
 * Opens a folder, with all below it, or a zip file such as a wheel.
 * @throws Error when it cannot be read
 */
export async function openEncoderSource(location: string): Promise<EncoderSource> {
  const stats = await stat(location).catch(() => {
    throw new Error('cannot be read: there is no such file or folder');
  });
  return stats.isDirectory() ? openFolder(location) : openZip(location);
}

/** Links in it are not followed. */
async function openFolder(directory: string): Promise<EncoderSource> {
  const files = new Map<string, SourceFile>();
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  if (entries.length > MAX_FILES)
    throw new Error(`holds more than ${MAX_FILES} files; name the encoder's own folder`);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { size } = await stat(path);
    files.set(relative(directory, path).split(sep).join('/'), { bytes: size, read: () => readFile(path) });
  }
  return { files, close: () => Promise.resolve() };
}
