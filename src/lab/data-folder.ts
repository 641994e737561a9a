import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packageRoot } from '../package-root.js';

/** Names the folder of data sets; it is not part of the repository. */
const DATA_VARIABLE = 'DRAGOMAN_DATA';

/** The folder of data sets: what `DRAGOMAN_DATA` says, or else `../shared/data` beside the checkout. */
function dataFolder(): string {
  return resolve(process.env[DATA_VARIABLE] ?? join(packageRoot, '..', 'shared', 'data'));
}

/** Why nothing can be measured; `undefined` when the data sets are there. */
export function dataUnavailable(): string | undefined {
  const folder = dataFolder();
  if (existsSync(join(folder, 'intents'))) return undefined;
  return `There are no data sets in ${folder}: set ${DATA_VARIABLE} to the folder that holds intents/ and the other suites.`;
}

/**
 * Path of a data file, such as `intents/clinc150.dev.jsonl.gz`.
 *
 * @throws Error when the folder of data sets is absent
 */
export function dataFile(name: string): string {
  const missing = dataUnavailable();
  if (missing !== undefined) throw new Error(missing);
  return join(dataFolder(), name);
}
