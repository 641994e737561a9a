import { spawn } from 'node:child_process';

/**
 * @typedef {object} Finished
 * @property {number} status 127 when the program does not exist, 1 when it was killed
 * @property {string} stdout
 * @property {string} stderr
 *
 * @typedef {object} RunOptions
 * @property {string} [input] its standard input; empty by default
 * @property {Record<string, string>} [env] added to this process's own
 * @property {string} [cwd]
 * @property {number} [timeoutMs] it is killed after this time; never by default
 */

/**
 * Runs a program to its end, and keeps what it prints on each side.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Finished>}
 */
export function finished(command, args, { input = '', env, cwd, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    // A program may end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.once('error', (error) => resolve({ status: 127, stdout, stderr: error.message }));
    child.once('close', (code) => resolve({ status: code ?? 1, stdout, stderr }));
  });
}
