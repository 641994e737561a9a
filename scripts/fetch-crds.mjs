/**
 * Gets the custom resource definitions that the chart's manifests are checked against: `$DRAGOMAN_CRDS` if set (a folder), else
 * `.cache/crds`, else out of the Go modules of their makers, which Go holds against its checksum database. Downloads 45 MB.
 * Run by itself it prints the folder's path, as its last line.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheDir } from './paths.mjs';
import { SetUpError, report, run, step } from './progress.mjs';

const MODULES = [
  {
    module: 'github.com/envoyproxy/gateway@v1.9.1',
    checksum: 'h1:vAVp6/AlBXJ1aOhp1mxL7fNEzVEfjADUguUhm2wzxQY=',
    folder: 'charts/gateway-helm/charts/crds/crds/generated',
    files: [
      'backends',
      'clienttrafficpolicies',
      'envoyextensionpolicies',
      'envoyproxies',
      'httproutefilters',
    ].map((kind) => `gateway.envoyproxy.io_${kind}.yaml`),
  },
  {
    module: 'sigs.k8s.io/gateway-api@v1.6.3',
    checksum: 'h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=',
    folder: 'config/crd/standard',
    files: ['gateways', 'httproutes', 'referencegrants'].map(
      (kind) => `gateway.networking.k8s.io_${kind}.yaml`,
    ),
  },
  {
    module: 'istio.io/api@v1.31.1',
    checksum: 'h1:5Yb5ihcz4YQsCkciusK7DnFpBMwRB6EFWeUKH1Atuyk=',
    folder: 'kubernetes',
    files: ['customresourcedefinitions.gen.yaml'],
  },
  {
    module: 'github.com/prometheus-operator/prometheus-operator@v0.85.0',
    checksum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
    folder: 'example/prometheus-operator-crd',
    files: ['podmonitors', 'prometheusrules'].map((kind) => `monitoring.coreos.com_${kind}.yaml`),
  },
];
/** Written last: the folder is whole, and of these modules. */
const STAMP = 'modules';

/** Why {@link fetchCrds} would have nothing to give on this machine; undefined where it has. */
export function crdsUnavailable() {
  if (process.env.DRAGOMAN_CRDS || spawnSync('go', ['version']).status === 0) return undefined;
  return (
    'The definitions of other projects are fetched with Go, and there is none here: ' +
    'install Go 1.24 or newer, or set DRAGOMAN_CRDS to a folder of them.'
  );
}

/**
 * @param {string} cacheDir Folder that keeps downloads, such as `.cache`; made if it is missing.
 * @returns {Promise<string>} Path of a folder of YAML files.
 * @throws {SetUpError} When {@link crdsUnavailable}, a download fails, or its checksum differs.
 */
export async function fetchCrds(cacheDir) {
  const given = process.env.DRAGOMAN_CRDS;
  if (given) {
    if (!existsSync(given)) throw new SetUpError(`DRAGOMAN_CRDS is ${given}, which does not exist.`);
    return resolve(given);
  }
  const folder = resolve(cacheDir, 'crds');
  const wanted = JSON.stringify(MODULES);
  const stamp = join(folder, STAMP);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder;
  const unavailable = crdsUnavailable();
  if (unavailable !== undefined) throw new SetUpError(unavailable);
  mkdirSync(cacheDir, { recursive: true });
  const work = mkdtempSync(join(resolve(cacheDir), 'crds-'));
  try {
    for (const source of MODULES)
      await step(`fetching the definitions of ${source.module}`, () => copy(source, work));
    writeFileSync(join(work, STAMP), wanted);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

async function copy({ module, checksum, folder, files }, work) {
  const { code, output } = await run('go', ['mod', 'download', '-json', module]);
  if (code !== 0) throw new SetUpError(`Go could not download ${module}:\n${output}`);
  const { Dir, Sum } = JSON.parse(output.slice(output.indexOf('{')));
  if (Sum !== checksum) throw new SetUpError(`${module} has the checksum ${Sum}, not ${checksum}.`);
  const prefix = module.replace(/@.*/, '').replaceAll('/', '_');
  for (const file of files) {
    const to = join(work, `${prefix}-${basename(file)}`);
    copyFileSync(join(Dir, folder, file), to);
    // In Go's own folder every file is read-only.
    chmodSync(to, 0o644);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await fetchCrds(cacheDir).then((path) => console.log(path), report);
}
