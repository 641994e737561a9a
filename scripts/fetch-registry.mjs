/**
 * Gets an OCI registry for the tests of `dragoman bundle pull`: `$DRAGOMAN_REGISTRY` if set, else
 * `.cache/registry/registry`, else out of the distribution's own package `docker-registry`, wherever there is apt. Works
 * before `npm ci`. Run by itself it prints the path of the program, as its last line.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { downloadPackages, hasApt, must, unpackPackage } from './apt-package.mjs';
import { cachedProgram } from './cached-program.mjs';
import { cacheDir } from './paths.mjs';
import { SetUpError, report, step } from './progress.mjs';

const PROGRAM = 'usr/bin/docker-registry';

/** Why {@link fetchRegistry} would have nothing to give on this machine; undefined where it has. */
export function registryUnavailable() {
  if (process.env.DRAGOMAN_REGISTRY || hasApt()) return undefined;
  return (
    'docker-registry is fetched with apt only, and this machine has none: ' +
    'install the registry of distribution/distribution and set DRAGOMAN_REGISTRY to its path.'
  );
}

/**
 * @param {string} cacheDir Folder that keeps downloads, such as `.cache`; made if it is missing.
 * @returns {Promise<string>} Path of a `registry` that can be run.
 * @throws {SetUpError} When {@link registryUnavailable}, or the package cannot be had.
 */
export function fetchRegistry(cacheDir) {
  return cachedProgram({ name: 'registry', variable: 'DRAGOMAN_REGISTRY', cacheDir, fetch });
}

async function fetch(work) {
  const unavailable = registryUnavailable();
  if (unavailable !== undefined) throw new SetUpError(unavailable);
  const [archive = ''] = await step('fetching docker-registry (5 MB)', () =>
    downloadPackages(['docker-registry'], work),
  );
  await unpackPackage(archive, work, [PROGRAM]);
  const program = join(work, PROGRAM);
  await must('docker-registry does not run', program, ['--version']);
  return program;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await fetchRegistry(cacheDir).then((path) => console.log(path), report);
}
