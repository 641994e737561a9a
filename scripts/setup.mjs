// Makes a fresh clone ready: dependencies, build, Envoy, encoder. Does only what is missing.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireSha256 } from './checksum.mjs';
import { fetchEnvoy } from './fetch-envoy.mjs';
import { runNpm } from './npm.mjs';
import { cacheDir, root } from './paths.mjs';
import { SetUpError, report, run, step } from './progress.mjs';

const SOURCES = ['src', 'test', 'demo', 'bench'];
/** The program, and the console's page, which runs in browsers. */
const PROJECTS = ['tsconfig.json', 'src/console/page'];
const ENCODER = 'models/all-minilm-l6-v2';

/**
 * Safe to call at any time; quick when nothing changed.
 * @returns {Promise<{ envoy: string }>} path of the Envoy binary
 */
export async function setUp() {
  checkNode();
  if (!dependenciesInStep()) await step('installing the npm packages', installDependencies);
  const stamp = sourcesStamp();
  if (stamp !== readText('dist/.stamp')) await step('compiling', () => compile(stamp));
  const envoy = await fetchEnvoy(cacheDir);
  checkEncoder();
  return { envoy };
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new SetUpError(`Node ${process.versions.node} is too old; install Node 20.19 or newer.`);
}

function readText(path) {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** npm keeps a lock of what it installed inside node_modules; every package of ours must stand in it as locked. */
function dependenciesInStep() {
  const installed = readText('node_modules/.package-lock.json');
  if (installed === undefined) return false;
  const wanted = JSON.parse(readText('package-lock.json')).packages;
  const present = JSON.parse(installed).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
  );
}

async function installDependencies() {
  const { code, output } = await runNpm(['ci', '--loglevel=error'], { cwd: root });
  if (code !== 0) throw new SetUpError(`npm ci failed (exit code ${code}):\n${output}`);
}

function filesUnder(folder, suffix) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith(suffix))
    .map((name) => `${folder}/${name}`)
    .sort();
}

function sourcesStamp() {
  const hash = createHash('sha256');
  const sources = SOURCES.flatMap((folder) => filesUnder(folder, '.ts'));
  for (const file of ['tsconfig.json', 'src/console/page/tsconfig.json', 'package-lock.json', ...sources]) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

async function compile(stamp) {
  // The compiler writes files even when it finds errors: from here on the old stamp is no longer true.
  rmSync(join(root, 'dist/.stamp'), { force: true });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  for (const project of PROJECTS) {
    const { code, output } = await run(process.execPath, [tsc, '-p', project], { cwd: root });
    if (code !== 0) throw new SetUpError(`the TypeScript compiler found errors:\n${output}`);
  }
  for (const file of SOURCES.flatMap((folder) => filesUnder(`dist/${folder}`, '.js'))) {
    const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    // A renamed test must not run on under its old name.
    if (existsSync(join(root, source))) continue;
    rmSync(join(root, file));
    rmSync(join(root, `${file}.map`), { force: true });
  }
  // npm makes what npx runs executable only when it first links it, which a deleted `dist` does not repeat.
  for (const program of Object.values(JSON.parse(readText('package.json')).bin)) {
    chmodSync(join(root, program), 0o755);
  }
  writeFileSync(join(root, 'dist/.stamp'), stamp);
}

function checkEncoder() {
  const manifest = readText(`${ENCODER}/manifest.json`);
  if (manifest === undefined)
    throw new SetUpError(`${ENCODER}/manifest.json is missing; restore it: git checkout -- models`);
  for (const { path, sha256 } of Object.values(JSON.parse(manifest).files)) {
    requireSha256(join(root, ENCODER, path), sha256, 'restore it: git checkout -- models');
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUp()
    .then(({ envoy }) => console.log(`everything is there; Envoy is ${envoy}`))
    .catch(report);
}
