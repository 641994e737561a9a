import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { SetUpError } from './progress.mjs';

/**
 * @param {string} file path
 * @param {string} wanted SHA-256, hexadecimal
 * @param {string} advice what a person should know or do, after the message
 * @throws {SetUpError} when the file is missing or is another
 */
export function requireSha256(file, wanted, advice) {
  const found = existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'no file';
  if (found !== wanted) throw new SetUpError(`${file} has SHA-256 ${found}, want ${wanted}; ${advice}`);
}
