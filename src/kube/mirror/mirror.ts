import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFINED_MARK, isDocumentName } from '../../config/source-folder.js';
import { DragomanError, reasonOf } from '../../errors.js';
import { hashOf } from '../resources/resource.js';
import { currentVersion, removeOthers, strangersIn, swapVersion, type VersionFile } from './swap-version.js';

/** A file to be mirrored. */
export interface MirrorFile {
  readonly content: string | Buffer;
  /** Of the content, by `hashOf`. */
  readonly hash: string;
}

/** A folder that always holds one version of the registry, whole. */
export interface Mirror {
  readonly folder: string;
  /** Whether it holds a registry, perhaps of an earlier process. */
  readonly isFilled: boolean;
  /** Hashes of the files of a version, by name; of the current one and some before it. */
  hashesOf(version: string | undefined): ReadonlyMap<string, string> | undefined;
  /**
   * Puts other files into use; nothing is written when they are the same. One call at a time.
   *
   * @throws {DragomanError} `folder_unwritable`; what was in use stays so
   */
  put(files: ReadonlyMap<string, MirrorFile>): Promise<boolean>;
}

/** Versions whose hashes are kept: a load of one that was replaced meanwhile may still be under way. */
const KEPT = 8;

/**
 * Opens the folder, which is made if need be, and removes what a process that was killed left behind.
 *
 * @throws {DragomanError} `folder_unwritable` where it cannot be written, or holds files of somebody else
 */
export async function openMirror(folder: string): Promise<Mirror> {
  const opened = await inFolder(folder, async () => {
    await mkdir(folder, { recursive: true });
    const strangers = await strangersIn(folder);
    if (strangers.length > 0) throw new StrangersError(strangers);
    const version = await currentVersion(folder);
    const probe = join(folder, `..probe-${randomBytes(4).toString('hex')}`);
    await mkdir(probe);
    await rm(probe, { recursive: true });
    await removeOthers(folder, version);
    return { version, hashes: await readHashes(folder, version) };
  });
  return new FolderMirror(folder, opened.version, opened.hashes);
}

class FolderMirror implements Mirror {
  readonly folder: string;
  readonly #kept = new Map<string, ReadonlyMap<string, string>>();
  #version: string | undefined;
  #hashes: ReadonlyMap<string, string>;

  constructor(folder: string, version: string | undefined, hashes: ReadonlyMap<string, string>) {
    this.folder = folder;
    this.#version = version;
    this.#hashes = hashes;
    if (version !== undefined) this.#kept.set(version, hashes);
  }

  get isFilled(): boolean {
    return [...this.#hashes.keys()].some(isDocumentName);
  }

  hashesOf(version: string | undefined): ReadonlyMap<string, string> | undefined {
    return version === undefined ? undefined : this.#kept.get(version);
  }

  async put(files: ReadonlyMap<string, MirrorFile>): Promise<boolean> {
    const before = this.#version;
    const hashes = new Map([...files].map(([name, { hash }]) => [name, hash]));
    if (before !== undefined && isSame(hashes, this.#hashes)) return false;
    const version = nameOfVersion();
    const next = new Map(
      [...files].map(([name, { content, hash }]): [string, VersionFile] => [
        name,
        { content, sameAs: this.#hashes.get(name) === hash ? before : undefined },
      ]),
    );
    await inFolder(this.folder, async () => {
      await removeOthers(this.folder, await currentVersion(this.folder));
      // Before the swap: the loader may be quicker than we are after it.
      this.#kept.set(version, hashes);
      await swapVersion(this.folder, version, next);
      [this.#version, this.#hashes] = [version, hashes];
      await removeOthers(this.folder, version);
    });
    for (const old of [...this.#kept.keys()].slice(0, -KEPT)) this.#kept.delete(old);
    return true;
  }
}

/** Like the kubelet's: the time, and something that no other version of the same moment has. */
function nameOfVersion(): string {
  const time = new Date().toISOString().replace(/\D/g, '_').slice(0, 19);
  return `..${time}.${randomBytes(5).toString('hex')}`;
}

function isSame(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([name, hash]) => b.get(name) === hash);
}

async function readHashes(folder: string, version: string | undefined): Promise<ReadonlyMap<string, string>> {
  if (version === undefined) return new Map();
  try {
    const names = (await readdir(join(folder, version))).filter((name) => name !== CONFINED_MARK);
    return new Map(
      await Promise.all(
        names.map(async (name) => [name, hashOf(await readFile(join(folder, version, name)))] as const),
      ),
    );
  } catch {
    // A link that leads nowhere is as good as none.
    return new Map();
  }
}

class StrangersError extends Error {
  constructor(names: readonly string[]) {
    const shown = names.slice(0, 3).join(', ');
    super(
      `it holds files of somebody else (${names.length > 3 ? `${shown}, …` : shown}); name an empty folder`,
    );
  }
}

async function inFolder<T>(folder: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw new DragomanError(
      'folder_unwritable',
      `${folder}, where custom resources are mirrored, cannot be used: ${folderFault(error)}`,
      { cause: error },
    );
  }
}

function folderFault(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EROFS') return 'it is read-only; mount an emptyDir there';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied; mount an emptyDir there';
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'it is full';
  return reasonOf(error);
}
