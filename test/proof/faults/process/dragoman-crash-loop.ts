import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../../../support/stack.js';
import type { Fault, RunningFault } from '../fault.js';
import { dragomanReady } from './start-again.js';

const TIMES = 5;
/** How long it lives each time once it is ready. */
const LIFE_MS = 500;

export const dragomanCrashLoop: Fault = {
  name: 'dragoman-crash-loop',
  what: 'SIGKILL to Dragoman half a second after each start, five times in a row.',
  users: 'While it lives, requests are decided; in between the default model answers.',
  seconds: 0,
  start: (stack) => Promise.resolve(crashOften(stack)),
};

function crashOften(stack: Stack): RunningFault {
  let last: Promise<void> | undefined;
  return {
    end: async () => {
      for (let time = 0; time < TIMES; time++) {
        stack.dragoman().signal('SIGKILL');
        await stack.dragoman().ended;
        // Rejects when the process is killed before Envoy asks it, which is the load's to judge.
        last = stack.restartDragoman().catch(() => undefined);
        await dragomanReady(stack);
        if (time < TIMES - 1) await sleep(LIFE_MS);
      }
    },
    cleanUp: async () => last,
  };
}
