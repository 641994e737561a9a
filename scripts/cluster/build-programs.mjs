/**
 * Builds Kubernetes and what stands around it out of the Go modules that their makers publish, for there are no binaries of
 * them in any package registry. All of `go/` is one module, so that the programs share one compilation, and `go.sum` holds
 * every package against its checksum. The first time takes some 16 minutes of processor time; later ones nothing.
 * Run by itself it prints the folder of the programs, as its last line.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cacheDir } from '../paths.mjs';
import { SetUpError, report, run, step } from '../progress.mjs';

const SOURCES = fileURLToPath(new URL('go', import.meta.url));
/** What go.mod asks for. */
const GO = '1.26.4';

export const KUBERNETES = '1.35.4';

/** The longest first: the others then find most of their packages compiled. */
const PROGRAMS = [
  { name: 'kube', what: `Kubernetes ${KUBERNETES} (some ten minutes)` },
  { name: 'coredns', what: 'CoreDNS' },
  { name: 'metrics-server', what: 'the metrics server' },
  { name: 'pause', what: 'the pause program' },
];

/** Why {@link buildPrograms} would have nothing to give on this machine; undefined where it has. */
export async function programsUnavailable() {
  if (PROGRAMS.every((program) => isBuilt(folderIn(cacheDir), program.name))) return undefined;
  const { code } = await run('go', ['version']);
  return code === 0
    ? undefined
    : `Kubernetes is built with Go, and there is none here: install Go ${GO} or newer.`;
}

/**
 * @param {string} cacheDir folder that keeps what was built, such as `.cache`; made if it is missing
 * @returns {Promise<string>} folder with `kube`, `coredns`, `metrics-server` and `pause`, each linked statically
 * @throws {SetUpError} without Go, or when a download, its checksum or the build fails
 */
export async function buildPrograms(cacheDir) {
  const folder = folderIn(cacheDir);
  const missing = PROGRAMS.filter(({ name }) => !isBuilt(folder, name));
  if (missing.length === 0) return folder;
  const unavailable = await programsUnavailable();
  if (unavailable !== undefined) throw new SetUpError(unavailable);
  mkdirSync(folder, { recursive: true });
  for (const { name, what } of missing) await step(`building ${what}`, () => build(name, folder));
  return folder;
}

const folderIn = (cacheDir) => join(cacheDir, 'kube');
const stampOf = (folder, name) => join(folder, `${name}.sources`);

function isBuilt(folder, name) {
  const stamp = stampOf(folder, name);
  return existsSync(join(folder, name)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === keyOf(name);
}

/** Changes when the program would. */
function keyOf(name) {
  const hash = createHash('sha256').update(flags().join(' '));
  for (const file of ['go.mod', 'go.sum', `${name}/main.go`]) hash.update(readFileSync(join(SOURCES, file)));
  return hash.digest('hex');
}

/** The version must be set by hand: a chart's `kubeVersion` refuses v0.0.0. */
function flags() {
  const [major, minor] = KUBERNETES.split('.');
  const values = { gitVersion: `v${KUBERNETES}`, gitMajor: major, gitMinor: minor };
  const set = Object.entries(values).map(
    ([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`,
  );
  return ['-trimpath', '-ldflags', ['-s', '-w', ...set].join(' ')];
}

async function build(name, folder) {
  const work = join(folder, `${name}.${process.pid}`);
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false' };
  const { code, output } = await run('go', ['build', ...flags(), '-o', work, `./${name}`], {
    cwd: SOURCES,
    env,
  });
  if (code !== 0) throw new SetUpError(`${name} could not be built (exit code ${code}):\n${output}`);
  rmSync(stampOf(folder, name), { force: true });
  renameSync(work, join(folder, name));
  writeFileSync(stampOf(folder, name), keyOf(name));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await buildPrograms(cacheDir).then((path) => console.log(path), report);
}
