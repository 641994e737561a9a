import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild, type Child } from '../demo/child-process.js';

/**
 * Starts a program of the bench in a process of its own.
 * @param script its path below `bench/`, without `.js`
 * @param work folder of its log file
 */
export function startScript(script: string, argument: string, work: string): Child {
  const name = basename(script);
  return startChild({
    name,
    command: process.execPath,
    args: [fileURLToPath(new URL(`${script}.js`, import.meta.url)), argument],
    logFile: join(work, `${name}.log`),
  });
}
