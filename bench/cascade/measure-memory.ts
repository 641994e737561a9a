import { setTimeout as sleep } from 'node:timers/promises';
import type { Router } from '../../demo/stack.js';
import type { LoadClient } from '../load/load-job.js';
import { memoryOf } from '../process-usage.js';
import type { CascadeMemory, MemoryCourse } from './cascade-figures.js';
import { sendLoad } from './gated-load.js';

const CONCURRENT = 100;
const BYTES = 8192;
const EVERY_MS = 20;
const REST_MS = 2000;

/** Resident memory while a hundred gated requests are always under way. To be called before any other load. */
export async function measureMemory(
  router: Router,
  client: LoadClient,
  seconds: number,
): Promise<CascadeMemory> {
  const watches = [watch(router.dragoman().pid), watch(router.envoy.pid)] as const;
  const timer = setInterval(() => {
    for (const one of watches) one.look();
  }, EVERY_MS);
  try {
    const pace = { connections: CONCURRENT };
    const { load } = await sendLoad(router, client, { target: 'gated', bytes: BYTES, seconds, pace });
    await sleep(REST_MS);
    const [dragoman, envoy] = watches;
    return {
      concurrent: CONCURRENT,
      bytes: BYTES,
      load,
      dragoman: dragoman.course(),
      envoy: envoy.course(),
    };
  } finally {
    clearInterval(timer);
  }
}

interface Watch {
  readonly look: () => void;
  readonly course: () => MemoryCourse;
}

function watch(pid: number): Watch {
  const read = (): number => memoryOf(pid).residentMiB;
  const beforeMiB = read();
  let peakMiB = beforeMiB;
  return {
    look: () => {
      peakMiB = Math.max(peakMiB, read());
    },
    course: () => {
      const afterMiB = read();
      return { beforeMiB, peakMiB: Math.max(peakMiB, afterMiB), afterMiB };
    },
  };
}
