import { spawn } from 'node:child_process';

/** What is asked to end has so long for it. */
const GRACE_MS = 60_000;

/**
 * Runs a program in a process group of its own, its output shown.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {{ code: Promise<number>, end: (signal: NodeJS.Signals) => void }} `code` is 1 when a signal ended it; `end` passes a
 *   signal to all of the group, and ends what is left of it after a minute
 */
export function runGroup(command, args, cwd) {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const code = new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (status) => resolve(status ?? 1));
  });
  const send = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // All of it is gone already.
    }
  };
  const end = (signal) => {
    send(signal);
    const timer = setTimeout(() => send('SIGKILL'), GRACE_MS);
    void code.then(() => clearTimeout(timer));
  };
  return { code, end };
}
