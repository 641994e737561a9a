import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/package-root.js';

const main = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the command line to its end, in the package's folder unless told otherwise, and without what the environment of the
 * tests says of terminals.
 *
 * @param environment variables of its own
 */
export function dragoman(
  argv: readonly string[],
  cwd: string = packageRoot,
  environment: Readonly<Record<string, string>> = {},
): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...argv], {
    ...{ cwd, encoding: 'utf8' },
    env: { ...outsideTerminal(), ...environment },
  });
  return { status, stdout, stderr };
}

/** The environment of the tests, without what it says of terminals. */
export function outsideTerminal(): NodeJS.ProcessEnv {
  const said = ['FORCE_COLOR', 'NO_COLOR', 'COLUMNS'];
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !said.includes(name)));
}
