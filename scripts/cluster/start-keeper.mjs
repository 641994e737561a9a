import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { filesIn } from './layout.mjs';
import { SetUpError } from '../progress.mjs';

/**
 * Starts the process that keeps a cluster, and waits until it is up. It is detached: what ends this process from a terminal
 * must not end the one that cleans up.
 * @param {string} state a state folder with a plan in it
 * @returns {Promise<{ enter: readonly string[], tell: (line: string) => Promise<void>, stop: () => Promise<void> }>} what
 *   stands before a command line that is to run inside; `tell` a line of its protocol; `stop` resolves when all is gone
 * @throws {SetUpError} when the cluster does not come up
 */
export async function startKeeper(state) {
  const errors = openSync(join(filesIn(state).logs, 'keeper.log'), 'a');
  const child = spawn(process.execPath, [join(import.meta.dirname, 'keeper.mjs'), state], {
    detached: true,
    stdio: ['pipe', 'pipe', errors],
  });
  closeSync(errors);
  child.stdin.on('error', () => undefined);
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line)));
  const closed = new Promise((resolve) =>
    child.once('close', () => resolve({ event: 'failed', reason: 'its keeper ended' })),
  );
  const stop = async () => {
    child.stdin.end();
    await closed;
  };
  const answer = async () => {
    const said = await Promise.race([new Promise((resolve) => waiting.push(resolve)), closed]);
    if (said.event === 'failed') throw new SetUpError(`the cluster: ${said.reason}`);
    return said;
  };
  const tell = async (line) => {
    child.stdin.write(`${line}\n`);
    await answer();
  };
  try {
    return { enter: (await answer()).enter, tell, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
