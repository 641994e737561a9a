/**
 * buildah, which makes images without a daemon: `$DRAGOMAN_BUILDAH` if set, else the one on the PATH, else out of the
 * distribution's own packages, unpacked into `.cache/buildah`; nothing is installed.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { downloadPackages, hasApt, must, unpackPackage } from '../apt-package.mjs';
import { cachedProgram } from '../cached-program.mjs';
import { SetUpError, step } from '../progress.mjs';

/** The program, the libraries of it that few machines have, and what tells it where they are. */
const PACKAGES = [
  'buildah',
  'libassuan0',
  'libdevmapper1.02.1',
  'libgpg-error0',
  'libgpgme11',
  'libpcre2-8-0',
  'libseccomp2',
  'libselinux1',
  'libudev1',
  'patchelf',
];

/** The stand-ins for the bases of the images are made of this distribution's packages, and so is buildah's copy. */
const DEBIAN = 'bookworm';

/**
 * Starts buildah with those libraries, wherever the folder was moved to. Where they are is written into the program: it starts
 * itself again to run commands in a chroot, and there the loader heeds neither the environment nor a relative path.
 */
const LAUNCHER = `#!/bin/sh
set -e
here=$(dirname "$(readlink -f "$0")")/files
if [ "$(cat "$here/moved-to" 2>/dev/null)" != "$here" ]; then
  libraries=$(echo "$here"/usr/lib/*-linux-gnu):$(echo "$here"/lib/*-linux-gnu)
  LD_LIBRARY_PATH=$libraries "$here/usr/bin/patchelf" --force-rpath --set-rpath "$libraries" --output "$here/usr/bin/buildah.$$" "$here/usr/bin/buildah"
  mv "$here/usr/bin/buildah.$$" "$here/usr/bin/buildah"
  echo "$here" >"$here/moved-to"
fi
exec "$here/usr/bin/buildah" "$@"
`;

/** Why images cannot be built on this machine, in one line; undefined where they can. */
export function imageUnavailable() {
  const missing = missingPart();
  return missing === undefined
    ? undefined
    : `Images are built on Debian 12 (${DEBIAN}) on x64 as root, and ${missing}.`;
}

function missingPart() {
  if (process.platform !== 'linux' || !hasApt() || debianRelease() !== DEBIAN)
    return 'this is another system';
  if (process.arch !== 'x64') return `this is ${process.arch}`;
  if (process.getuid() !== 0) return 'this user is not root';
  const { status, stderr } = spawnSync('unshare', ['--mount', '--pid', '--fork', 'true'], {
    encoding: 'utf8',
  });
  if (status !== 0) return `the kernel gives no namespace of mounts here: ${stderr?.trim() || 'no unshare'}`;
  return undefined;
}

function debianRelease() {
  const file = '/etc/os-release';
  return existsSync(file) ? /^VERSION_CODENAME=(.*)$/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
}

/**
 * @param {string} cacheDir folder that keeps downloads, such as `.cache`; made if it is missing
 * @returns {Promise<string>} path of a `buildah` that can be run
 * @throws {SetUpError} when {@link imageUnavailable}, or the packages cannot be had
 */
export async function fetchBuildah(cacheDir) {
  const unavailable = imageUnavailable();
  if (unavailable !== undefined) throw new SetUpError(unavailable);
  const installed = (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'buildah'))
    .find((file) => existsSync(file));
  if (installed !== undefined && !process.env.DRAGOMAN_BUILDAH) return installed;
  return cachedProgram({ name: 'buildah', variable: 'DRAGOMAN_BUILDAH', cacheDir, beside: 'files', fetch });
}

async function fetch(work) {
  const archives = await step('fetching buildah (9 MB)', () => downloadPackages(PACKAGES, work));
  for (const archive of archives) await unpackPackage(archive, join(work, 'files'));
  const program = join(work, 'buildah');
  writeFileSync(program, LAUNCHER);
  chmodSync(program, 0o755);
  await must('buildah does not run', program, ['--version']);
  return program;
}
