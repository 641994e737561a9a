import { mkdir, readdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder that looks and changes like a ConfigMap that Kubernetes mounts. */
export interface MountedRegistry {
  readonly folder: string;
  /**
   * Replaces all files at once: they are written to a folder of their own, then the link `..data` is swapped by a
   * rename (https://pkg.go.dev/k8s.io/kubernetes/pkg/volume/util#AtomicWriter). Only then do links to files appear
   * and vanish.
   */
  swap(files: Readonly<Record<string, string>>): Promise<void>;
}

export async function mountRegistry(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<MountedRegistry> {
  await mkdir(folder, { recursive: true });
  let version = 0;
  const swap = async (next: Readonly<Record<string, string>>): Promise<void> => {
    const old = `..version-${version}`;
    version += 1;
    const data = `..version-${version}`;
    await mkdir(join(folder, data));
    for (const [name, text] of Object.entries(next)) await writeFile(join(folder, data, name), text);
    await symlink(data, join(folder, '..data_tmp'));
    await rename(join(folder, '..data_tmp'), join(folder, '..data'));
    const links = (await readdir(folder)).filter((name) => !name.startsWith('..'));
    for (const name of Object.keys(next)) {
      if (!links.includes(name)) await symlink(join('..data', name), join(folder, name));
    }
    for (const name of links) if (!(name in next)) await unlink(join(folder, name));
    await rm(join(folder, old), { recursive: true, force: true });
  };
  await swap(files);
  return { folder, swap };
}
