import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { memoryOf } from '../../../../bench/process-usage.js';
import { ask, chat } from '../../../support/ask.js';
import type { Fault } from '../fault.js';
import { dragomanCommand } from './dragoman-command.js';

const HEAP_MIB = 48;

/** Little room from the start: garbage is collected all the time. */
export const smallHeap: Fault = {
  name: 'small-heap',
  what: `Dragoman may use ${HEAP_MIB} MiB for JavaScript's objects, from its start; the load goes on for ten seconds.`,
  users: 'Nothing.',
  seconds: 10,
  prepare: () => Promise.resolve({ program: () => dragomanCommand([`--max-old-space-size=${HEAP_MIB}`]) }),
  start: (stack) =>
    Promise.resolve({
      end: () => Promise.resolve(),
      seen: () =>
        Promise.resolve(`at most ${memoryOf(stack.dragoman().pid).peakMiB.toFixed(0)} MiB resident`),
    }),
};

const BIG_REQUESTS = 24;
const BIG_CHARACTERS = 900_000;

/** The kernel gives it no more memory: V8 ends the process as soon as it needs some. */
export const memoryLimit: Fault = {
  name: 'memory-limit',
  what: 'Dragoman is given no more memory while large requests come, and is started again once that has ended it.',
  users: 'As when it is killed: the default model answers until it is back.',
  seconds: 6,
  requires: () =>
    spawnSync('prlimit', ['--version']).status === 0 ? undefined : 'needs prlimit (of util-linux)',
  start: (stack) => {
    const dragoman = stack.dragoman();
    let ended = 'not at all';
    void dragoman.ended.then((how) => {
      ended = `with ${how}`;
    });
    limitData(dragoman.pid, dataBytes(dragoman.pid) / 2);
    const big = chat('word '.repeat(BIG_CHARACTERS / 5));
    const asked = Array.from({ length: BIG_REQUESTS }, () => ask(stack.url, big).catch(() => undefined));
    return Promise.resolve({
      async end() {
        await Promise.all(asked);
        if (ended === 'not at all') limitData(dragoman.pid, undefined);
        else await stack.restartDragoman();
      },
      seen: () => Promise.resolve(`it ended ${ended}`),
    });
  },
};

function dataBytes(pid: number): number {
  return Number(/^VmData:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}

function limitData(pid: number, bytes: number | undefined): void {
  const value = bytes === undefined ? 'unlimited' : String(Math.floor(bytes));
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--data=${value}:unlimited`], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`prlimit: ${stderr}`);
}
