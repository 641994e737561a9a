// A program that is fetched once, such as Envoy.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SetUpError } from './progress.mjs';

/**
 * @param {object} program
 * @param {string} program.name file name, and the folder's name in the cache
 * @param {string} program.variable environment variable that names another copy
 * @param {string} program.cacheDir folder that keeps downloads; made if it is missing
 * @param {string} [program.beside] folder that the program needs beside it; taken along out of `work`
 * @param {(work: string) => Promise<string>} program.fetch puts a checked copy into the empty folder `work`, gives its path
 * @returns {Promise<string>} path of the copy that the variable names, else of the cached one, fetched when it is missing
 * @throws {SetUpError} when the variable names no file, or `fetch` throws
 */
export async function cachedProgram({ name, variable, cacheDir, beside, fetch }) {
  const given = process.env[variable];
  if (given) {
    if (!existsSync(given)) throw new SetUpError(`${variable} is ${given}, which does not exist.`);
    return resolve(given);
  }
  const folder = resolve(cacheDir, name);
  const program = join(folder, name);
  // Only a whole, checked program is ever renamed to this place.
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(folder, 'fetch-'));
  try {
    const fetched = await fetch(work);
    chmodSync(fetched, 0o755);
    if (beside !== undefined) {
      rmSync(join(folder, beside), { recursive: true, force: true });
      renameSync(join(work, beside), join(folder, beside));
    }
    renameSync(fetched, program);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return program;
}
