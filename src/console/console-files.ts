import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One file of the console, held in memory. */
export interface ConsoleFile {
  readonly contentType: string;
  readonly content: Buffer;
  /** Of its content, in quotes. */
  readonly etag: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
};

/**
 * Reads every file of a folder that has one of the types, those in folders below too, but follows no link. What a client
 * names is looked up among them, so no path from outside ever reaches the file system.
 *
 * @param prefix before each name
 * @returns by name, such as `page/main.js`; none where there is no folder
 */
export async function readConsoleFiles(
  folder: string,
  types: readonly string[],
  prefix = '',
): Promise<ReadonlyMap<string, ConsoleFile>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry): Promise<Iterable<readonly [string, ConsoleFile]>> => {
      const name = `${prefix}${entry.name}`;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return readConsoleFiles(path, types, `${name}/`);
      const type = entry.name.slice(entry.name.lastIndexOf('.') + 1);
      const contentType = types.includes(type) ? CONTENT_TYPES[type] : undefined;
      if (!entry.isFile() || contentType === undefined) return [];
      const content = await readFile(path);
      const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
      return [[name, { contentType, content, etag }]];
    }),
  );
  return new Map(found.flatMap((files) => [...files]));
}
