/**
 * Gets the LiteLLM proxy for `npm run test:litellm`: `$DRAGOMAN_LITELLM` if set, else `.cache/litellm/venv`, else made with pip,
 * in a Python environment of its own: 111 packages, 680 MB, one to two minutes. LiteLLM itself is pinned by checksum, what it
 * needs by version. Run by itself it prints the path of the program, as its last line.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireSha256 } from './checksum.mjs';
import { cacheDir, root } from './paths.mjs';
import { SetUpError, report, run, step } from './progress.mjs';

const VERSION = '1.101.6';
const SHA256 = '29f7f778dc787489ec2219df9967b7b1095e392c4225a278cdefe682ab63d221';
const PLATFORM = 'linux x64';
const REQUIREMENTS = join(root, 'scripts', 'litellm.requirements.txt');

/**
 * @param {string} cacheDir Folder that keeps downloads, such as `.cache`; made if it is missing.
 * @returns {Promise<string>} Path of a `litellm` that can be run.
 * @throws {SetUpError} When the platform has no build, Python is missing or too old, a download fails, or the checksum differs.
 */
export async function fetchLitellm(cacheDir) {
  const given = process.env.DRAGOMAN_LITELLM;
  if (given) {
    if (!existsSync(given)) throw new SetUpError(`DRAGOMAN_LITELLM is ${given}, which does not exist.`);
    return resolve(given);
  }
  const folder = resolve(cacheDir, 'litellm');
  const environment = join(folder, 'venv');
  // An environment cannot be renamed into place, for its programs name its path: the stamp says that it is whole.
  const stamp = join(folder, 'stamp');
  const wanted = readFileSync(REQUIREMENTS, 'utf8');
  const program = join(environment, 'bin', 'litellm');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return program;
  await requirePlatform();
  rmSync(stamp, { force: true });
  rmSync(environment, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await step(`installing LiteLLM ${VERSION} (680 MB)`, () => install(folder, environment));
  writeFileSync(stamp, wanted);
  return program;
}

async function requirePlatform() {
  const platform = `${process.platform} ${process.arch}`;
  const { code } = await run('python3', ['-c', 'import sys, venv; sys.exit(sys.version_info < (3, 11))']);
  if (platform === PLATFORM && code === 0) return;
  throw new SetUpError(
    `LiteLLM is fetched for ${PLATFORM} with Python 3.11 or newer and its venv module, and this is ${platform}` +
      `${code === 0 ? '' : ' without them'}: install litellm[proxy] ${VERSION} and set DRAGOMAN_LITELLM to the path of its litellm.`,
  );
}

async function install(folder, environment) {
  await must('python3', ['-m', 'venv', environment]);
  const pip = (...args) =>
    must(join(environment, 'bin', 'python'), ['-m', 'pip', '--disable-pip-version-check', '-q', ...args]);
  const work = mkdtempSync(join(folder, 'fetch-'));
  try {
    await pip('download', '--no-deps', '--only-binary=:all:', '--dest', work, `litellm==${VERSION}`);
    const [name] = readdirSync(work);
    requireSha256(join(work, name), SHA256, `the download of LiteLLM ${VERSION} is not used.`);
    await pip('install', '--only-binary=:all:', '-c', REQUIREMENTS, `${join(work, name)}[proxy]`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function must(command, args) {
  const { code, output } = await run(command, args);
  if (code !== 0) throw new SetUpError(`LiteLLM cannot be installed (exit code ${code}):\n${output}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await fetchLitellm(cacheDir).then((path) => console.log(path), report);
}
