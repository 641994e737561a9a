/**
 * Gets Jaeger for `npm run test:jaeger`: `$DRAGOMAN_JAEGER` if set, else `.cache/jaeger/jaeger`, else built with Go out of the
 * module that its makers publish, for its binaries are not in any package registry. Go holds every module against its
 * checksum database. Takes some eight minutes of processor time. Run by itself it prints the path, as its last line.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cachedProgram } from './cached-program.mjs';
import { cacheDir } from './paths.mjs';
import { SetUpError, report, run, step } from './progress.mjs';

const MODULE = 'github.com/jaegertracing/jaeger';
const VERSION = 'v1.76.0';
const CHECKSUM = 'h1:sWCOOF1dr+NL0PLil7mFo3BqqQL8k4WiM7aguFbc14g=';
const PACKAGE = './cmd/all-in-one';
/** What the module's go.mod asks for. */
const GO = '1.24.6';

/**
 * @param {string} cacheDir Folder that keeps downloads, such as `.cache`; made if it is missing.
 * @returns {Promise<string>} Path of Jaeger's all-in-one program.
 * @throws {SetUpError} Without Go, or when the download, its checksum or the build fails.
 */
export function fetchJaeger(cacheDir) {
  return cachedProgram({ name: 'jaeger', variable: 'DRAGOMAN_JAEGER', cacheDir, fetch });
}

async function fetch(work) {
  const { code } = await run('go', ['version']);
  if (code !== 0) {
    throw new SetUpError(
      `Jaeger is built with Go, and there is none here: install Go ${GO} or newer, ` +
        `or set DRAGOMAN_JAEGER to a copy of Jaeger's all-in-one ${VERSION}.`,
    );
  }
  const source = await step(`fetching the source of Jaeger ${VERSION}`, download);
  const program = join(work, 'jaeger');
  await step('building Jaeger (minutes)', () => build(source, program));
  return program;
}

async function download() {
  const { code, output } = await run('go', ['mod', 'download', '-json', `${MODULE}@${VERSION}`]);
  if (code !== 0) throw new SetUpError(`Go could not download ${MODULE}:\n${output}`);
  const { Dir, Sum } = JSON.parse(output.slice(output.indexOf('{')));
  if (Sum !== CHECKSUM)
    throw new SetUpError(`${MODULE} ${VERSION} has the checksum ${Sum}, not ${CHECKSUM}.`);
  return Dir;
}

async function build(source, program) {
  const flags = ['-trimpath', '-ldflags', '-s -w', '-o', program];
  const env = { ...process.env, CGO_ENABLED: '0' };
  const { code, output } = await run('go', ['build', ...flags, PACKAGE], { cwd: source, env });
  if (code !== 0) throw new SetUpError(`Jaeger could not be built (exit code ${code}):\n${output}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await fetchJaeger(cacheDir).then((path) => console.log(path), report);
}
