/**
 * Builds vegeta, the load generator of `npm run bench`: `$DRAGOMAN_VEGETA` if set, else `.cache/vegeta/VERSION/vegeta`, else out
 * of the Go modules that `scripts/vegeta/go.mod` pins and `go.sum` holds against their checksums. Half a minute of processor time,
 * once. Run by itself it prints the path of the program, as its last line.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cacheDir } from './paths.mjs';
import { SetUpError, report, run, step } from './progress.mjs';

const SOURCES = fileURLToPath(new URL('vegeta', import.meta.url));
const MODULE = 'github.com/tsenart/vegeta/v12';
/** What go.mod asks for. */
const GO = '1.24';

/** Why {@link fetchVegeta} would have nothing to give on this machine; undefined where it has. */
export function vegetaUnavailable() {
  if (process.env.DRAGOMAN_VEGETA || existsSync(programIn(cacheDir))) return undefined;
  if (spawnSync('go', ['version']).status === 0) return undefined;
  return (
    `The load generator vegeta is built with Go, and there is none here: install Go ${GO} or newer, or set ` +
    'DRAGOMAN_VEGETA to the path of a vegeta 12.'
  );
}

/**
 * @param {string} cacheDir folder that keeps what was built, such as `.cache`; made if it is missing
 * @returns {Promise<string>} path of a `vegeta` that can be run
 * @throws {SetUpError} without Go, when DRAGOMAN_VEGETA names no file, or when a download, its checksum or the build fails
 */
export async function fetchVegeta(cacheDir) {
  const given = process.env.DRAGOMAN_VEGETA;
  if (given) {
    if (!existsSync(given)) throw new SetUpError(`DRAGOMAN_VEGETA is ${given}, which does not exist.`);
    return resolve(given);
  }
  const program = programIn(cacheDir);
  if (existsSync(program)) return program;
  const unavailable = vegetaUnavailable();
  if (unavailable !== undefined) throw new SetUpError(unavailable);
  mkdirSync(join(program, '..'), { recursive: true });
  await step(`building vegeta ${version()}`, () => build(program));
  return program;
}

function programIn(folder) {
  return resolve(folder, 'vegeta', version(), 'vegeta');
}

/** As go.mod pins it, so that another version is built anew. */
function version() {
  const line = readFileSync(join(SOURCES, 'go.mod'), 'utf8')
    .split('\n')
    .find((text) => text.includes(`${MODULE} v`));
  return /v(\d+\.\d+\.\d+)/.exec(line.replace(MODULE, ''))[1];
}

async function build(program) {
  const work = `${program}.${process.pid}`;
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false' };
  const flags = ['-trimpath', '-ldflags', `-s -w -X main.Version=${version()}`];
  const { code, output } = await run('go', ['build', ...flags, '-o', work, MODULE], { cwd: SOURCES, env });
  if (code !== 0) throw new SetUpError(`vegeta could not be built (exit code ${code}):\n${output}`);
  // Only a whole program ever stands in this place.
  renameSync(work, program);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await fetchVegeta(cacheDir).then((path) => console.log(path), report);
}
