// The image of Jaeger that the chart asks for (`jaeger.enabled`), made of the program, for there is no registry.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeImageArchive } from './image-archive.mjs';
import { fetchJaeger } from '../fetch-jaeger.mjs';
import { root } from '../paths.mjs';
import { SetUpError } from '../progress.mjs';

/** As `jaeger.image` stands in the chart's values. */
const IMAGE = /^jaeger:\n(?: .*\n)*? {2}image:\n {4}repository: (?<repository>\S+)\n {4}tag: (?<tag>\S+)$/m;

/**
 * @param {string} cacheDir its `images` takes the archive
 * @returns {Promise<string>} path of the archive; only one that is older than its program is written
 * @throws {SetUpError} without Go or a Jaeger, as `fetchJaeger` says
 */
export async function writeJaegerImage(cacheDir) {
  const program = await fetchJaeger(cacheDir);
  const archive = join(cacheDir, 'images', 'jaeger.tar');
  if (!existsSync(archive) || statSync(archive).mtimeMs < statSync(program).mtimeMs) {
    await writeImageArchive({ name: jaegerImage(), program, archive, user: '10001:10001' });
  }
  return archive;
}

function jaegerImage() {
  const { repository, tag } =
    IMAGE.exec(readFileSync(join(root, 'helm/dragoman/values.yaml'), 'utf8'))?.groups ?? {};
  if (tag === undefined) throw new SetUpError('helm/dragoman/values.yaml names no image of Jaeger.');
  return `docker.io/${repository}:${tag}`;
}
