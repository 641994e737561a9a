/**
 * Gets promtool for the tests of rules and dashboards: `$DRAGOMAN_PROMTOOL` if set, else `.cache/promtool/promtool`, else
 * out of the distribution's own package `prometheus`, wherever there is apt. Neither installs anything nor needs root: the
 * package lists are fetched into a folder of their own, and apt holds the package against the archive's signature, so no
 * checksum stands here that the next security update would break. Works before `npm ci`.
 * Run by itself it prints the path of the program, as its last line.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cachedProgram } from './cached-program.mjs';
import { cacheDir } from './paths.mjs';
import { SetUpError, report, run, step } from './progress.mjs';

const PACKAGE = 'prometheus';
const PROGRAMS = ['/usr/bin/apt-get', '/usr/bin/dpkg-deb'];

/** Why {@link fetchPromtool} would have nothing to give on this machine; undefined where it has. */
export function promtoolUnavailable() {
  if (process.env.DRAGOMAN_PROMTOOL || PROGRAMS.every((program) => existsSync(program))) return undefined;
  return (
    'promtool is fetched with apt only, and this machine has none: ' +
    'install Prometheus 2.42 or newer and set DRAGOMAN_PROMTOOL to the path of its promtool.'
  );
}

/**
 * @param {string} cacheDir Folder that keeps downloads, such as `.cache`; made if it is missing.
 * @returns {Promise<string>} Path of a `promtool` that can be run.
 * @throws {SetUpError} When {@link promtoolUnavailable}, or the package cannot be had.
 */
export function fetchPromtool(cacheDir) {
  return cachedProgram({ name: 'promtool', variable: 'DRAGOMAN_PROMTOOL', cacheDir, fetch });
}

async function fetch(work) {
  const unavailable = promtoolUnavailable();
  if (unavailable !== undefined) throw new SetUpError(unavailable);
  const archive = await step('fetching promtool (33 MB)', () => download(work));
  const program = await step('unpacking promtool', () => unpack(archive, work));
  await must('promtool does not run', program, ['--version']);
  return program;
}

async function download(work) {
  const apt = (...args) => must(`the package ${PACKAGE} cannot be fetched`, 'apt-get', args, work);
  const options = aptOptions(work);
  await apt(...options, 'update');
  await apt(...options, 'download', PACKAGE);
  const name = readdirSync(work).find((file) => file.endsWith('.deb'));
  if (name === undefined) throw new SetUpError(`apt-get download ${PACKAGE} left no package.`);
  return join(work, name);
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

async function unpack(archive, work) {
  const tar = join(work, 'package.tar');
  await must(`${archive} cannot be unpacked`, 'sh', [
    '-c',
    'dpkg-deb --fsys-tarfile "$0" > "$1"',
    archive,
    tar,
  ]);
  await must(`${archive} holds no promtool`, 'tar', ['-xf', tar, '-C', work, './usr/bin/promtool']);
  rmSync(tar);
  return join(work, 'usr/bin/promtool');
}

async function must(otherwise, command, args, cwd) {
  const { code, output } = await run(command, args, { cwd });
  if (code !== 0) throw new SetUpError(`${otherwise} (${command}, exit code ${code}):\n${output}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await fetchPromtool(cacheDir).then((path) => console.log(path), report);
}
