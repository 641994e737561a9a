// The parts of a cluster as processes of this one.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../progress.mjs';

/** A busy machine takes ten times as long as a free one. */
const READY_WITHIN_MS = 180_000;
const READY_PAUSE_MS = 200;
const LOG_LINES = 8;

/**
 * @param {object} options
 * @param {readonly string[]} options.enter what stands before each command line
 * @param {Record<string, string>} options.env
 * @param {string} options.logs folder that takes each part's log
 * @param {AbortSignal} options.signal ends every wait
 */
export function createParts({ enter, env: added, logs, signal }) {
  const env = { ...process.env, ...added };
  /** @type {Map<string, { child: import('node:child_process').ChildProcess, closed: Promise<void> }>} */
  const running = new Map();
  const command = ([name, ...args]) => run(enter[0], [...enter.slice(1), name, ...args], { env });

  /** Starts a part and waits until it serves; its log goes on where it was. */
  async function start(part) {
    const log = join(logs, `${part.name}.log`);
    const output = openSync(log, 'a');
    const child = spawn(enter[0], [...enter.slice(1), part.command, ...part.args], {
      env,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    const closed = new Promise((resolve) => {
      child.once('error', resolve);
      child.once('close', resolve);
    });
    running.set(part.name, { child, closed });
    await untilReady(part, child, log);
    for (const line of part.then ?? []) {
      const { code, output } = await command(line);
      if (code !== 0) throw new Error(`${line.join(' ')} failed (exit code ${code}):\n${output}`);
    }
  }

  async function untilReady(part, child, log) {
    const latest = Date.now() + READY_WITHIN_MS;
    while (part.ready !== undefined) {
      const { code, output } = await command(part.ready);
      if (code === 0 && (part.says === undefined || output.includes(part.says))) return;
      if (signal.aborted) throw new Error('it was told to end');
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${part.name} ended:\n${tail(log)}`);
      if (Date.now() > latest) throw new Error(`${part.name} was not ready in time: ${output}\n${tail(log)}`);
      await sleep(READY_PAUSE_MS);
    }
  }

  /** Kills a part, as a crash would. */
  async function stop(part) {
    const { child, closed } = running.get(part.name) ?? {};
    child?.kill('SIGKILL');
    await closed;
  }

  return {
    start,
    stop,
    end: () => running.forEach(({ child }) => child.kill('SIGKILL')),
    ended: () => Promise.all([...running.values()].map(({ closed }) => closed)),
  };
}

function tail(log) {
  return readFileSync(log, 'utf8').trim().split('\n').slice(-LOG_LINES).join('\n');
}
