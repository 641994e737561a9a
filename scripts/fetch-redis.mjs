/**
 * Gets a Redis server for the tests of the shared cache: `$DRAGOMAN_REDIS` if set (Valkey's will do), else
 * `.cache/redis/redis`, else out of the distribution's own packages, wherever there is apt. Works before `npm ci`.
 * Run by itself it prints the path of the program, as its last line.
 */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { downloadPackages, hasApt, must, unpackPackage } from './apt-package.mjs';
import { cachedProgram } from './cached-program.mjs';
import { cacheDir } from './paths.mjs';
import { SetUpError, report, step } from './progress.mjs';

/** The server, and the libraries of it that few machines have. */
const PACKAGES = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1'];

/** Starts the server with those libraries, wherever the folder was moved to, and under the same process id. */
const LAUNCHER = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
LD_LIBRARY_PATH=$(echo "$here"/files/usr/lib/*-linux-gnu*) exec "$here/files/usr/bin/redis-server" "$@"
`;

/** Why {@link fetchRedis} would have nothing to give on this machine; undefined where it has. */
export function redisUnavailable() {
  if (process.env.DRAGOMAN_REDIS || hasApt()) return undefined;
  return (
    'redis-server is fetched with apt only, and this machine has none: ' +
    'install Redis 6 or newer, or Valkey, and set DRAGOMAN_REDIS to the path of its server.'
  );
}

/**
 * @param {string} cacheDir Folder that keeps downloads, such as `.cache`; made if it is missing.
 * @returns {Promise<string>} Path of a `redis-server` that can be run.
 * @throws {SetUpError} When {@link redisUnavailable}, or the packages cannot be had.
 */
export function fetchRedis(cacheDir) {
  return cachedProgram({ name: 'redis', variable: 'DRAGOMAN_REDIS', cacheDir, beside: 'files', fetch });
}

async function fetch(work) {
  const unavailable = redisUnavailable();
  if (unavailable !== undefined) throw new SetUpError(unavailable);
  const archives = await step('fetching Redis (2 MB)', () => downloadPackages(PACKAGES, work));
  for (const archive of archives) await unpackPackage(archive, join(work, 'files'));
  const program = join(work, 'redis');
  writeFileSync(program, LAUNCHER);
  chmodSync(program, 0o755);
  await must('redis-server does not run', program, ['--version']);
  return program;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await fetchRedis(cacheDir).then((path) => console.log(path), report);
}
