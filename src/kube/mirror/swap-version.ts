import { link, lstat, mkdir, open, readdir, readlink, rename, rm, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { CONFINED_MARK, DATA_LINK } from '../../config/source-folder.js';

export interface VersionFile {
  readonly content: string | Buffer;
  /** A version whose file of the same name has the same content. */
  readonly sameAs: string | undefined;
}

/** Files that are written at a time. */
const AT_A_TIME = 16;

/**
 * Puts a version of a folder into use, as the kubelet does with a ConfigMap
 * (https://pkg.go.dev/k8s.io/kubernetes/pkg/volume/util#AtomicWriter): its files are written to a folder of their own, then
 * the link `..data` is swapped by a rename, so that a reader has all of one version or all of the next. Files reach the disk
 * before the link does: after a power cut the API server may be away, and then this is the registry. Who may write custom
 * resources may not read our files: the version is marked so that its documents can name files of their own only.
 */
export async function swapVersion(
  folder: string,
  version: string,
  files: ReadonlyMap<string, VersionFile>,
): Promise<void> {
  const target = join(folder, version);
  await mkdir(target);
  const pending = [...files];
  const work = async (): Promise<void> => {
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const [name, { content, sameAs }] = next;
      const isLinked = sameAs !== undefined && (await linked(join(folder, sameAs, name), join(target, name)));
      if (!isLinked) await writeSynced(join(target, name), content);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  await writeSynced(join(target, CONFINED_MARK), '');
  await syncFolder(target);
  const half = join(folder, '..data_tmp');
  await rm(half, { force: true });
  await symlink(version, half);
  await rename(half, join(folder, DATA_LINK));
  await syncFolder(folder);
  await linkNames(folder, new Set(files.keys()));
}

/** Removes what is left of other versions, and of swaps that were cut off. */
export async function removeOthers(folder: string, version: string | undefined): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('..') || name === DATA_LINK || name === version) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** The version in use; `undefined` for none. */
export async function currentVersion(folder: string): Promise<string | undefined> {
  try {
    return await readlink(join(folder, DATA_LINK));
  } catch {
    return undefined;
  }
}

/** What stands in the folder and was not put there by a swap. */
export async function strangersIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  const are = await Promise.all(
    names.map(async (name) => (await lstat(join(folder, name))).isSymbolicLink()),
  );
  return names.filter((_, index) => are[index] === false);
}

/** For whoever lists the folder: a link for each file, through `..data`, so that it never changes. */
async function linkNames(folder: string, wanted: ReadonlySet<string>): Promise<void> {
  const present = new Set((await readdir(folder)).filter((name) => !name.startsWith('.')));
  for (const name of wanted) {
    if (!present.has(name)) await symlink(join(DATA_LINK, name), join(folder, name));
  }
  for (const name of present) if (!wanted.has(name)) await unlink(join(folder, name));
}

/** Of two thousand files one has changed. A file system without hard links gets a copy of each. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch {
    return false;
  }
}

async function writeSynced(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o640);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
