// The images that the cluster itself runs.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeImageArchive } from './image-archive.mjs';

/** Tags other than `latest`, so that kubelet never asks a registry for them. */
const IMAGES = [
  { program: 'pause', name: 'localhost/pause:1', user: '65535:65535' },
  { program: 'coredns', name: 'localhost/coredns:1' },
  { program: 'metrics-server', name: 'localhost/metrics-server:1' },
];

/**
 * @param {string} programs folder that `buildPrograms` gave
 * @param {string} cacheDir its `images` takes the archives
 * @returns {Promise<readonly string[]>} paths of the archives; only what is older than its program is written
 */
export async function writeClusterImages(programs, cacheDir) {
  const archives = [];
  for (const { program, name, user } of IMAGES) {
    const source = join(programs, program);
    const archive = join(cacheDir, 'images', `${program}.tar`);
    archives.push(archive);
    if (existsSync(archive) && statSync(archive).mtimeMs > statSync(source).mtimeMs) continue;
    await writeImageArchive({ name, program: source, archive, user });
  }
  return archives;
}
