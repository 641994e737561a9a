/**
 * Gets promtool for the tests of rules and dashboards: `$DRAGOMAN_PROMTOOL` if set, else `.cache/promtool/promtool`, else
 * out of the distribution's own package `prometheus`, wherever there is apt. Works before `npm ci`.
 * Run by itself it prints the path of the program, as its last line.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { downloadPackages, hasApt, must, unpackPackage } from './apt-package.mjs';
import { cachedProgram } from './cached-program.mjs';
import { cacheDir } from './paths.mjs';
import { SetUpError, report, step } from './progress.mjs';

/** Why {@link fetchPromtool} would have nothing to give on this machine; undefined where it has. */
export function promtoolUnavailable() {
  if (process.env.DRAGOMAN_PROMTOOL || hasApt()) return undefined;
  return (
    'promtool is fetched with apt only, and this machine has none: ' +
    'install Prometheus 2.42 or newer and set DRAGOMAN_PROMTOOL to the path of its promtool.'
  );
}

/**
 * @param {string} cacheDir Folder that keeps downloads, such as `.cache`; made if it is missing.
 * @returns {Promise<string>} Path of a `promtool` that can be run.
 * @throws {SetUpError} When {@link promtoolUnavailable}, or the package cannot be had.
 */
export function fetchPromtool(cacheDir) {
  return cachedProgram({ name: 'promtool', variable: 'DRAGOMAN_PROMTOOL', cacheDir, fetch });
}

async function fetch(work) {
  const unavailable = promtoolUnavailable();
  if (unavailable !== undefined) throw new SetUpError(unavailable);
  const [archive = ''] = await step('fetching promtool (33 MB)', () =>
    downloadPackages(['prometheus'], work),
  );
  await step('unpacking promtool', () => unpackPackage(archive, work, ['usr/bin/promtool']));
  const program = join(work, 'usr/bin/promtool');
  await must('promtool does not run', program, ['--version']);
  return program;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await fetchPromtool(cacheDir).then((path) => console.log(path), report);
}
