import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { requireSha256 } from './checksum.mjs';
import { runNpm } from './npm.mjs';
import { SetUpError } from './progress.mjs';

/**
 * Downloads a package of the npm registry, without installing it or what it depends on.
 *
 * @param {string} name with its version, such as `openai@6.30.1`
 * @param {string} sha256 of the tarball, hexadecimal
 * @param {string} folder an empty one, which gets the tarball
 * @returns {Promise<string>} path of the tarball
 * @throws {SetUpError} when the download fails or its checksum differs
 */
export async function packPackage(name, sha256, folder) {
  const { code, output } = await runNpm(['pack', '--silent', name], { cwd: folder });
  const file = readdirSync(folder).find((entry) => entry.endsWith('.tgz'));
  if (code !== 0 || file === undefined) {
    throw new SetUpError(`npm could not download ${name} (exit code ${code}):\n${output}`);
  }
  const tarball = join(folder, file);
  requireSha256(tarball, sha256, `the download of ${name} is not used.`);
  return tarball;
}
