import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative } from 'node:path';

/** Largest YAML file, in bytes; a ConfigMap holds one MiB in all. */
export const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

/** Largest file of examples, in bytes; for gzip, what it unpacks to as well. */
export const MAX_EXAMPLES_BYTES = 64 * 1024 * 1024;

/** Largest bundle of fitted heads, in bytes. */
export const MAX_BUNDLE_BYTES = 64 * 1024 * 1024;

/** A folder of registry files, and a memory of what was read from it. */
export interface SourceFolder {
  readonly directory: string;
  /** Name of the version of a mounted ConfigMap that is read; `undefined` for any other location. */
  readonly mounted: string | undefined;
  /** Paths of the YAML files directly in it, sorted. */
  readonly documents: readonly string[];
  /**
   * Reads a file once; later calls get the same bytes.
   * @throws Error when the file cannot be read, is no plain file or larger than `maxBytes`
   */
  read(path: string, maxBytes: number): Buffer;
  /** Every file read so far, by its path relative to the folder. */
  contents(): ReadonlyMap<string, Buffer>;
  /** Every file asked for so far, unreadable and missing ones included, by its path relative to the folder. */
  asked(): readonly string[];
}

/**
 * Opens a folder, or a single file. Names that begin with a dot are skipped, symbolic links are followed.
 * A mounted ConfigMap is swapped as a whole through its `..data` link: all files are read from the version that the
 * link names now, so that no two versions mix.
 * @throws Error when the location cannot be read
 */
export function openSourceFolder(location: string): SourceFolder {
  const isFolder = statSync(location).isDirectory();
  const directory = isFolder ? location : dirname(location);
  const version = versionFolder(directory);
  const pinned = version ?? directory;
  // Kubernetes swaps the link first and mends the names beside it later: the version knows its own names.
  const names = isFolder ? readdirSync(pinned).filter(isDocumentName).sort() : [];
  const documents = isFolder
    ? names.filter((name) => isNoFolder(join(pinned, name))).map((name) => join(location, name))
    : [location];
  const contents = new Map<string, Buffer>();
  const asked = new Set<string>();
  const read = (path: string, maxBytes: number): Buffer => {
    const name = relative(directory, path);
    asked.add(name);
    const known = contents.get(name);
    if (known !== undefined) return known;
    const isInside = !name.startsWith('..') && !isAbsolute(name);
    const bytes = readPlainFile(
      isInside && existsSync(join(pinned, name)) ? join(pinned, name) : path,
      maxBytes,
    );
    contents.set(name, bytes);
    return bytes;
  };
  const mounted = version && basename(version);
  return { directory, mounted, documents, read, contents: () => contents, asked: () => [...asked] };
}

/** The version of a mounted ConfigMap that its `..data` link names now; `undefined` for any other location. */
export function versionFolder(location: string): string | undefined {
  try {
    return realpathSync(join(location, '..data'));
  } catch {
    return undefined;
  }
}

/** Why a file could not be read, for a person. */
export function readFault(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'cannot be read: permission denied';
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

/** Whether a name in a folder is one of a registry document: `*.yaml` or `*.yml`, not hidden. */
export function isDocumentName(name: string): boolean {
  return !name.startsWith('.') && /\.ya?ml$/.test(name);
}

function isNoFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true;
}

function readPlainFile(path: string, maxBytes: number): Buffer {
  const stat = statSync(path);
  if (!stat.isFile()) throw new Error('it is not a plain file');
  if (stat.size > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`);
  return readFileSync(path);
}
