import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDocumentName } from './source-folder.js';

/**
 * A text that changes whenever the registry's files do: names, times, sizes and inodes, read through links. Cheap enough
 * to ask twice a second: one folder is listed, and only files of the registry are looked at.
 *
 * @param location folder or file, as for `loadRegistry`
 * @param files files that the newest registry was made of, or was to be made of, relative to its folder
 */
export function fingerprint(location: string, files: readonly string[]): string {
  try {
    const isFolder = statSync(location).isDirectory();
    const directory = isFolder ? location : dirname(location);
    const documents = isFolder ? readdirSync(location).filter(isDocumentName) : [];
    const names = [...new Set([...documents, ...files])].sort();
    return names.map((name) => `${name}:${timesOf(join(directory, name))}`).join('\n');
  } catch {
    // An unreadable folder is a change in itself: loading it tells why.
    return 'unreadable';
  }
}

function timesOf(path: string): string {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 'gone' : `${stats.mtimeMs}:${stats.size}:${stats.ino}`;
}
