/**
 * Programs out of the distribution's own packages, wherever there is apt. Nothing is installed and nothing needs root: the
 * package lists are fetched into a folder of their own, and apt holds each package against the archive's signature, so no
 * checksum stands here that the next security update would break.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpError, run } from './progress.mjs';

const PROGRAMS = ['/usr/bin/apt-get', '/usr/bin/dpkg-deb'];

/** Whether packages can be had on this machine. */
export function hasApt() {
  return PROGRAMS.every((program) => existsSync(program));
}

/**
 * @param {readonly string[]} packages names, without what they depend on
 * @param {string} work folder for downloads; package lists and archives are left in it
 * @returns {Promise<string[]>} paths of the archives
 * @throws {SetUpError} when one cannot be had
 */
export async function downloadPackages(packages, work) {
  const names = packages.join(', ');
  const apt = (...args) => must(`${names} cannot be fetched`, 'apt-get', args, work);
  const options = aptOptions(work);
  await apt(...options, 'update');
  await apt(...options, 'download', ...packages);
  const archives = readdirSync(work).filter((file) => file.endsWith('.deb'));
  if (archives.length < packages.length) throw new SetUpError(`apt-get download ${names} left too little.`);
  return archives.map((file) => join(work, file));
}

/** Keeps apt's own folders out of it, whoever runs this; hooks after an update are for those folders. */
function aptOptions(work) {
  const lists = join(work, 'lists');
  const cache = join(work, 'cache');
  mkdirSync(join(lists, 'partial'), { recursive: true });
  mkdirSync(join(cache, 'archives/partial'), { recursive: true });
  const file = join(work, 'apt.conf');
  writeFileSync(file, '#clear APT::Update::Post-Invoke;\n#clear APT::Update::Post-Invoke-Success;\n');
  const settings = {
    'Dir::State::lists': lists,
    'Dir::Cache': cache,
    'APT::Sandbox::User': '',
    'Acquire::Languages': 'none',
  };
  return [
    '-q',
    '-c',
    file,
    ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
  ];
}

/**
 * @param {string} archive a package
 * @param {string} folder where its files go, as they would below `/`
 * @param {readonly string[]} [files] the only ones to unpack, such as `usr/bin/promtool`; default all
 */
export async function unpackPackage(archive, folder, files = []) {
  mkdirSync(folder, { recursive: true });
  const tar = `${archive}.tar`;
  await must(`${archive} cannot be unpacked`, 'sh', [
    '-c',
    'dpkg-deb --fsys-tarfile "$0" > "$1"',
    archive,
    tar,
  ]);
  const wanted = files.map((file) => `./${file}`);
  await must(`${archive} lacks files`, 'tar', ['-xf', tar, '-C', folder, '--no-same-owner', ...wanted]);
  rmSync(tar);
}

/** Runs a program that must succeed. @throws {SetUpError} with what it printed */
export async function must(otherwise, command, args, cwd) {
  const { code, output } = await run(command, args, { cwd });
  if (code !== 0) throw new SetUpError(`${otherwise} (${command}, exit code ${code}):\n${output}`);
}
