// The namespaces that a node lives in, held by one process.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE, NODE_ADDRESS } from './layout.mjs';
import { SetUpError } from '../progress.mjs';

const OWN = ['--net', '--mount', '--pid', '--cgroup', '--ipc', '--uts'];
/** Ends the program with the one that entered. */
const TIED = ['setpriv', '--pdeathsig', 'KILL', '--'];
/** Takes this process into control groups, then becomes another program. */
const INTO_GROUPS = 'while [ "$1" != -- ]; do echo $$ > "$1" || exit 1; shift; done; shift; exec "$@"';

/**
 * @typedef {object} Namespaces
 * @property {readonly string[]} enter what stands before a command line that is to run inside
 * @property {Promise<void>} ended
 * @property {() => void} end ends every process inside
 */

/** What stands before a command line that runs in no namespaces, but shall end with this process. */
export const tied = TIED;

/**
 * @param {string} state a state folder with node files in it
 * @param {Record<string, string>} env with which `ip` and `nft` are found
 * @param {readonly string[]} groups files that take a process into a control group
 * @param {string} log path of a file that takes what goes wrong
 * @returns {Promise<Namespaces>}
 * @throws {SetUpError} when the kernel does not allow it; says what it refused
 */
export async function openNamespaces(state, env, groups, log) {
  const script = join(import.meta.dirname, 'namespaces.sh');
  const unshare = ['unshare', ...OWN, '--fork', '--kill-child', '--mount-proc'];
  const inside = ['bash', script, state, NODE, NODE_ADDRESS];
  const errors = openSync(log, 'a');
  // While its standard input is open it stays: it ends with this process, however this one ends.
  const holder = spawn('sh', ['-c', INTO_GROUPS, 'sh', ...groups, '--', ...unshare, ...inside], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', errors],
  });
  closeSync(errors);
  const ended = new Promise((resolve) => holder.once('close', () => resolve()));
  holder.stdin.on('error', () => undefined);
  const ready = await new Promise((resolve) => {
    holder.once('error', () => resolve(false));
    holder.stdout.once('data', () => resolve(true));
    void ended.then(() => resolve(false));
  });
  if (!ready) throw new SetUpError(`the kernel does not allow a node's namespaces: ${lastLine(log)}`);
  const first = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, 'utf8').trim();
  const enter = ['nsenter', '-t', first, '-n', '-m', '-p', '-i', '-u', '-C', '--', ...TIED];
  return { enter, ended, end: () => holder.kill('SIGKILL') };
}

/** The last lines tell more than one thing when a command wrote its reason before ours. */
function lastLine(log) {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  return lines.slice(-2).join('; ') || 'no reason was given';
}
