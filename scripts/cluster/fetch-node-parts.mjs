/**
 * Gets what a Kubernetes node needs beside Kubernetes: containerd, runc, the CNI plugins, nft, ip and openssl, out of the
 * distribution's own packages. Nothing is installed: they are unpacked into `.cache/node-parts`.
 * Run by itself it prints that folder, as its last line.
 */
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { downloadPackages, hasApt, unpackPackage } from '../apt-package.mjs';
import { cacheDir } from '../paths.mjs';
import { SetUpError, report, step } from '../progress.mjs';

/** The programs, and the libraries of them that a small machine may lack. */
const PACKAGES = [
  'containerd',
  'runc',
  'containernetworking-plugins',
  'nftables',
  'iproute2',
  'openssl',
  'libbpf1',
  'libbsd0',
  'libedit2',
  'libelf1',
  'libgmp10',
  'libjansson4',
  'libmd0',
  'libmnl0',
  'libnftables1',
  'libnftnl11',
  'libseccomp2',
  'libssl3',
  'libxtables12',
];
const PROGRAMS = ['containerd', 'containerd-shim-runc-v2', 'ctr', 'runc', 'nft', 'ip', 'openssl'];
const PLUGINS = ['ptp', 'host-local', 'loopback'];

/**
 * @typedef {object} NodeParts
 * @property {string} plugins folder of the CNI plugins
 * @property {Record<string, string>} env PATH and LD_LIBRARY_PATH with which the programs are found and run
 */

/** Why {@link fetchNodeParts} would have nothing to give on this machine; undefined where it has. */
export function nodePartsUnavailable() {
  if (missingIn(folderIn(cacheDir)).length === 0 || hasApt()) return undefined;
  return 'containerd, runc and the CNI plugins are fetched with apt only, and this machine has none.';
}

/**
 * @param {string} cacheDir folder that keeps downloads, such as `.cache`; made if it is missing
 * @returns {Promise<NodeParts>}
 * @throws {SetUpError} when {@link nodePartsUnavailable}, or the packages cannot be had
 */
export async function fetchNodeParts(cacheDir) {
  const folder = folderIn(cacheDir);
  if (missingIn(folder).length > 0) {
    const unavailable = nodePartsUnavailable();
    if (unavailable !== undefined) throw new SetUpError(unavailable);
    await step('fetching containerd, runc and the CNI plugins (40 MB)', () => fetch(folder));
    const missing = missingIn(folder);
    if (missing.length > 0)
      throw new SetUpError(`The packages of this distribution lack ${missing.join(', ')}.`);
  }
  return { plugins: pluginsIn(folder), env: environment(folder) };
}

const folderIn = (cacheDir) => join(cacheDir, 'node-parts');
const pluginsIn = (folder) =>
  [join(folder, 'usr/lib/cni'), '/usr/lib/cni', '/opt/cni/bin'].find((path) =>
    existsSync(join(path, 'ptp')),
  ) ?? '';

function environment(folder) {
  const machine = { x64: 'x86_64-linux-gnu', arm64: 'aarch64-linux-gnu' }[process.arch] ?? '';
  const own = ['usr/sbin', 'usr/bin', 'sbin', 'bin'].map((path) => join(folder, path));
  return {
    PATH: [...own, process.env.PATH ?? '', '/usr/sbin', '/sbin'].join(delimiter),
    LD_LIBRARY_PATH: ['usr/lib', 'lib'].map((path) => join(folder, path, machine)).join(delimiter),
  };
}

function missingIn(folder) {
  const places = environment(folder).PATH.split(delimiter);
  const found = (name, folders) => folders.some((path) => isExecutable(join(path, name)));
  return [
    ...PROGRAMS.filter((name) => !found(name, places)),
    ...PLUGINS.filter((name) => !found(name, [pluginsIn(folder)])),
  ];
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function fetch(folder) {
  mkdirSync(dirname(folder), { recursive: true });
  const work = mkdtempSync(`${folder}-`);
  try {
    const files = join(work, 'files');
    for (const archive of await downloadPackages(PACKAGES, work)) await unpackPackage(archive, files);
    rmSync(folder, { recursive: true, force: true });
    renameSync(files, folder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await fetchNodeParts(cacheDir).then(({ plugins }) => console.log(plugins), report);
}
