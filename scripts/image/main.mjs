/**
 * npm run image [-- --envoy] [--arm64-files]: builds the image of deploy/Dockerfile with buildah, on stand-ins for its bases,
 * into .cache/images/dragoman.tar, which docker, podman and containerd load. `--envoy` adds envoy.tar, the Envoy of the tests
 * under the name that the chart asks for; `--arm64-files` adds dragoman-arm64-files.tar, which cannot be run: what the image
 * for arm64 holds besides its base. Prints the paths as its last lines.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheDir, root } from '../paths.mjs';
import { report } from '../progress.mjs';
import { ensureBases } from './bases.mjs';
import { fetchBuildah } from './buildah.mjs';
import { openBuilder } from './builder.mjs';
import { buildArmFiles, buildDragoman, buildEnvoy } from './images.mjs';
import { withLock } from './lock.mjs';

const OPTIONS = {
  envoy: { type: 'boolean', default: false },
  'arm64-files': { type: 'boolean', default: false },
};

async function main() {
  const { values } = parseArgs({ options: OPTIONS });
  const buildah = await fetchBuildah(cacheDir);
  const folder = join(cacheDir, 'images');
  mkdirSync(folder, { recursive: true });
  const archives = await withLock(join(folder, 'lock'), () => buildImages(buildah, folder, values));
  for (const archive of archives) console.log(archive);
}

async function buildImages(buildah, folder, wanted) {
  sweep(folder);
  const builder = openBuilder(buildah, folder);
  try {
    await builder.tidy();
    if (packagesChanged(folder)) await builder.forget();
    await ensureBases(builder, folder);
    const archives = [await buildDragoman(builder, folder)];
    if (wanted['arm64-files']) archives.push(await buildArmFiles(builder, folder));
    if (wanted.envoy) archives.push(await buildEnvoy(builder, folder));
    return archives;
  } finally {
    builder.close();
  }
}

/** Removes the folders that an interrupted run left. */
function sweep(folder) {
  const left = readdirSync(folder).filter((name) => /^(run|bases|envoy|node)-\w{6}$/.test(name));
  for (const name of left) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Whether the lock file is another than at the last build: then its layers, half a gigabyte, are of no use any more. */
function packagesChanged(folder) {
  const stamp = join(folder, 'package-lock.sha256');
  const before = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  const now = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  writeFileSync(stamp, now);
  return before !== now;
}

await main().catch(report);
